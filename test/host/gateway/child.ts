import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';

/** Resolves once the port of this machine takes connections. @throws when the program ended before */
export async function opened(port: number, program: ChildProcess, what: string): Promise<void> {
  for (;;) {
    if (program.exitCode !== null) throw new Error(`${what} ended with ${program.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Ends a program and waits until it has ended. Gives its exit code, null when a signal ended it. */
export async function ended(program: ChildProcess): Promise<number | null> {
  if (program.exitCode !== null || program.signalCode !== null) return program.exitCode;
  const over = new Promise<number | null>((resolve) => program.once('exit', resolve));
  program.kill('SIGTERM');
  return over;
}
