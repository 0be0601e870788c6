import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Interrupted } from '#owner/interrupted';
import { isAlive } from '#test/support/fake-aws';
import { programsOn } from '#wiring/programs';

const PATH = { PATH: '/bin:/usr/bin' };
const never = new AbortController().signal;
const shell = (text: string) => ({ program: 'sh', args: ['-c', text] });

describe('programs of the machine', () => {
  it('are there or not', async () => {
    const programs = programsOn(PATH, never);
    expect([await programs.has('sh'), await programs.has('no-such-program')]).toEqual([true, false]);
  });

  it('run to their end, with the environment they are given', async () => {
    const programs = programsOn({ ...PATH, KEPT: 'a', TAKEN: 'b' }, never);
    const call = {
      ...shell('echo "$KEPT$TAKEN$NEW"; echo no >&2; exit 3'),
      environment: { TAKEN: undefined, NEW: 'c' },
    };
    expect(await programs.run(call)).toEqual({ code: 3, stdout: 'ac\n', stderr: 'no\n' });
  });

  it('end with the command that the person stops', async () => {
    const interruption = new AbortController();
    const running = programsOn(PATH, interruption.signal).run(shell('sleep 600'));
    interruption.abort(new Interrupted());
    await expect(running).rejects.toBeInstanceOf(Interrupted);
  });

  it('say a line, or end without it', async () => {
    const programs = programsOn(PATH, never);
    const speaking = programs.start(shell('echo one; echo port 17 open; sleep 600'));
    expect((await speaking.line(/port (\d+)/))?.[1]).toBe('17');
    await speaking.stop();
    expect(await programs.start(shell('echo one')).line(/port/)).toBeUndefined();
    expect(await programs.start({ program: 'no-such-program', args: [] }).line(/port/)).toBeUndefined();
  });

  it('leave nothing behind, neither when they are stopped nor when they end by themselves', async () => {
    const programs = programsOn(PATH, never);
    const stopped = programs.start(shell('sleep 600 & echo child $!; wait'));
    const ending = programs.start(shell('sleep 600 & echo child $!'));
    const children = await Promise.all(
      [stopped, ending].map(async (one) => Number((await one.line(/child (\d+)/))?.[1])),
    );
    await stopped.stop();
    await ending.ended;
    expect(children.every((pid) => pid > 1)).toBe(true);
    expect(await Promise.all(children.map(isAlive))).toEqual([false, false]);
  });

  it.each([
    [['SIGINT', 'SIGINT'], 130],
    [['SIGHUP'], 129],
  ] as const)('end with a process that ends at once: %j', async (signals, code) => {
    const text = `
      import { programsOn } from '#wiring/programs';
      process.once('SIGINT', () => console.log('first'));
      const program = programsOn({ PATH: '/bin:/usr/bin' }, new AbortController().signal)
        .start({ program: 'sh', args: ['-c', 'echo child $$; sleep 600'] });
      console.log((await program.line(/child \\d+/))[0]);
      await program.ended;`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    parent.stdout.setEncoding('utf8');
    const until = async (wanted: RegExp): Promise<string> => {
      for (;;) {
        const found = wanted.exec(output)?.[0];
        if (found !== undefined) return found;
        const [piece] = (await once(parent.stdout, 'data')) as [string];
        output += piece;
      }
    };
    const child = Number((await until(/child \d+\n/)).slice('child '.length));
    expect(await isAlive(child)).toBe(true);
    const exit = once(parent, 'exit');
    for (const [index, name] of signals.entries()) {
      if (index === 1) await until(/first/);
      parent.kill(name);
    }
    expect((await exit)[0]).toBe(code);
    // The signal is on its way when the parent is gone.
    let looks = 0;
    while ((await isAlive(child)) && looks < 5_000) looks += 1;
    expect(await isAlive(child)).toBe(false);
  });
});
