import * as z from 'zod';
import type { Account } from '#domain/account';
import { isKnownCurrency, UNKNOWN_CURRENCY } from '#domain/currency';
import { defined, OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { type Place, Row, unreadable } from '#sources/gateway/row';
import { epochToIso, figure, identifier, unused, words } from '#sources/gateway/scalars';

const row = z.looseObject({
  id: identifier,
  currency: words,
  type: words,
  businessType: words,
  faclient: z.boolean().nullish(),
  faClient: z.boolean().nullish(),
  accountStatus: figure,
  accountTitle: words,
  displayName: words,
  accountAlias: words,
  parent: z
    .looseObject({ mmc: unused, accountId: unused, isMParent: unused, isMChild: unused, isMultiplex: unused })
    .nullish(),
  accountId: unused,
  accountVan: unused,
  acctCustType: unused,
  brokerageAccess: unused,
  category: unused,
  clearingStatus: unused,
  covestor: unused,
  desc: unused,
  ibEntity: unused,
  noClientTrading: unused,
  'PrepaidCrypto-P': unused,
  'PrepaidCrypto-Z': unused,
  trackVirtualFXPortfolio: unused,
  tradingType: unused,
});

/** `GET /portfolio/accounts`, `GET /portfolio/subaccounts`: rows. */
export const accountsForm = z.array(row);

/** `GET /portfolio/{accountId}/meta`: one row. */
export const accountForm = row;

/** `GET /portfolio/subaccounts2`: rows by pages. */
export const accountsPageForm = z.looseObject({
  metadata: z.looseObject({ total: z.number().int(), pageSize: z.number().int(), pageNum: z.number().int() }),
  subaccounts: z.array(row),
});

/** Pages of an advisor's accounts: `total` accounts in all, `pageSize` on a page, page `pageNum` counted from 0. */
export interface AccountsPage {
  readonly accounts: readonly Account[];
  readonly page: { readonly total: number; readonly pageSize: number; readonly pageNum: number };
}

/** @throws AnswerUnreadable */
export function readAccounts(form: z.infer<typeof accountsForm>, endpoint: string): Reading<readonly Account[]> {
  const tally = new OddityTally(endpoint);
  const value = form.map((account, index) => accountOf(account, { endpoint, at: `row ${index + 1}` }, tally));
  return { value, empty: value.length === 0, oddities: tally.list() };
}

/** @throws AnswerUnreadable */
export function readAccount(form: z.infer<typeof accountForm>, endpoint: string): Reading<Account> {
  const tally = new OddityTally(endpoint);
  const place = { endpoint, at: '' };
  return {
    value: accountOf(form, place, tally),
    empty: false,
    oddities: tally.list(),
  };
}

/** @throws AnswerUnreadable */
export function readAccountsPage(form: z.infer<typeof accountsPageForm>, endpoint: string): Reading<AccountsPage> {
  const tally = new OddityTally(endpoint);
  const { metadata, subaccounts } = form;
  remainderOf(accountsPageForm.omit({ subaccounts: true }).extend({ subaccounts: unused }), form, tally);
  const accounts = subaccounts.map((account, index) => accountOf(account, { endpoint, at: `row ${index + 1}` }, tally));
  const page = { total: metadata.total, pageSize: metadata.pageSize, pageNum: metadata.pageNum };
  return { value: { accounts, page }, empty: accounts.length === 0, oddities: tally.list() };
}

function accountOf(account: z.infer<typeof row>, place: Place, tally: OddityTally): Account {
  const baseCurrency = account.currency || UNKNOWN_CURRENCY;
  if (!isKnownCurrency(baseCurrency)) tally.add('currency', baseCurrency);
  const opened = new Row(account, place, tally).optionalFigure('accountStatus');
  const id = String(account.id);
  if (/[/\\?#%\s]/.test(id)) throw unreadable(place, 'id', 'is no account number');
  return {
    id,
    baseCurrency,
    type: account.type ?? '',
    advisorMaster: account.businessType === 'FA',
    advisorClient: (account.faclient ?? account.faClient) === true,
    remainder: remainderOf(row, account, tally),
    ...defined({
      title: account.accountTitle || account.displayName || undefined,
      alias: account.accountAlias || undefined,
      openedAt: opened === undefined ? undefined : epochToIso(opened),
    }),
  };
}
