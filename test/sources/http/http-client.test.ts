import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  AddressRefused,
  BodyTooLarge,
  CertificateRejected,
  CertificateUnreadable,
  CutBody,
  DeadlineExceeded,
  GatewayUnreachable,
} from '#sources/http/errors';
import { type HttpCall, type HttpClient, type HttpClientOptions, openHttpClient } from '#sources/http/http-client';
import { type HttpsServer, type HttpsServerOptions, startHttpsServer } from '#test/support/https-server';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function serve(listener: RequestListener, options?: HttpsServerOptions): Promise<HttpsServer> {
  const server = await startHttpsServer(listener, options);
  opened.push(server);
  return server;
}

function client(server: HttpsServer, options: Partial<HttpClientOptions> = {}): HttpClient {
  const http = openHttpClient({ origin: server.origin, ca: server.certificate, userAgent: 'daybook/test', ...options });
  opened.unshift(http);
  return http;
}

const get = (more: Partial<HttpCall> = {}): HttpCall => ({ method: 'GET', target: '/x', deadlineMs: 20_000, ...more });
const text = (body: Uint8Array) => Buffer.from(body).toString();

/** Remembers requests and answers `{}`. */
function recorder() {
  const seen: { request: IncomingMessage; body: string }[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      seen.push({ request, body });
      response.end('{}');
    });
  };
  return { seen, listener };
}

describe('what goes out', () => {
  it('asks for the server by the name that is given, also where an address leads to it', async () => {
    const { seen, listener } = recorder();
    const server = await serve(listener, { names: ['gateway.internal'] });
    const { port } = new URL(server.origin);
    const http = client(server, { origin: `https://127.0.0.1:${port}`, serverName: 'gateway.internal' });
    await http.send(get());
    expect(seen[0]?.request.headers.host).toBe(`gateway.internal:${port}`);
  });

  it('names itself, speaks HTTP/1.1 and sends a body with its length', async () => {
    const { seen, listener } = recorder();
    const http = client(await serve(listener));
    await http.send({ method: 'POST', target: '/v1/api/pa/performance?x=1', body: '{"a":"é"}', deadlineMs: 20_000 });
    const [{ request, body } = { request: undefined, body: '' }] = seen;
    expect(request?.httpVersion).toBe('1.1');
    expect(request?.url).toBe('/v1/api/pa/performance?x=1');
    expect(request?.headers['user-agent']).toBe('daybook/test');
    expect(request?.headers['content-length']).toBe('10');
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.headers['transfer-encoding']).toBeUndefined();
    expect(body).toBe('{"a":"é"}');
  });

  it('sends a length of 0 with a POST that has no body', async () => {
    const { seen, listener } = recorder();
    await client(await serve(listener)).send({ method: 'POST', target: '/tickle', deadlineMs: 20_000 });
    expect(seen[0]?.request.headers['content-length']).toBe('0');
  });

  it('has at most two calls running, whoever asks', async () => {
    let running = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const http = client(
      await serve((_, response) => {
        running += 1;
        most = Math.max(most, running);
        waiting.push(() => {
          running -= 1;
          response.end('{}');
        });
        if (waiting.length === 2) for (const answer of waiting.splice(0)) answer();
      }),
    );
    await Promise.all(Array.from({ length: 6 }, () => http.send(get())));
    expect(most).toBe(2);
  });
});

describe('what comes back', () => {
  it('gives any status with its headers and bytes', async () => {
    const http = client(
      await serve((_, response) => {
        response.writeHead(503, { 'X-Daybook-Proxy': 'limited' });
        response.end(Buffer.from([0xff, 0x00]));
      }),
    );
    const answer = await http.send(get());
    expect(answer.status).toBe(503);
    expect(answer.headers['x-daybook-proxy']).toBe('limited');
    expect([...answer.body]).toEqual([0xff, 0x00]);
    expect(answer.cut).toBeUndefined();
  });

  it('does not follow a redirect', async () => {
    let calls = 0;
    const http = client(
      await serve((_, response) => {
        calls += 1;
        response.writeHead(302, { location: '/elsewhere' });
        response.end();
      }),
    );
    expect((await http.send(get())).status).toBe(302);
    expect(calls).toBe(1);
  });

  it('unpacks a body that came packed all the same', async () => {
    const http = client(
      await serve((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync('{"a":1}'));
      }),
    );
    expect(text((await http.send(get())).body)).toBe('{"a":1}');
  });

  it('stops a body at the cap, unpacked size counted, and says so', async () => {
    const http = client(
      await serve((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync(Buffer.alloc(1_000_000)));
      }),
    );
    const answer = await http.send(get({ bodyCap: 10_000 }));
    expect(answer.cut).toBeInstanceOf(BodyTooLarge);
    expect(answer.body.byteLength).toBeLessThan(1_000_000);
  });

  it('gives what there was of a body that breaks off, marked as cut', async () => {
    const http = client(
      await serve((_, response) => {
        response.write('[{"conid":1},');
        setImmediate(() => response.socket?.end(() => response.socket?.destroy()));
      }),
    );
    const answer = await http.send(get());
    expect(answer.cut).toBeInstanceOf(CutBody);
    expect(text(answer.body)).toBe('[{"conid":1},');
  });

  it('covers the body with the deadline, and ends the connection', async () => {
    let closed: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const http = client(
      await serve((_, response) => {
        response.socket?.on('close', closed);
        response.write('{"half":');
      }),
    );
    const answer = await http.send(get({ deadlineMs: 300 }));
    expect(answer.cut).toBeInstanceOf(DeadlineExceeded);
    expect(text(answer.body)).toBe('{"half":');
    await ended;
  });

  it('gives up on a server that never answers', async () => {
    const http = client(await serve(() => undefined));
    await expect(http.send(get({ deadlineMs: 200 }))).rejects.toThrow(DeadlineExceeded);
  });

  it('does not count the wait for a place as time of the call', async () => {
    let calls = 0;
    const http = client(
      await serve((_, response) => {
        calls += 1;
        if (calls > 2) response.end('{}');
      }),
    );
    const stuck = Promise.allSettled([http.send(get({ deadlineMs: 600 })), http.send(get({ deadlineMs: 600 }))]);
    const waiting = http.send(get({ deadlineMs: 500 }));
    expect((await waiting).status).toBe(200);
    expect(await stuck).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  });

  it('frees its place after a failure', async () => {
    let calls = 0;
    const http = client(
      await serve((_, response) => {
        calls += 1;
        if (calls <= 4) response.socket?.destroy();
        else response.end('{}');
      }),
    );
    for (let call = 0; call < 4; call += 1) await http.send(get()).catch(() => undefined);
    expect((await http.send(get())).status).toBe(200);
  });
});

describe('who is trusted', () => {
  it('trusts the given certificate under the given name', async () => {
    const server = await serve((_, response) => response.end('{}'), { names: ['gateway.daybook.internal'] });
    const http = client(server, { serverName: 'gateway.daybook.internal' });
    expect((await http.send(get())).status).toBe(200);
  });

  it('takes the name to check also where the address is a number', async () => {
    const server = await serve((_, response) => response.end('{}'));
    const numbered = server.origin.replace('localhost', '127.0.0.1');
    const named = client(server, { origin: numbered, serverName: 'localhost' });
    expect((await named.send(get())).status).toBe(200);
    await expect(client(server, { origin: numbered }).send(get())).rejects.toThrow(
      /not made out to the name "127\.0\.0\.1"/,
    );
    await expect(client(server, { origin: numbered, serverName: '127.0.0.1' }).send(get())).rejects.toThrow(
      CertificateRejected,
    );
  });

  it('refuses another certificate, and names the one that is trusted', async () => {
    let calls = 0;
    const server = await serve((_, response) => {
      calls += 1;
      response.end('{}');
    });
    const other = await serve((_, response) => response.end('{}'));
    const refused = client(server, { ca: other.certificate }).send(get());
    await expect(refused).rejects.toThrow(CertificateRejected);
    await expect(refused).rejects.toThrow(/SHA-256 (?:[0-9A-F]{2}:){31}[0-9A-F]{2}/);
    expect(calls).toBe(0);
  });

  it('refuses the right certificate under another name', async () => {
    const server = await serve((_, response) => response.end('{}'));
    await expect(client(server, { serverName: 'example.com' }).send(get())).rejects.toThrow(
      /not made out to the name "example.com"/,
    );
  });

  it('refuses a certificate that is not valid yet, and names the clocks', async () => {
    const server = await serve((_, response) => response.end('{}'), {
      notBefore: new Date(Date.now() + 9 * 60_000),
    });
    await expect(client(server).send(get())).rejects.toMatchObject({
      reason: 'blocked',
      message: expect.stringContaining("by this machine's clock"),
      nextStep: expect.stringMatching(/^Set the clock that is wrong/),
    });
  });

  it('refuses a certificate that has run out', async () => {
    const server = await serve((_, response) => response.end('{}'), {
      notBefore: new Date('2018-05-11'),
      notAfter: new Date('2019-05-11'),
    });
    await expect(client(server).send(get())).rejects.toThrow(/out of date/);
  });

  it('trusts no self-made certificate unless told to', async () => {
    const server = await serve((_, response) => response.end('{}'));
    const http = openHttpClient({ origin: server.origin, userAgent: 'daybook/test' });
    opened.unshift(http);
    await expect(http.send(get())).rejects.toMatchObject({
      name: 'CertificateRejected',
      nextStep: expect.stringContaining('--ca'),
    });
  });

  it('says what is wrong with a file that is no certificate', () => {
    const open = (ca: string) => openHttpClient({ origin: 'https://localhost:5000', ca, userAgent: 'x' });
    expect(() => open('hello')).toThrow(CertificateUnreadable);
    expect(() => open('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toThrow(/damaged/);
  });
});

describe('when nobody answers', () => {
  it('says that nothing listens', async () => {
    const server = await serve(() => undefined);
    const { origin, certificate } = server;
    await server.close();
    opened.splice(opened.indexOf(server), 1);
    const http = openHttpClient({ origin, ca: certificate, userAgent: 'x' });
    opened.unshift(http);
    await expect(http.send(get())).rejects.toMatchObject({
      name: 'GatewayUnreachable',
      message: `Nothing listens at ${origin}.`,
      mayHaveArrived: false,
      reason: 'unreachable',
    });
  });

  it('tells a connection that broke from one that was never made', async () => {
    const server = await serve((request) => request.socket.destroy());
    await expect(client(server).send(get())).rejects.toMatchObject({
      name: 'GatewayUnreachable',
      mayHaveArrived: true,
    });
  });

  it('notices a server without TLS', async () => {
    const sockets: Socket[] = [];
    const plain = createServer((socket) => {
      sockets.push(socket);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const address = plain.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const http = openHttpClient({ origin: `https://localhost:${port}`, userAgent: 'x' });
    const close = async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => plain.close(resolve));
    };
    opened.unshift(http, { close });
    const failed = http.send(get());
    await expect(failed).rejects.toThrow(GatewayUnreachable);
    await expect(failed).rejects.toThrow(/does not speak TLS/);
  });

  it.each([
    'http://localhost:5000',
    'localhost:5000',
    'https://localhost:5000/v1/api',
    'https://a:b@localhost:5000',
    '',
  ])('refuses the address "%s"', (origin) => {
    expect(() => openHttpClient({ origin, userAgent: 'x' })).toThrow(AddressRefused);
  });
});
