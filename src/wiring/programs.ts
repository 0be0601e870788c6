import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { ProgramCall, ProgramEnd, Programs, RunningProgram } from '#owner/programs';

/** A program asked to end gets this long: it takes leave of AWS in that time. */
const LEAVE_MS = 5_000;
/** What is remembered of a program's output. */
const MOST_LETTERS = 100_000;

/** Programs found on the PATH of `environment`. Each is the head of a process group, so that its own children end with it. */
export function programsOn(environment: NodeJS.ProcessEnv, interrupted: AbortSignal): Programs {
  return {
    has: (program) =>
      new Promise((resolve) => {
        const child = spawn(program, ['--version'], { env: environment, stdio: 'ignore' });
        child.once('error', () => resolve(false));
        child.once('exit', () => resolve(true));
      }),
    run: async (call) => {
      interrupted.throwIfAborted();
      const running = started(call, environment);
      const stop = (): void => void running.stop();
      interrupted.addEventListener('abort', stop, { once: true });
      const end = await running.ended;
      interrupted.removeEventListener('abort', stop);
      interrupted.throwIfAborted();
      return end;
    },
    start: (call) => started(call, environment),
  };
}

function started(call: ProgramCall, environment: NodeJS.ProcessEnv): RunningProgram {
  const env = { ...environment, ...call.environment };
  const child = spawn(call.program, call.args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] = (output[name] + text).slice(-MOST_LETTERS);
      for (const watch of watchers) watch();
    });
  }
  const release = endWithThisProcess(child);
  const ended = new Promise<ProgramEnd>((resolve) => {
    const end = (code: number | null): void => {
      release();
      resolve({ code: code ?? undefined, ...output });
    };
    child.once('error', (error) => {
      output.stderr += error.message;
      end(null);
    });
    child.once('close', end);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => {
      // What it left behind belongs to nobody, and would hold its output open.
      signal(child, 'SIGKILL');
      resolve();
    });
  });
  return {
    ended,
    line: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = wanted.exec(output.stdout);
          if (found) done(found);
        };
        const done = (found: RegExpExecArray | undefined): void => {
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
        void ended.then(() => done(wanted.exec(output.stdout) ?? undefined));
      }),
    stop: async () => {
      signal(child, 'SIGINT');
      const patience = new AbortController();
      await Promise.race([exited, wait(LEAVE_MS, undefined, { signal: patience.signal }).catch(() => undefined)]);
      patience.abort();
      signal(child, 'SIGKILL');
      await ended;
    },
  };
}

/** A signal for the program and all it started. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(name);
    else process.kill(-child.pid, name);
  } catch (error) {
    // Nobody of the group is there any more.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * The program does not get the terminal's Ctrl-C, as it is in a group of its own: it is ended in order. Where this process
 * ends at once (the second Ctrl-C, a closed terminal), the group is ended hard. @returns what takes the watch off again
 */
function endWithThisProcess(child: ChildProcess): () => void {
  const end = (): void => signal(child, 'SIGKILL');
  let pressed = 0;
  const press = (): void => {
    pressed += 1;
    if (pressed > 1) process.exit(130);
  };
  const hangUp = (): void => process.exit(129);
  process.on('exit', end).on('SIGINT', press).on('SIGTERM', press).on('SIGHUP', hangUp);
  return () => process.off('exit', end).off('SIGINT', press).off('SIGTERM', press).off('SIGHUP', hangUp);
}
