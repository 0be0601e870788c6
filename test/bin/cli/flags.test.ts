import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Flag, readFlags } from '#bin/cli/flags';

const FLAGS: readonly Flag[] = [
  { name: 'out', value: 'DIR', help: '' },
  { name: 'account', value: 'ID', repeat: true, help: '' },
  { name: 'json', help: '' },
];

function read(...args: string[]) {
  const problems: string[] = [];
  return { given: readFlags(args, FLAGS, problems), problems };
}

describe('flags', () => {
  it('are read in both forms, with and without an equals sign', () => {
    const { given, problems } = read('--out', 'a', '--account=U1', '--account', 'U2', '--json');
    expect(problems).toEqual([]);
    expect(given.text('out')).toBe('a');
    expect(given.all('account')).toEqual(['U1', 'U2']);
    expect(given.on('json')).toBe(true);
  });

  it('that are unknown are named together, with the likely one', () => {
    const { problems } = read('--ouT', 'x', '--colour', '-x', '--json=yes', '--out');
    expect(problems).toEqual([
      '--ouT is not a flag of this command; did you mean --out?',
      '--colour is not a flag of this command; see --help',
      '-x is not a flag of this command; see --help',
      '--json takes no value',
      '--out needs a value: --out DIR',
    ]);
  });

  it('that stand twice are refused, unless they may', () => {
    expect(read('--out', 'a', '--out', 'b').problems).toEqual(['--out is given twice']);
  });

  it('do not swallow the next flag as their value', () => {
    expect(read('--out', '--json').problems).toContain('--out needs a value: --out DIR');
  });

  it('never throw, whatever words are given', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (args) => {
        expect(() => readFlags(args, FLAGS, [])).not.toThrow();
      }),
    );
  });
});
