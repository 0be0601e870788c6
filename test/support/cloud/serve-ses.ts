import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESClient } from '@aws-sdk/client-ses';
import { SES_CLIENT } from '#delivery/ses-channel';
import type { SesFace } from './ses-face.ts';

/** How the next calls break: `reset` before SES sees the call, `lost` after it took it, `half` in mid-answer. */
export type WireFault = 'reset' | 'lost' | 'half';

export interface ServedSes {
  /** Made as the function "notify" makes its own. */
  readonly client: SESClient;
  readonly url: string;
  /** One is used up by each call. */
  readonly faults: WireFault[];
  /** Calls that arrived, whatever became of them. */
  readonly calls: () => number;
  close(): Promise<void>;
}

/** The fake SES alone on a port of this machine, with a real client for it. Signatures are not looked at. */
export async function serveSes(face: SesFace): Promise<ServedSes> {
  const faults: WireFault[] = [];
  let calls = 0;
  const server = createServer(async (request, response) => {
    calls += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const fault = faults.shift();
    if (fault === 'reset') {
      request.socket.destroy();
      return;
    }
    const answer = await face.answer({
      method: request.method ?? '',
      path: request.url ?? '',
      query: new URLSearchParams(),
      headers: request.headers,
      body: Buffer.concat(chunks),
      caller: /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '',
      service: 'ses',
    });
    if (fault === 'lost') {
      request.socket.destroy();
      return;
    }
    const body = Buffer.from(answer.body ?? '');
    response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.byteLength) });
    if (fault === 'half') {
      response.write(body.subarray(0, body.byteLength / 2), () => request.socket.destroy());
      return;
    }
    response.end(body);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new SESClient({
    ...SES_CLIENT,
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'TESTKEY', secretAccessKey: 'secret' },
  });
  return {
    client,
    url,
    faults,
    calls: () => calls,
    close: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
