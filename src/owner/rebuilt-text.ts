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

/**
 * Said when there was nothing to rebuild from.
 * @param statements whether there are statements in the archive: then they hold no close of the day
 */
export function nothingRebuiltText(date: string | undefined, place: string, statements: boolean): string {
  const what = date ? `no Snapshot of a final run for ${date}` : 'no Snapshot';
  const without = statements
    ? 'It has statements; a report is made only of one that ends on a market day and tells its net asset value, or its holdings and cash: npx daybook flex backfill --from DATE fetches such.\n'
    : '';
  const advice = date ? 'Leave the day out for the newest one, or choose' : 'Choose';
  const make = date ? '' : ', or make one with npx daybook demo or npx daybook report';
  return `daybook: the ${place} holds ${what}.\n${without}${advice} the folder with --out${make}.\n`;
}
