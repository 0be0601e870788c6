import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTerminal } from '#test/support/command';
import { anchorsOf, codeOf, linksOf } from './markdown.ts';
import { type ProjectFile, projectFiles } from './project-files.ts';

interface Package {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
}

let pages: readonly ProjectFile[];
let project: Package;

beforeAll(async () => {
  pages = (await projectFiles()).filter(({ path }) => path.endsWith('.md'));
  project = JSON.parse(await readFile('package.json', 'utf8')) as Package;
});

const page = (path: string): string => pages.find((candidate) => candidate.path === path)?.text ?? '';

describe('the docs', () => {
  it('give each dependency a line of reason, and no line to one that is gone', () => {
    const listed = [...page('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
    const installed = [
      project.dependencies,
      project.devDependencies,
      project.optionalDependencies,
      project.overrides,
    ].flatMap(Object.keys);
    expect(listed.toSorted()).toEqual(installed.toSorted());
  });

  it('link to files and headings that exist', () => {
    const links = pages.flatMap(linksOf);
    expect(links.length).toBeGreaterThan(5);
    const broken = links.filter(({ target, heading }) => {
      if (!existsSync(target)) return true;
      return heading !== undefined && !anchorsOf(page(target)).includes(heading);
    });
    expect(broken).toEqual([]);
  });

  it('name npm scripts that exist', () => {
    const named = pages.flatMap(({ path, text }) =>
      codeOf(text).flatMap((code) =>
        [...code.matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => ({ path, script: match[1] ?? '' })),
      ),
    );
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter(({ script }) => !(script in project.scripts))).toEqual([]);
  });

  it('have a section for the version of the package in the changelog', () => {
    const headings = page('CHANGELOG.md')
      .split('\n')
      .filter((line) => line.startsWith(`## [${project.version}]`));
    expect(headings).toHaveLength(1);
  });

  it("name paths that exist where they speak of the project's own files", () => {
    const named = ['CONTRIBUTING.md', 'docs/architecture.md'].flatMap((path) =>
      codeOf(page(path)).filter((code) => /^(?:src|bin|test|templates|docs|bench|\.ci)\/[\w./-]+$/.test(code)),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('the commands in the docs', () => {
  const help = async (...words: readonly string[]): Promise<string> => {
    const terminal = await openTerminal();
    const { stdout } = await terminal.type('help', ...words);
    await terminal.leave();
    return stdout;
  };
  const flagsIn = (text: string): string[] => [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map((match) => match[0]);

  it('exist, with every flag named', async () => {
    const commands = [...(await help()).matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map((match) => match[1] ?? '');
    expect(commands).toContain('demo');
    const flags = new Map(await Promise.all(commands.map(async (name) => [name, flagsIn(await help(name))] as const)));
    const lines = pages.flatMap(({ path, text }) => codeOf(text).map((code) => ({ path, code })));
    const calls = lines.flatMap(({ path, code }) =>
      [...code.matchAll(/(?:^|\s)daybook (?:-- )?([a-z][a-z-]*)([^|&;#\n]*)/g)].map((call) => ({
        path,
        command: call[1] ?? '',
        rest: call[2] ?? '',
      })),
    );
    expect(calls.length).toBeGreaterThan(3);
    const wrong = calls.flatMap(({ path, command, rest }) => {
      const known = command === 'help' ? [] : flags.get(command);
      if (!known) return [`${path}: daybook ${command}`];
      return flagsIn(rest).flatMap((flag) => (known.includes(flag) ? [] : [`${path}: daybook ${command} ${flag}`]));
    });
    expect(wrong).toEqual([]);
  });

  it('are the only owners of a flag that stands alone', async () => {
    const commands = [...(await help()).matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map((match) => match[1] ?? '');
    const known = new Set((await Promise.all(commands.map((name) => help(name)))).flatMap(flagsIn));
    const alone = pages.flatMap(({ path, text }) =>
      codeOf(text)
        .filter((code) => code.startsWith('--'))
        .map((code) => ({ path, flag: flagsIn(code)[0] ?? code })),
    );
    expect(alone.filter(({ flag }) => !known.has(flag))).toEqual([]);
  });
});
