import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountKey, recipientKey } from '#archive/keys';

const PARTS = ['bin', 'examples', 'functions', 'lib', 'src', 'templates', 'package.json', 'tsconfig.json', 'cdk.json'];

/** What a synthesis leaves: file → text, of the template and of the list of assets. */
type Assembly = Readonly<Record<string, string>>;

let folder: string;
let here: Assembly;
let there: Assembly;
let said: string;

/** Runs the CDK app as the `cdk` command does, in a checkout, without any credentials and with no way to the network. */
async function synthesize(checkout: string, outdir: string): Promise<{ assembly: Assembly; stderr: string }> {
  const { context } = JSON.parse(await readFile('cdk.json', 'utf8')) as { context: object };
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/cdk-app.ts'], {
    cwd: checkout,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, settings: 'examples/daybook.json' }),
      HTTPS_PROXY: 'http://127.0.0.1:9',
    },
    maxBuffer: 1 << 24,
  });
  const names = (await readdir(outdir)).filter((name) => /\.(?:template|assets)\.json$/.test(name));
  const texts = await Promise.all(names.map(async (name) => [name, await readFile(join(outdir, name), 'utf8')]));
  return { assembly: Object.fromEntries(texts), stderr };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-clone-'));
  const clone = join(folder, 'elsewhere', 'a-clone');
  for (const part of PARTS) await cp(part, join(clone, part), { recursive: true });
  await symlink(resolve('node_modules'), join(clone, 'node_modules'));
  const first = await synthesize('.', join(folder, 'here.out'));
  const second = await synthesize(clone, join(folder, 'there.out'));
  here = first.assembly;
  there = second.assembly;
  said = first.stderr;
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

describe('a clean clone with the example settings', () => {
  it('gives the same template and the same hashes of assets in another folder', () => {
    expect(Object.keys(here).toSorted()).toEqual(['DaybookPaper.assets.json', 'DaybookPaper.template.json']);
    expect(there).toEqual(here);
  });

  it('holds no account number, no recipient and no path of this machine in template and list of assets', async () => {
    const example = JSON.parse(await readFile('examples/daybook.json', 'utf8')) as {
      readonly accounts: readonly { readonly id: string; readonly label?: string }[];
      readonly recipients: readonly { readonly address: string }[];
      readonly stack: { readonly notices: string };
    };
    const secrets = [
      ...example.accounts.flatMap(({ id, label }) => [id, accountKey(id), ...(label ? [label] : [])]),
      ...example.recipients.flatMap(({ address }) => [address, recipientKey(address)]),
      resolve('.'),
      folder,
    ];
    const text = Object.values(here).join('\n');
    // The owner's own address is part of the stack; whoever gets the mail is not.
    expect(text).toContain(example.stack.notices);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('tells the price of a month before anything is deployed', () => {
    expect(said).toMatch(/A month of Daybook: 1 account, 1 recipient[\s\S]+in all +\d+\.\d\d/);
  });
});
