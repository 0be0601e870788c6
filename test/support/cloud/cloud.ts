import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { devNull } from 'node:os';
import type { CloudAnswer, CloudFace, CloudRequest } from './face.ts';
import { type Fault, FaultPlan } from './faults.ts';
import { Refusal, refusalAnswer } from './refusal.ts';
import { type S3FaceOptions, type S3Handle, s3Face } from './s3-face.ts';
import { type KnownKey, serviceNamed, verifySignature } from './signature.ts';

export interface CloudOptions extends Partial<Omit<S3FaceOptions, 'clock'>> {
  /** The cloud's own time; signatures must be made within 15 minutes of it. Default: the system's. */
  readonly clock?: { now(): Date };
  /** Further services behind the same port. */
  readonly faces?: readonly CloudFace[];
  /** Default `us-east-1`. */
  readonly region?: string;
}

/** A cloud on one port of this machine, spoken to by the SDK's own clients. */
export interface Cloud {
  readonly url: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** What a process needs in its environment to reach this cloud and nothing else. */
  readonly env: Readonly<Record<string, string>>;
  /** Configuration of a client: `new S3Client(cloud.client)`. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: Cloud['credentials'];
    readonly forcePathStyle: true;
  };
  readonly s3: S3Handle;
  /** Every request whose signature was right, in order. */
  readonly requests: readonly CloudRequest[];
  /** A further pair of keys, of another caller or temporary. */
  admit(key: KnownKey): void;
  fault(fault: Fault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

/** Starts a cloud with one empty, versioned bucket. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const clock = options.clock ?? { now: () => new Date() };
  const region = options.region ?? 'us-east-1';
  const credentials = { accessKeyId: 'DAYBOOKTESTKEY000001', secretAccessKey: randomUUID() };
  const known = new Map<string, KnownKey>([[credentials.accessKeyId, credentials]]);
  const s3 = s3Face({ ...options, bucket: options.bucket ?? 'daybook-archive', clock });
  const faces = new Map([s3.face, ...(options.faces ?? [])].map((face) => [face.service, face]));
  const faults = new FaultPlan();
  const requests: CloudRequest[] = [];

  async function take(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(message);
    const method = message.method ?? '';
    const target = message.url ?? '/';
    const service = serviceNamed(message.headers);
    const send = (answer: CloudAnswer) => sendAnswer(response, answer, clock.now());
    try {
      const { caller } = verifySignature(
        { method, target, headers: message.headers, body },
        known,
        region,
        clock.now(),
      );
      const face = faces.get(service);
      if (!face) throw new Refusal(501, 'NotImplemented', `There is no ${service} in this cloud`);
      const [path = '', ...query] = target.split('?');
      const request: CloudRequest = {
        method,
        path: decodeURIComponent(path),
        query: new URLSearchParams(query.join('?')),
        headers: message.headers,
        body,
        caller,
        service,
      };
      requests.push(request);
      await answerWith(faults.strike(request), response, send, () => answered(face, request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(refusalAnswer(service, error, method));
    }
  }

  const server = createServer((message, response) => {
    // A caller that went away in mid-request is a fault that was asked for; anything else must be seen.
    take(message, response).catch((error: unknown) => {
      if (message.destroyed && !message.complete) return;
      response.destroy();
      queueMicrotask(() => {
        throw error;
      });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    region,
    credentials,
    client: { endpoint: url, region, credentials, forcePathStyle: true },
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
    },
    s3: s3.handle,
    requests,
    admit: (key) => {
      known.set(key.accessKeyId, key);
    },
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answered(face: CloudFace, request: CloudRequest): Promise<CloudAnswer> {
  try {
    return await face.answer(request);
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(face.service, error, request.method);
    throw error;
  }
}

/** Lets the service answer, with the fault that strikes this request. */
async function answerWith(
  fault: Fault | undefined,
  response: ServerResponse,
  send: (answer: CloudAnswer) => void,
  act: () => Promise<CloudAnswer>,
): Promise<void> {
  const reset = () => response.socket?.resetAndDestroy();
  switch (fault?.kind) {
    case undefined:
      return send(await act());
    case 'refuse':
      throw new Refusal(fault.status, fault.code, fault.message ?? fault.code);
    case 'silent':
      return;
    case 'reset':
      reset();
      return;
    case 'lost-answer':
      await act();
      reset();
      return;
    case 'held':
      await fault.until;
      return send(await act());
    case 'kill':
      if (fault.when === 'after') await act();
      fault.action();
      reset();
      return;
    case 'cut':
    case 'stalled':
    case 'garbled': {
      const answer = await act();
      const body = Buffer.from(answer.body ?? '');
      if (fault.kind === 'garbled') return send({ ...answer, body: body.map((byte) => byte ^ 1) as Buffer });
      response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
        if (fault.kind === 'cut') response.socket?.destroy();
      });
    }
  }
}

function sendAnswer(response: ServerResponse, answer: CloudAnswer, now: Date): void {
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status, {
    date: now.toUTCString(),
    'x-amz-request-id': randomUUID(),
    ...(answer.headers?.['content-length'] === undefined && answer.status !== 204
      ? { 'content-length': body.length }
      : {}),
    ...answer.headers,
  });
  response.end(body);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
