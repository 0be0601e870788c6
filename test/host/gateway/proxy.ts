import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { API_PORT, GATEWAY_NAME, GATEWAY_PORT, LOGIN_PORT } from '#lib/host/ports';
import { proxyConfiguration } from '#lib/host/proxy-configuration';
import { freePorts } from './free-ports.ts';
import { type StubGateway, startStubGateway } from './stub-gateway.ts';

/** nginx as deployed, but for ports and folders, with a stub in the gateway's place. */
export interface RunningProxy {
  readonly stub: StubGateway;
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

async function certificate(names: readonly string[]): Promise<{ key: string; cert: string }> {
  const pems = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }],
  });
  return { key: pems.private, cert: pems.cert };
}

export async function startProxy(): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-proxy-'));
  const [apiPort, loginPort] = await freePorts(2);
  const own = await certificate(['localhost']);
  const api = await certificate([GATEWAY_NAME]);
  const login = await certificate(['localhost']);
  const stub = await startStubGateway(own);
  const text = proxyConfiguration()
    .replaceAll(/\/(?:etc|run|var\/log)\/gateway-proxy/g, folder)
    .replaceAll(`server 127.0.0.1:${GATEWAY_PORT};`, `server 127.0.0.1:${stub.port};`)
    .replaceAll(`listen ${API_PORT} `, `listen 127.0.0.1:${apiPort} `)
    .replaceAll(`127.0.0.1:${LOGIN_PORT}`, `127.0.0.1:${loginPort}`)
    // The only deadline that is shortened, so that a silent gateway is told in a second.
    .replaceAll('proxy_read_timeout 25s', 'proxy_read_timeout 1s');
  await mkdir(folder, { recursive: true });
  const files = {
    'nginx.conf': text,
    'gateway.pem': own.cert,
    'proxy.pem': api.cert,
    'proxy.key': api.key,
    'login.pem': login.cert,
    'login.key': login.key,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const args = ['-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  const tested = spawnSync('nginx', ['-t', ...args], { encoding: 'utf8' });
  const nginx = spawn('nginx', args, { stdio: 'ignore' });
  await opened(apiPort, nginx);
  const certificates = { api: api.cert, login: login.cert };
  return {
    stub,
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
      await stub.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves once the port takes connections; rejects when the program ended before. */
async function opened(port: number, program: ChildProcess): Promise<void> {
  for (;;) {
    if (program.exitCode !== null) throw new Error(`nginx ended with ${program.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connectTcp(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
  }
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return;
  const over = new Promise((resolve) => program.once('exit', resolve));
  program.kill('SIGTERM');
  await over;
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
