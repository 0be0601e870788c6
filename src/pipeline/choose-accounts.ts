import { accountKey } from '#archive/keys';
import { type Account, accountOfSegment, maskedId } from '#domain/account';
import type { Unreported } from './outcome.ts';

/** IBKR's word for a paper account. One login shows only one kind. */
const onPaper = (listed: readonly Account[]): string =>
  listed.length > 0 && listed.every(({ type }) => type === 'DEMO') ? ', of paper money' : '';

/** What whoever names no accounts in the settings is told of those the login shows; undefined where it goes without saying. */
export function noticeOfAll(listed: readonly Account[], asked: readonly string[] | 'all'): string | undefined {
  if (asked !== 'all' || onPaper(listed) === '') return undefined;
  return 'This is a login of paper money: nothing in the report is real.';
}

/** The accounts of the login that a run is about, and those asked for that the login has not. */
export function chooseAccounts(
  listed: readonly Account[],
  asked: readonly string[] | 'all',
): { readonly accounts: readonly Account[]; readonly absent: readonly Unreported[] } {
  // An advisor's master holds no client's money of its own and answers 401 or an empty list: its clients are reported. A
  // segment is reported within its account.
  if (asked === 'all') {
    const clients = listed.filter((account) => !account.advisorMaster);
    const shown = clients.length > 0 ? clients : listed;
    const ids = shown.map(({ id }) => id);
    return { accounts: shown.filter(({ id }) => accountOfSegment(id, ids) === undefined), absent: [] };
  }
  const accounts = asked.flatMap((id) => listed.find((account) => account.id === id) ?? []);
  const missing = asked.filter((id) => !listed.some((account) => account.id === id));
  const others = `The login shows ${listed.length} other account${listed.length === 1 ? '' : 's'}${onPaper(listed)}.`;
  return {
    accounts,
    absent: missing.map((id) => ({
      account: accountKey(id),
      maskedId: maskedId(id),
      why: {
        reason: 'account-refused',
        message: `Account ${maskedId(id)} is not in this login.`,
        nextStep: `${others} Check the number, or log in with the username that may see it.`,
      },
    })),
  };
}
