import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTerminal, type Terminal } from '#test/support/command';

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal();
});
afterEach(() => terminal.leave());

it('says that a folder which is not there holds no day, as verify does', async () => {
  const listed = await terminal.type('archive', 'list', '--out', 'nowhere');
  const verified = await terminal.type('archive', 'verify', '--out', 'nowhere');
  expect(listed).toMatchObject({
    code: verified.code,
    stdout: '',
    stderr: expect.stringMatching(/nowhere holds no day/),
  });
});

it('reads settings that begin with a byte-order mark', async () => {
  await writeFile(join(terminal.folder, 'daybook.json'), `\uFEFF${JSON.stringify({ colour: 'red' })}`);
  const { stderr } = await terminal.type('archive', 'list');
  expect(stderr).toContain('colour is not a setting');
  expect(stderr).not.toContain('not JSON');
});
