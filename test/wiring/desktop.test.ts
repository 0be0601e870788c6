import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { askHidden, readPiped } from '#wiring/desktop';

const SECRET = '123456789012345678901234';

function terminal(isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY });
  let shown = '';
  let interrupts = 0;
  const interruption = new AbortController();
  return {
    input,
    shown: () => shown,
    interrupts: () => interrupts,
    interruption,
    ask: () =>
      askHidden('Flex token: ', interruption.signal, {
        input,
        output: {
          write: (text) => {
            shown += text;
          },
        },
        interrupt: () => {
          interrupts += 1;
          interruption.abort(new Error('stopped'));
        },
      }),
  };
}

it('asks for a secret and shows nothing of what is typed', async () => {
  const { input, ask, shown } = terminal();
  const answer = ask();
  input.write(SECRET.slice(0, 10));
  input.write(`${SECRET.slice(10)}\r`);
  expect(await answer).toBe(SECRET);
  expect(shown()).toBe('Flex token: \n');
});

it('takes corrections while a secret is typed', async () => {
  const { input, ask } = terminal();
  const answer = ask();
  input.write('12\u007f3\r');
  expect(await answer).toBe('13');
});

it('asks nobody where no terminal is', async () => {
  const { ask, shown } = terminal(false);
  expect(await ask()).toBeUndefined();
  expect(shown()).toBe('');
});

it('ends with an empty answer when the input ends', async () => {
  const { input, ask } = terminal();
  const answer = ask();
  input.write('\u0004');
  expect(await answer).toBe('');
});

it('ends the whole command at Ctrl-C', async () => {
  const { input, ask, interrupts } = terminal();
  const answer = ask();
  input.write('12\u0003');
  await expect(answer).rejects.toThrow('stopped');
  expect(interrupts()).toBe(1);
});

it('reads what another program hands over, and from a terminal nothing', async () => {
  const { signal } = new AbortController();
  expect(await readPiped(signal, Readable.from([Buffer.from('12'), Buffer.from('34\n')]))).toBe('1234\n');
  expect(await readPiped(signal, Object.assign(new PassThrough(), { isTTY: true }))).toBeUndefined();
});
