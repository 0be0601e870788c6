import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('leaves the clients of AWS unloaded until a command needs them', async () => {
  const script =
    "const { main } = await import('#bin/cli/main'); const { thisMachine } = await import('#wiring/world');" +
    "await main(['help'], thisMachine(new AbortController().signal));" +
    "const { createRequire } = await import('node:module');" +
    "const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('@aws-sdk'));" +
    "console.log('loaded:', loaded.length);";
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toContain('loaded: 0');
});
