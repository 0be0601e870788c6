import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { VirtualClock } from '#effects/virtual-clock';

const CHILD = fileURLToPath(new URL('function-child.ts', import.meta.url));
const PRELOAD = new URL('virtual-time.ts', import.meta.url).href;

/** Loaded before the bundle of the function that speaks to the broker over the internet. */
export const FLEX_ADDRESS = new URL('flex-address.ts', import.meta.url).href;

/** As Step Functions tells a function's failure: `Error` is the class, `Cause` this text. */
class FunctionFailed extends Error {
  override readonly name: string;
  constructor(failed: { readonly errorType: string }) {
    super(JSON.stringify(failed));
    this.name = failed.errorType;
  }
}

type Said =
  | { readonly ready: true }
  | { readonly sleptTo: number }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failed: { readonly errorType: string } };

/** A deployed function: its bundle in a warm process, with the environment it has in the template. */
export class FunctionProcess {
  /** Everything it wrote to its log. */
  log = '';
  readonly #folder: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #clock: VirtualClock;
  #child: Promise<ChildProcess> | undefined;
  #calls = 0;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();

  readonly #preloads: readonly string[];

  constructor(
    folder: string,
    environment: Readonly<Record<string, string>>,
    clock: VirtualClock,
    preloads: readonly string[] = [],
  ) {
    this.#preloads = [PRELOAD, ...preloads];
    this.#folder = folder;
    this.#environment = environment;
    this.#clock = clock;
  }

  /** Calls the handler at the clock's hour. Rejects with what it threw, or with `Lambda.Unknown` when its process ended. */
  async call(event: unknown): Promise<unknown> {
    this.#child ??= this.#start();
    const child = await this.#child;
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      child.send({ id, event, now: this.#clock.now().getTime() });
    });
  }

  /** Ends the process at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const child = await this.#child;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  #start(): Promise<ChildProcess> {
    const child = fork(CHILD, [this.#folder], {
      execArgv: this.#preloads.flatMap((preload) => ['--import', preload]),
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.log += text.toString('utf8');
      });
    }
    child.once('exit', () => {
      this.#child = undefined;
      for (const { reject } of this.#waiting.values()) {
        reject(new FunctionFailed({ errorType: 'Lambda.Unknown' }));
      }
      this.#waiting.clear();
    });
    return new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error(`The function in ${this.#folder} did not start: ${this.log}`)));
      child.on('message', (said: Said) => {
        if ('ready' in said) resolve(child);
        else void this.#hear(child, said);
      });
    });
  }

  async #hear(child: ChildProcess, said: Exclude<Said, { readonly ready: true }>): Promise<void> {
    if ('sleptTo' in said) {
      await this.#clock.advanceTo(new Date(said.sleptTo));
      child.send({ advanced: said.sleptTo });
      return;
    }
    const caller = this.#waiting.get(said.id);
    this.#waiting.delete(said.id);
    if ('failed' in said) caller?.reject(new FunctionFailed(said.failed));
    else caller?.resolve(said.result);
  }
}
