import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';

/** An HTTPS server on a free port of this machine, with a certificate of its own. */
export interface HttpsServer {
  readonly origin: string;
  /** PEM of its certificate. */
  readonly certificate: string;
  /** Connections it has seen. */
  readonly connections: () => number;
  close(): Promise<void>;
}

export interface HttpsServerOptions {
  /** Names the certificate is made out to; `localhost` when absent. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** Starts a server that answers by `listener`. */
export async function startHttpsServer(
  listener: RequestListener,
  options: HttpsServerOptions = {},
): Promise<HttpsServer> {
  const names = options.names ?? ['localhost'];
  const pems = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keyType: 'ec',
    ...(options.notBefore ? { notBeforeDate: options.notBefore } : {}),
    ...(options.notAfter ? { notAfterDate: options.notAfter } : {}),
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }],
  });
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ key: pems.private, cert: pems.cert }, listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://localhost:${port}`,
    certificate: pems.cert,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
