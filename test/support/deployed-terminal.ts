import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from '#owner/cloud';
import { openTerminal, type Terminal } from './command.ts';
import { type FakeAccount, fakeAccount } from './fake-account.ts';

const SETTINGS = {
  sender: 'Daybook <daybook@example.com>',
  recipients: [{ address: 'reader@example.com' }],
  timeZone: 'Europe/Zurich',
  stack: { region: 'eu-central-2', notices: 'owner@example.com' },
};

/** A terminal beside a deployed Daybook: its settings, and an AWS account in which all is well. */
export async function deployedTerminal(
  options: Omit<NonNullable<Parameters<typeof openTerminal>[0]>, 'cloud'> & { settings?: object } = {},
): Promise<{ terminal: Terminal; account: FakeAccount; choices: unknown[] }> {
  const choices: unknown[] = [];
  let account: FakeAccount | undefined;
  const { settings, ...rest } = options;
  const terminal = await openTerminal({
    ...rest,
    cloud: async (choice): Promise<Cloud> => {
      choices.push(choice);
      if (!account) throw new Error('no account yet');
      return account.cloud();
    },
  });
  account = fakeAccount(terminal.folder);
  await writeFile(join(terminal.folder, 'daybook.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  return { terminal, account, choices };
}
