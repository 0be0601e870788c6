import { readFile } from 'node:fs/promises';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { DaybookStack } from '#lib/daybook-stack';
import { LOGIN_SESSION_NAME } from '#lib/host/login-role';
import { loadDeploySettings } from '#wiring/deploy-settings-file';

let page: string;
let outputs: readonly string[];

beforeAll(async () => {
  page = await readFile('docs/deploy.md', 'utf8');
  const loaded = loadDeploySettings({ tryGetContext: () => 'examples/daybook.json' }, '.');
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  const stack = new DaybookStack(new App(), { settings: loaded.settings, bundle: () => 'examples' });
  outputs = Object.keys(Template.fromStack(stack).findOutputs('*'));
}, 60_000);

describe('docs/deploy.md', () => {
  it('names outputs that the stack has', () => {
    const named = [...page.matchAll(/`([A-Z][A-Za-z]+(?:Name|Arn|Id)|DkimRecord\d)`/g)].map((match) => match[1] ?? '');
    expect(new Set(named).size).toBeGreaterThan(4);
    expect(named.filter((name) => !outputs.includes(name))).toEqual([]);
  });

  it('gives the session the one name that the login role takes', () => {
    expect(page).toContain(`role_session_name = ${LOGIN_SESSION_NAME}\n`);
  });

  it('is in the language of the example: its stack and its region', async () => {
    const example = JSON.parse(await readFile('examples/daybook.json', 'utf8')) as {
      stack: { name: string; region: string };
    };
    expect(page).toContain(`--stack-name ${example.stack.name} `);
    expect(page).toContain(`AWS_REGION=${example.stack.region}\n`);
  });
});
