import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { hostFiles } from '#lib/host/host-files';
import { type HttpsServer, startHttpsServer } from '#test/support/https-server';
import { writeZip } from '#test/support/zip';
import { freePorts } from './free-ports.ts';
import { JAVA, STUBS } from './stub-programs.ts';

interface Offered {
  bytes: Buffer;
  fetched: number;
}

/** What a run of one of the host's scripts came to. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/**
 * A folder that stands for the host's disk, with the scripts as deployed. curl, openssl, unzip and the rest are real; the
 * service manager, the package manager, AWS and Java are small programs that really start and stop processes.
 */
export class HostMachine {
  readonly root: string;
  readonly ports: readonly [number, number];
  readonly #server: HttpsServer;
  readonly #offered: Offered;

  private constructor(root: string, ports: readonly [number, number], server: HttpsServer, offered: Offered) {
    this.#offered = offered;
    this.root = root;
    this.ports = ports;
    this.#server = server;
  }

  static async make(): Promise<HostMachine> {
    const root = await mkdtemp(join(tmpdir(), 'daybook-host-'));
    const offered: Offered = { bytes: Buffer.alloc(0), fetched: 0 };
    const server = await startHttpsServer((_request, response) => {
      offered.fetched += 1;
      response.end(offered.bytes);
    });
    const machine = new HostMachine(root, await freePorts(2), server, offered);
    await mkdir(join(root, 'run'), { recursive: true });
    await machine.write('ca.pem', server.certificate);
    await machine.write('bin/java', JAVA.replace('@NODE@', process.execPath), 0o755);
    for (const [name, text] of Object.entries(STUBS)) await machine.write(`bin/${name}`, text, 0o755);
    return machine;
  }

  /** How often the program was downloaded. */
  get downloads(): number {
    return this.#offered.fetched;
  }

  /** SHA-256 of what the download server has. */
  get downloadSha256(): string {
    return createHash('sha256').update(this.#offered.bytes).digest('hex');
  }

  /** Puts a build on the download server. The word in its archive says how the program behaves: see {@link JAVA}. */
  offer(behaviour: string): void {
    this.#offered.bytes = writeZip([
      ...archivesOf(behaviour),
      { name: 'root/vertx.jks', content: Buffer.from('a key that everyone has') },
      { name: 'root/conf.yaml', content: Buffer.from('ips: {}') },
    ]);
  }

  /** Puts bytes on the download server that are no build. */
  offerBytes(bytes: Buffer): void {
    this.#offered.bytes = bytes;
  }

  /** Lays the host's files down as the fetching program does, changed as told. */
  async files(name: string, change: (path: string, text: string) => string = (_path, text) => text): Promise<void> {
    for (const { path, text, executable } of hostFiles()) {
      await this.write(`opt/daybook/files/${name}/${path}`, change(path, text), executable ? 0o755 : 0o644);
    }
  }

  /** Runs a script of the files of that name. */
  run(
    script: string,
    options: { readonly files?: string; readonly env?: Record<string, string> } = {},
  ): Promise<Outcome> {
    const path = join(this.root, 'opt/daybook/files', options.files ?? 'first', script);
    const child = spawn('bash', [path], {
      env: {
        PATH: `${join(this.root, 'bin')}:${process.env.PATH}`,
        STUB_STATE: this.root,
        DAYBOOK_ROOT: this.root,
        DAYBOOK_DOWNLOAD: `${this.#server.origin}/portal/clientportal.gw.zip`,
        DAYBOOK_GATEWAY_PORT: String(this.ports[0]),
        DAYBOOK_TRIAL_PORT: String(this.ports[1]),
        DAYBOOK_PATIENCE: '3',
        DAYBOOK_PAUSE: '0',
        DAYBOOK_ARCHIVE: 'archive',
        DAYBOOK_INSTANCE: 'i-1',
        DAYBOOK_GATEWAY_SHA256: 'any',
        CURL_CA_BUNDLE: join(this.root, 'ca.pem'),
        ...options.env,
      },
    });
    return outcomeOf(child);
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), 'utf8');
  }

  async list(path: string): Promise<readonly string[]> {
    return (await readdir(join(this.root, path), { recursive: true })).toSorted();
  }

  async write(path: string, text: string, mode = 0o644): Promise<void> {
    const place = join(this.root, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, text);
    await chmod(place, mode);
  }

  /** Process of the gateway program that serves. */
  async servingPid(): Promise<number> {
    return Number(await this.read('gateway.pid'));
  }

  /** What the program that serves was made to do. */
  async servingBehaviour(): Promise<string> {
    return await this.read('opt/ibgw/current/dist/ibgroup.web.core.iblink.router.clientportal.gw.jar');
  }

  async close(): Promise<void> {
    await outcomeOf(
      spawn('bash', [join(this.root, 'bin/systemctl'), 'stop', 'ibgw.service'], {
        env: { PATH: process.env.PATH, STUB_STATE: this.root },
      }),
    );
    await this.#server.close();
    await rm(this.root, { recursive: true, force: true });
  }
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (part: Buffer) => {
        output += part.toString();
      });
    }
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** The program's archives, sorted by name as a list of hashes is. */
function archivesOf(behaviour: string): { name: string; content: Buffer }[] {
  return [
    { name: 'build/lib/runtime/vertx-core-3.5.0.jar', content: Buffer.from('library') },
    { name: 'dist/ibgroup.web.core.iblink.router.clientportal.gw.jar', content: Buffer.from(behaviour) },
  ];
}

/** The list of hashes by which such a build is known. */
export function hashesOf(behaviour: string): string {
  return archivesOf(behaviour)
    .map(({ name, content }) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`)
    .join('');
}
