import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleFunction } from '#lib/bundle';
import { FUNCTION_NAMES } from '#wiring/function-settings';
import { checkSettings, type Settings } from '#wiring/settings';

function settingsOf(parts: object): Settings {
  const checked = checkSettings(parts);
  if (!('settings' in checked)) throw new TypeError(JSON.stringify(checked.problems));
  return checked.settings;
}
const settings = settingsOf({
  flex: { query: '1234567' },
  accounts: [{ id: 'U7654321' }],
  recipients: [{ address: 'ann@example.com' }],
});

/** As it stands in the environment of whoever deploys; no part of a bundle. */
const TOKEN = '118204776330018204776330';
beforeAll(() => void vi.stubEnv('DAYBOOK_FLEX_TOKEN', TOKEN));
afterAll(() => void vi.unstubAllEnvs());

const code = (folder: string): string => readFileSync(join(folder, 'index.mjs'), 'utf8');
const beside = (folder: string): string => readFileSync(join(folder, 'settings.json'), 'utf8');

describe('the bundle of a function', () => {
  it.each(FUNCTION_NAMES)('%s holds its code and its settings, and names no folder of this machine', (name) => {
    const folder = bundleFunction(name, settings);
    expect(readdirSync(folder).toSorted()).toEqual(['index.mjs', 'settings.json']);
    expect(code(folder)).not.toContain(process.cwd());
    expect(code(folder)).not.toMatch(/U7654321|ann@example\.com/);
    expect(`${code(folder)}${beside(folder)}`).not.toContain(TOKEN);
  });

  it('is made once for the same settings, and its code is the same for others', () => {
    const other = bundleFunction('notify', settingsOf({ recipients: [{ address: 'bob@example.com' }] }));
    expect(bundleFunction('notify', settings)).toBe(bundleFunction('notify', settings));
    expect(other).not.toBe(bundleFunction('notify', settings));
    expect(code(other)).toBe(code(bundleFunction('notify', settings)));
    expect(beside(other)).toContain('bob@example.com');
  });

  it('carries the writer of workbooks where files are made: in publish, and in notify for a recipient of their own', () => {
    const carrying = FUNCTION_NAMES.filter((name) => code(bundleFunction(name, settings)).includes('xl/workbook.xml'));
    expect(carrying).toEqual(['publish', 'notify']);
  });

  describe('in two checkouts', () => {
    let parent: string;
    let checkouts: readonly string[];
    beforeAll(() => {
      parent = mkdtempSync(join(tmpdir(), 'daybook-checkouts-'));
      const first = join(parent, 'first');
      const second = join(parent, 'another folder', 'second');
      for (const part of ['functions', 'lib', 'src', 'templates', 'package.json', 'tsconfig.json']) {
        cpSync(part, join(first, part), { recursive: true });
      }
      cpSync(first, second, { recursive: true });
      checkouts = [first, second];
      for (const folder of checkouts)
        symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'), 'dir');
    });
    afterAll(() => rmSync(parent, { recursive: true, force: true }));

    it.each(['collect', 'publish'] as const)('%s has the same bytes', async (name) => {
      const folders = [];
      for (const checkout of checkouts) {
        const there = (await import(pathToFileURL(join(checkout, 'lib/bundle.ts')).href)) as {
          readonly bundleFunction: typeof bundleFunction;
        };
        folders.push(there.bundleFunction(name, settings));
      }
      const [first = '', second = ''] = folders;
      expect(first).not.toBe(second);
      expect(code(first) === code(second)).toBe(true);
      expect(beside(first)).toBe(beside(second));
    });
  });
});
