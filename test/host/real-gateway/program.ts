import { execFileSync, spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { hostFiles } from '#lib/host/host-files';
import { SERVERS_NAME, type Simulator } from '#simulator/simulator';
import { ended, opened } from '#test/host/gateway/child';
import { freePorts } from '#test/host/gateway/free-ports';
import { giveAway, UNPRIVILEGED } from '#test/host/gateway/unprivileged';
import { gatewayProgram } from './obtain.ts';

/** The real gateway program, on the configuration, the log levels and the start script as deployed. */
export interface RunningProgram {
  readonly port: number;
  /** PEM by which the proxy knows it. */
  readonly certificate: string;
  /** All that it wrote: its log files, and what it said on its outputs. */
  readonly written: () => Promise<string>;
  /** Ends it by its id and gives its exit code. */
  close(): Promise<number | null>;
}

const PASSWORD = 'keystore-password-of-the-tests';

/**
 * Starts it with the simulator in IBKR's place. Its name resolution knows the simulator's name alone, and the addresses
 * of its configuration are read back before the start: nothing can reach a public host.
 *
 * @param allowed pattern of the addresses that may call it, in place of the deployed one
 */
export async function startProgram(simulator: Simulator, allowed = '127.0.0.1'): Promise<RunningProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-gateway-'));
  const etc = join(folder, 'etc/ibgw');
  const [port] = await freePorts(2);
  for (const place of ['files', 'etc/ibgw', 'work', 'logs']) await mkdir(join(folder, place), { recursive: true });
  await cp(await gatewayProgram(), join(folder, 'release'), { recursive: true });
  const certificate = await makeKeystore(etc);
  await makeTrust(folder, simulator.certificate);
  const upstream = `https://${SERVERS_NAME}:${new URL(simulator.url).port}`;
  for (const { path, text, executable } of hostFiles()) {
    if (path === 'conf.yaml') await writeFile(join(etc, path), confOf(text, { etc, upstream, allowed }));
    if (path === 'logback.xml') await writeFile(join(etc, path), text);
    if (!executable) continue;
    await writeFile(join(folder, 'files', path), text);
    await chmod(join(folder, 'files', path), 0o755);
  }
  await giveAway(folder);
  let said = '';
  const program = spawn(
    'bash',
    [join(folder, 'files/run-gateway.sh'), join(folder, 'release'), join(folder, 'logs'), '--port', String(port)],
    {
      cwd: join(folder, 'work'),
      env: { PATH: process.env.PATH, DAYBOOK_ROOT: folder, JAVA_TOOL_OPTIONS: safety(folder) },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...UNPRIVILEGED,
    },
  );
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (part: Buffer) => {
      said += part.toString();
    });
  }
  await opened(port, program, `the gateway program (${said})`);
  // As the service does: its first answer takes seconds, and no test should wait for that.
  execFileSync('bash', [join(folder, 'files/await-open.sh'), String(port), '60'], {
    env: { PATH: process.env.PATH, DAYBOOK_ROOT: folder },
  });
  return {
    port,
    certificate,
    written: async () => {
      const logs = await readdir(join(folder, 'logs'));
      const texts = await Promise.all(logs.map((name) => readFile(join(folder, 'logs', name), 'utf8')));
      return [said, ...texts].join('\n');
    },
    close: async () => {
      const code = await ended(program);
      await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}

/** As the host's installation makes it. Gives the certificate. */
async function makeKeystore(etc: string): Promise<string> {
  const [key, pem] = [join(etc, 'gateway.key'), join(etc, 'gateway.pem')];
  const quiet = { stdio: ['ignore', 'ignore', 'ignore'] as ['ignore', 'ignore', 'ignore'] };
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-sha256', '-nodes', '-days', '825', '-keyout', key, '-out', pem],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ...['-addext', 'extendedKeyUsage=serverAuth'],
    ],
    quiet,
  );
  execFileSync(
    'openssl',
    [
      ...['pkcs12', '-export', '-name', 'gateway', '-inkey', key, '-in', pem],
      ...['-passout', `pass:${PASSWORD}`, '-out', join(etc, 'keystore.p12')],
    ],
    quiet,
  );
  return readFile(pem, 'utf8');
}

/** The only certificate that the program trusts, and the only names it can resolve. */
async function makeTrust(folder: string, certificate: string): Promise<void> {
  await writeFile(join(folder, 'simulator.pem'), certificate);
  await writeFile(join(folder, 'hosts'), `127.0.0.1 localhost ${SERVERS_NAME}\n`);
  execFileSync(
    'keytool',
    [
      ...['-importcert', '-noprompt', '-alias', 'simulator', '-file', join(folder, 'simulator.pem')],
      ...['-keystore', join(folder, 'trust.p12'), '-storetype', 'PKCS12', '-storepass', PASSWORD],
    ],
    { stdio: 'ignore' },
  );
}

const safety = (folder: string): string =>
  [
    `-Djdk.net.hosts.file=${join(folder, 'hosts')}`,
    `-Djavax.net.ssl.trustStore=${join(folder, 'trust.p12')}`,
    `-Djavax.net.ssl.trustStorePassword=${PASSWORD}`,
  ].join(' ');

/** The deployed configuration with this run's folder, server and callers in it. @throws unless it names no other host */
function confOf(
  text: string,
  of: { readonly etc: string; readonly upstream: string; readonly allowed: string },
): string {
  const conf = text
    .replace('@ETC@', of.etc)
    .replace('@PASSWORD@', PASSWORD)
    .replace('https://api.ibkr.com', of.upstream)
    .replace('allow: ["127.0.0.1"]', `allow: ["${of.allowed}"]`);
  const hosts = [...conf.matchAll(/https?:\/\/([^"/:]+)/g)].map(([, host]) => host);
  if (hosts.toSorted().join() !== [SERVERS_NAME, 'localhost'].join()) throw new Error(`conf.yaml names ${hosts}`);
  return conf;
}
