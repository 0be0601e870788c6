import type { RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { BodyTooLarge, CutBody, DeadlineExceeded, GatewayUnreachable } from '#sources/http/errors';
import { type HttpCall, type HttpStreamed, openHttpClient } from '#sources/http/http-client';
import { startHttpsServer } from '#test/support/https-server';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function serve(listener: RequestListener) {
  const server = await startHttpsServer(listener);
  const http = openHttpClient({ origin: server.origin, ca: server.certificate, userAgent: 'daybook/test' });
  opened.push(http, server);
  return http;
}

const get = (more: Partial<HttpCall> = {}): HttpCall => ({ method: 'GET', target: '/x', deadlineMs: 20_000, ...more });
const textOf = async ({ body }: HttpStreamed) => {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

describe('a body that is handed on while it comes', () => {
  it('comes piece by piece, before the server has written its end', async () => {
    let answer: ServerResponse | undefined;
    const http = await serve((_, response) => {
      answer = response;
      response.writeHead(200, { 'X-Kind': 'statement' }).write('one');
    });
    const seen = await http.receive(get(), async ({ status, headers, body }) => {
      const pieces: string[] = [];
      for await (const piece of body) {
        if (pieces.push(Buffer.from(piece).toString()) === 1) answer?.end('two');
      }
      return { status, kind: headers['x-kind'], pieces };
    });
    expect(seen).toEqual({ status: 200, kind: 'statement', pieces: ['one', 'two'] });
  });

  it('comes whatever the status, and redirects are not followed', async () => {
    let calls = 0;
    const http = await serve((_, response) => {
      calls += 1;
      response.writeHead(302, { location: '/other' }).end('moved');
    });
    expect(await http.receive(get(), async (answer) => [answer.status, await textOf(answer)])).toEqual([302, 'moved']);
    expect(calls).toBe(1);
  });

  it('is unpacked, and counted against the cap as it is then', async () => {
    const packed = gzipSync(Buffer.alloc(100_000, 'a'));
    const http = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed));
    expect((await http.receive(get(), textOf)).length).toBe(100_000);
    await expect(http.receive(get({ bodyCap: 50_000 }), textOf)).rejects.toBeInstanceOf(BodyTooLarge);
  });

  it('breaks with the reason: cut off, past the deadline, never begun', async () => {
    const cut = await serve((_, response) => response.writeHead(200).write('one', () => response.destroy()));
    await expect(cut.receive(get(), textOf)).rejects.toBeInstanceOf(CutBody);
    const slow = await serve((_, response) => response.writeHead(200).write('one'));
    await expect(slow.receive(get({ deadlineMs: 200 }), textOf)).rejects.toBeInstanceOf(DeadlineExceeded);
    const gone = await serve((request) => request.socket.destroy());
    await expect(gone.receive(get(), textOf)).rejects.toBeInstanceOf(GatewayUnreachable);
  });

  it('gives its turn and its connection back when nobody reads it to the end', async () => {
    let ended = 0;
    const http = await serve((_, response) => {
      response.on('close', () => (ended += 1));
      response.writeHead(200).write('one');
    });
    for (let call = 0; call < 5; call += 1) {
      const first = await http.receive(get(), async ({ body }) => {
        for await (const piece of body) return Buffer.from(piece).toString();
        return '';
      });
      expect(first).toBe('one');
    }
    await expect(http.receive(get(), async () => Promise.reject(new RangeError('own')))).rejects.toBeInstanceOf(
      RangeError,
    );
    await expect.poll(() => ended).toBe(6);
  });
});
