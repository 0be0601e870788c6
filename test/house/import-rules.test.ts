import { beforeAll, describe, expect, it } from 'vitest';
import { CYCLES, HELD, ROWS, type Seed } from './import-seeds.ts';
import { type Finding, lintCopy, projectRules, type Rules } from './lint-copy.ts';

const SEEDS = [...ROWS, ...HELD];
const WATCHED = [
  'lint/style/noRestrictedImports',
  'lint/style/noRestrictedGlobals',
  'lint/style/noProcessEnv',
  'lint/style/noDefaultExport',
  'lint/nursery/noJsRestrictedProperties',
  'lint/suspicious/noConsole',
  'plugin',
];

const linesOf = (seed: Seed): string[] => [...seed.legal, ...seed.caught.map((breach) => breach.line)];
const files = {
  ...Object.fromEntries(SEEDS.map((seed) => [seed.file, `${linesOf(seed).join('\n')}\n`])),
  ...Object.assign({}, ...CYCLES.map((cycle) => cycle.files)),
};

/** What differs from the seeds' expectation, one line each. Nothing differs when the rules are whole. */
function differences(found: readonly Finding[], seed: Seed): string[] {
  const at = (line: number): Finding[] =>
    found.filter((finding) => finding.file === seed.file && finding.line === line && WATCHED.includes(finding.rule));
  return linesOf(seed).flatMap((text, index) => {
    const breach = seed.caught[index - seed.legal.length];
    const here = at(index + 1);
    if (!breach) return here.map((finding) => `legal, but caught: ${text} (${finding.message})`);
    const caught = here.some((finding) => finding.rule === breach.rule && finding.message.includes(breach.says));
    return caught ? [] : [`not caught: ${text} (${here.map((finding) => finding.message).join('; ') || 'no finding'})`];
  });
}

describe('the import rules', () => {
  let rules: Rules;
  let found: readonly Finding[];

  beforeAll(async () => {
    rules = await projectRules();
    found = await lintCopy(rules, files);
  });

  it.each(SEEDS)('let $file import what it may and catch each breach: $name', (seed) => {
    expect(differences(found, seed)).toEqual([]);
  });

  it.each(CYCLES)('catch a cycle $name', ({ files: cycle }) => {
    for (const file of Object.keys(cycle)) {
      expect(found).toContainEqual(expect.objectContaining({ rule: 'lint/suspicious/noImportCycles', file }));
    }
  });

  it('say what to do and where the rules stand', () => {
    const imports = found.filter((finding) => finding.rule === 'lint/style/noRestrictedImports');
    expect(imports.length).toBeGreaterThan(SEEDS.length);
    expect(imports.filter((finding) => !finding.message.includes('CONTRIBUTING.md'))).toEqual([]);
  });

  it('miss a seed as soon as one override is gone', async () => {
    const unnoticed: string[] = [];
    for (const [index, override] of rules.overrides.entries()) {
      const overrides = rules.overrides.filter((_, other) => other !== index);
      const without = await lintCopy({ ...rules, overrides }, files);
      if (SEEDS.every((seed) => differences(without, seed).length === 0)) unnoticed.push(override.includes.join(' '));
    }
    expect(unnoticed).toEqual([]);
    // The linter starts once for each override; a busy machine needs its time for that.
  }, 240_000);
});
