import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostFiles } from '#lib/host/host-files';
import { packTar } from '#lib/host/tar';
import { userData } from '#lib/host/user-data';

const files = hostFiles();
const names = (ending: RegExp): string[] => files.map(({ path }) => path).filter((path) => ending.test(path));

let folder: string;
const inFolder = (
  command: string,
  args: readonly string[],
): { readonly status: number | null; readonly said: string } => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  return { status, said: stdout + stderr };
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-files-'));
  writeFileSync(join(folder, 'files.tar.gz'), packTar(files));
  writeFileSync(join(folder, 'user-data.sh'), userData('/daybook/Daybook/gateway-host'));
  expect(inFolder('tar', ['-xzf', 'files.tar.gz']).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A text between two lines of the user data: what it writes to the disk. */
function written(path: string): string {
  const text = userData('/daybook/Daybook/gateway-host');
  const start = text.indexOf(`cat > ${path} <<'END'\n`);
  return text.slice(text.indexOf('\n', start) + 1, text.indexOf('\nEND\n', start) + 1);
}

describe("the host's files, packed and unpacked again", () => {
  it('hold scripts that shellcheck has nothing to say about', () => {
    expect(inFolder('shellcheck', ['-x', ...names(/\.sh$/), 'user-data.sh'])).toEqual({ status: 0, said: '' });
  });

  it('hold units that systemd takes, but for programs that this machine lacks', () => {
    const { said } = inFolder('systemd-analyze', ['verify', ...names(/^units\//).map((path) => `./${path}`)]);
    const left = said
      .split('\n')
      .filter((line) => line !== '' && !/\/opt\/daybook\/current\/[\w-]+\.sh is not executable/.test(line));
    expect(left).toEqual([]);
  });

  it('hold a logback configuration that is well-formed', () => {
    const { status, said } = inFolder('/usr/bin/python3', [
      '-c',
      'import xml.dom.minidom; xml.dom.minidom.parse("logback.xml")',
    ]);
    expect([status, said]).toEqual([0, '']);
  });

  it('hold packet rules that nft reads, with users of this machine', () => {
    const rules = files.find(({ path }) => path === 'packet-rules.nft')?.text ?? '';
    // A real load needs rights over the network; the words are checked before it asks for them.
    writeFileSync(
      join(folder, 'rules.nft'),
      rules.replaceAll('"ibgw"', '"root"').replaceAll('"gateway-proxy"', '"nobody"'),
    );
    expect(inFolder('nft', ['--check', '--file', 'rules.nft']).said).not.toMatch(
      /syntax error|unexpected|does not exist/,
    );
    writeFileSync(join(folder, 'odd.nft'), rules.replace('tcp dport', 'tcp dprot'));
    expect(inFolder('nft', ['--check', '--file', 'odd.nft']).said).toMatch(/syntax error/);
  });
});

describe('what the user data writes', () => {
  it('is a script that shellcheck has nothing to say about', () => {
    writeFileSync(join(folder, 'fetch-files.sh'), written('/opt/daybook/bin/fetch-files.sh'));
    expect(inFolder('shellcheck', ['fetch-files.sh'])).toEqual({ status: 0, said: '' });
  });

  it('is a unit that systemd takes', () => {
    writeFileSync(join(folder, 'daybook-install.service'), written('/etc/systemd/system/daybook-install.service'));
    const { said } = inFolder('systemd-analyze', ['verify', './daybook-install.service']);
    expect(
      said.split('\n').filter((line) => line !== '' && !line.includes('fetch-files.sh is not executable')),
    ).toEqual([]);
  });
});
