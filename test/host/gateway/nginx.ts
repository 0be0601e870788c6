import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { API_PORT, GATEWAY_NAME, GATEWAY_PORT, LOGIN_PORT } from '#lib/host/ports';
import { proxyConfiguration } from '#lib/host/proxy-configuration';
import { ended, opened } from './child.ts';
import { freePorts } from './free-ports.ts';
import { giveAway, UNPRIVILEGED } from './unprivileged.ts';

/** nginx as deployed, but for ports and folders. */
export interface RunningNginx {
  readonly apiPort: number;
  readonly loginPort: number;
  /** Certificate of the API listener, PEM. */
  readonly certificate: string;
  readonly loginCertificate: string;
  /** What `nginx -t` says of the configuration. */
  readonly verdict: string;
  readonly accessLog: () => Promise<string>;
  /** Sends bytes as they are to a listener and reads until it closes or has answered whole. */
  send(to: 'api' | 'login', bytes: string, options?: { readonly name?: string }): Promise<string>;
  close(): Promise<void>;
}

/** A key and its certificate for a name, PEM. */
export async function pairFor(name: string): Promise<{ readonly key: string; readonly cert: string }> {
  const pems = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  return { key: pems.private, cert: pems.cert };
}

/** Made once: a fresh nginx for each case is quick then. */
let pairs: Promise<readonly [Awaited<ReturnType<typeof pairFor>>, Awaited<ReturnType<typeof pairFor>>]> | undefined;

/**
 * Starts it before a gateway, as a user without rights.
 *
 * @param gateway port on loopback, and PEM by which it is known
 * @param readSeconds the only deadline that is shortened, so that a silent gateway is told soon
 */
export async function startNginx(
  gateway: { readonly port: number; readonly certificate: string },
  readSeconds: number,
): Promise<RunningNginx> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-proxy-'));
  const [apiPort, loginPort] = await freePorts(2);
  pairs ??= Promise.all([pairFor(GATEWAY_NAME), pairFor('localhost')]);
  const [api, login] = await pairs;
  const text = proxyConfiguration()
    .replaceAll(/\/(?:etc|run|var\/log)\/gateway-proxy/g, folder)
    .replaceAll(`server 127.0.0.1:${GATEWAY_PORT};`, `server 127.0.0.1:${gateway.port};`)
    .replaceAll(`listen ${API_PORT} `, `listen 127.0.0.1:${apiPort} `)
    .replaceAll(`127.0.0.1:${LOGIN_PORT}`, `127.0.0.1:${loginPort}`)
    .replaceAll(/proxy_read_timeout \d+s/g, `proxy_read_timeout ${readSeconds}s`);
  const files = {
    'nginx.conf': text,
    'gateway.pem': gateway.certificate,
    'proxy.pem': api.cert,
    'proxy.key': api.key,
    'login.pem': login.cert,
    'login.key': login.key,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await giveAway(folder);
  const args = ['-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  const tested = spawnSync('nginx', ['-t', ...args], { encoding: 'utf8', ...UNPRIVILEGED });
  const nginx = spawn('nginx', args, { stdio: 'ignore', ...UNPRIVILEGED });
  await opened(apiPort, nginx, 'nginx');
  const certificates = { api: api.cert, login: login.cert };
  return {
    apiPort,
    loginPort,
    certificate: api.cert,
    loginCertificate: login.cert,
    verdict: tested.stderr,
    accessLog: () => readFile(join(folder, 'access.log'), 'utf8'),
    send: (to, bytes, options = {}) =>
      exchange(
        connectTls({
          host: '127.0.0.1',
          port: to === 'api' ? apiPort : loginPort,
          ca: certificates[to],
          servername: options.name ?? (to === 'api' ? GATEWAY_NAME : 'localhost'),
        }),
        bytes,
      ),
    close: async () => {
      await ended(nginx);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function exchange(socket: TLSSocket, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const done = (): void => {
      socket.destroy();
      resolve(text);
    };
    socket.on('secureConnect', () => socket.write(Buffer.from(bytes, 'latin1')));
    socket.on('data', (part) => {
      text += part.toString('latin1');
      if (isWhole(text)) done();
    });
    socket.on('end', done);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (text === '') text = `refused: ${error.code ?? error.message}`;
      done();
    });
  });
}

/** One answer with a length of its own, or in chunks, has arrived. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1];
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= end + 4 + Number(length);
}
