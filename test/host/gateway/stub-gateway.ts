import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** One request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A stand-in for the gateway program behind the proxy: writes down what arrives and answers as told. */
export interface StubGateway {
  readonly port: number;
  readonly arrived: Arrived[];
  readonly upgrades: () => number;
  /** How the next calls are answered. Default: 200 and a small JSON; `/` redirects to the login as the program does. */
  answer: { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> } | 'never';
  close(): Promise<void>;
}

/** @param tls key and certificate of the keystore's kind, PEM */
export async function startStubGateway(tls: { readonly key: string; readonly cert: string }): Promise<StubGateway> {
  const arrived: Arrived[] = [];
  const sockets = new Set<Socket>();
  let upgrades = 0;
  const stub: { answer: StubGateway['answer'] } = { answer: { status: 200, body: '{"ok":true}' } };
  const server = createServer({ ...tls, maxVersion: 'TLSv1.2' }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      arrived.push({ method, url, headers, body: Buffer.concat(parts).toString() });
      const { answer } = stub;
      if (answer === 'never') return;
      if (url === '/') {
        response
          .writeHead(302, { location: 'https://localhost:5000/sso/Login?forwardTo=22', 'set-cookie': 'a=b' })
          .end();
      } else
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
    });
  });
  server.on('upgrade', (_request, socket) => {
    upgrades += 1;
    socket.destroy();
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(stub, {
    port: (server.address() as AddressInfo).port,
    arrived,
    upgrades: () => upgrades,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
