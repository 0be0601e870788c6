import type { DiscreetFiles } from './discreet-files.ts';
import type { Rebuilt } from './rebuild.ts';

type RebuiltAccount = Rebuilt['accounts'][number] & { readonly discreet?: DiscreetFiles };

/** What became of each account's outputs, and where they lie. */
export function rebuiltText(accounts: readonly RebuiltAccount[]): string {
  return accounts.map(lines).join('\n');
}

function lines(account: RebuiltAccount): string {
  const what =
    account.status === 'unchanged'
      ? 'rebuilt, identical to what lies there'
      : `written as revision ${account.revision}`;
  const { discreet } = account;
  const without = discreet ? `Discreet  ${discreet.page}\n          ${discreet.workbook}\n` : '';
  return `${account.label} ${account.maskedId}, ${account.date}: ${what}\nPage      ${account.page}\nWorkbook  ${account.workbook}\n${without}`;
}

/** Said when there was nothing to rebuild from. */
export function nothingRebuiltText(date: string | undefined, place: string): string {
  return date
    ? `daybook: the ${place} holds no Snapshot of a final run for ${date}.\nLeave the day out for the newest one, or choose the folder with --out.\n`
    : `daybook: the ${place} holds no Snapshot.\nChoose the folder with --out, or make one with daybook demo or daybook report.\n`;
}
