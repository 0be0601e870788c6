import type { Account } from '#domain/account';
import type { AccountSummary } from '#domain/account-summary';
import type { Allocation, AllocationLine } from '#domain/allocation';
import type { Ledger } from '#domain/cash-balance';
import { UNKNOWN_CURRENCY } from '#domain/currency';
import type { AccountsPage } from '#sources/gateway/answers/accounts';
import type { SessionState } from '#sources/gateway/session-model';
import { exact, type Facts, oneOf, set, sumIf, sumOf, sumsOf } from './fact.ts';

/** Instants in manifests carry no fraction of a second: it is cut off, not rounded. */
export function instant(iso: string | undefined): string | null {
  return iso === undefined ? null : iso.replace(/\.\d+Z$/, 'Z');
}

/** Manifests write null for a currency that the body does not name. */
function named(currency: string): string | null {
  return currency === UNKNOWN_CURRENCY ? null : currency;
}

/** Facts of a list of accounts. */
export function accountsFacts(accounts: readonly Account[], page?: AccountsPage['page']): Facts {
  const by = (value: (account: Account) => unknown) =>
    exact(Object.fromEntries(accounts.map((account) => [account.id, value(account)])));
  return {
    count: exact(accounts.length),
    accountIds: exact(accounts.map(({ id }) => id)),
    baseCurrencies: by(({ baseCurrency }) => named(baseCurrency)),
    types: by(({ type }) => type || null),
    openedAt: by(({ openedAt }) => instant(openedAt)),
    clientAccountIds: exact(accounts.filter(({ advisorClient }) => advisorClient).map(({ id }) => id)),
    advisorMasterIds: exact(accounts.filter(({ advisorMaster }) => advisorMaster).map(({ id }) => id)),
    page: exact(page),
  };
}

/** Facts of one account's description. */
export function accountFacts(account: Account): Facts {
  return {
    accountId: exact(account.id),
    baseCurrency: exact(named(account.baseCurrency)),
    type: exact(account.type || null),
    openedAt: exact(instant(account.openedAt)),
  };
}

/** Facts of the totals; `keys` is the count of entries in the body. */
export function summaryFacts(summary: AccountSummary, asOf: string | undefined, keys: number): Facts {
  return {
    keyCount: exact(keys),
    accountId: exact(summary.account),
    currency: exact(summary.currency),
    netLiquidation: exact(summary.netLiquidation),
    netLiquidationBySegment: exact(summary.netLiquidationBySegment),
    totalCash: exact(summary.totalCash),
    grossPositionValue: exact(summary.grossPositionValue),
    availableFunds: exact(summary.availableFunds),
    excessLiquidity: exact(summary.excessLiquidity),
    buyingPower: exact(summary.buyingPower),
    initialMargin: exact(summary.initialMargin),
    maintenanceMargin: exact(summary.maintenanceMargin),
    accruedCash: exact(summary.accruedCash),
    accruedDividend: exact(summary.accruedDividend),
    cushion: exact(summary.cushion),
    dayTradesUnlimited: exact(
      summary.dayTradesRemaining === undefined ? null : summary.dayTradesRemaining === 'unlimited',
    ),
    nextMarginChangeAt: exact(instant(summary.nextMarginChangeAt)),
    settledCashByDate: exact(summary.settledCashByDate),
    asOf: exact(instant(asOf)),
  };
}

/** Facts of the ledger. */
export function ledgerFacts(ledger: Ledger, asOf: string | undefined): Facts {
  const { balances, hasBaseRow, netLiquidationBase } = ledger;
  const by = (value: (balance: Ledger['balances'][number]) => number | undefined) =>
    Object.fromEntries(balances.map((balance) => [balance.currency, value(balance)]));
  const converted = balances.map(({ netLiquidation, rateToBase }) => netLiquidation * (rateToBase ?? Number.NaN));
  const known = !converted.some(Number.isNaN);
  return {
    currencies: set(balances.map(({ currency }) => currency)),
    hasBaseRow: exact(hasBaseRow),
    baseCurrency: exact(named(ledger.baseCurrency)),
    netLiquidationBase: exact(netLiquidationBase),
    netLiquidationByCurrency: exact(by(({ netLiquidation }) => netLiquidation)),
    cashByCurrency: exact(by(({ cash }) => cash)),
    negativeCash: set(balances.filter(({ cash }) => cash < 0).map(({ currency }) => currency)),
    stockValueByCurrency: fullOrSparse(by(({ securities }) => securities.stock ?? 0)),
    accruedInterestByCurrency: fullOrSparse(by(({ accruedInterest }) => accruedInterest)),
    openFuturesProfitByCurrency: exact(sparse(by(({ futuresOpenProfit }) => futuresOpenProfit))),
    unrealizedPnlByCurrency: fullOrSparse(by(({ unrealizedProfit }) => unrealizedProfit)),
    ratesToBase: exact(by(({ rateToBase }) => rateToBase)),
    convertedNetLiquidation: sumIf(known, converted),
    convertedMinusBase: sumIf(known && hasBaseRow, [...converted, -netLiquidationBase]),
    asOf: exact(instant(asOf)),
  };
}

type ByCurrency = Readonly<Record<string, number | undefined>>;

function sparse(figures: ByCurrency): ByCurrency {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== 0));
}

/** Manifests may leave out what is 0. */
function fullOrSparse(figures: ByCurrency) {
  return oneOf(figures, sparse(figures));
}

/** Facts of the allocation. */
export function allocationFacts(allocation: Allocation): Facts {
  const { assetClass, sector, group } = allocation;
  const both = ({ long, short }: AllocationLine) => [long, short];
  const others = sector.find(({ name }) => name === 'Others');
  return {
    netByAssetClass: sumsOf(Object.fromEntries(assetClass.map((line) => [line.name, both(line)]))),
    longTotal: sumOf(assetClass.map(({ long }) => long)),
    shortTotal: sumOf(assetClass.map(({ short }) => short)),
    netTotal: sumOf(assetClass.flatMap(both)),
    shortClasses: set(assetClass.filter(({ short }) => short !== 0).map(({ name }) => name)),
    sectors: set(sector.map(({ name }) => name)),
    sectorNetTotal: sumOf(sector.flatMap(both)),
    groupNetTotal: sumOf(group.flatMap(both)),
    unclassified: others === undefined ? oneOf(null, 0) : sumOf(both(others)),
  };
}

/** Facts of a tickle. */
export function tickleFacts(state: SessionState): Facts {
  return {
    hasSession: exact(state.hasSession),
    ssoExpiresMs: exact(state.ssoExpiresMs),
    authenticated: exact(state.authenticated),
    connected: exact(state.connected),
    competing: exact(state.competing),
    established: exact(state.established),
  };
}
