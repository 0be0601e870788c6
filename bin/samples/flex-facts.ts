import { dayNumber } from '#domain/calendar-date';
import type { CashTransaction } from '#domain/cash-transaction';
import type { Trade } from '#domain/trade';
import type { FlexResponse, FlexStatements } from '#sources/flex/document';
import type { FlexItem, FlexStatementHead, FlexValues } from '#sources/flex/items';
import type { StatementsRead } from '#sources/flex/statements';
import { each, exact, type Facts, group, set, sumIf, sumOf, sumsOf } from './fact.ts';

/** One item and the statement it stands in. */
export interface FoundItem {
  readonly item: FlexItem;
  readonly head: FlexStatementHead;
}

/** Facts of the service's own answer. */
export function responseFacts(response: FlexResponse): Facts {
  return {
    status: exact(response.status),
    errorCode: exact(response.errorCode),
    message: exact(response.message),
    referenceCode: exact(response.referenceCode),
    url: exact(response.url),
  };
}

const TYPES = { activity: 'AF', 'trade-confirmation': 'TCF', other: null };

/** Facts of an answer with statements. */
export function statementsFacts(
  document: FlexStatements,
  read: StatementsRead,
  heads: readonly FlexStatementHead[],
  found: readonly FoundItem[],
): Facts {
  const days = heads.flatMap(({ from, to }) => [from, to]).sort();
  const generated = heads.flatMap(({ generatedAt }) => generatedAt ?? []).sort();
  const { AccountInformation: _, ...rows } = read.rows;
  return {
    queryName: exact(document.queryName),
    type: exact(TYPES[document.type]),
    statements: exact(document.statements),
    countAttribute: exact(document.countAttribute),
    statementsWithRows: exact(read.statementsWithRows),
    accounts: set(heads.map(({ accountId }) => accountId)),
    fromDate: exact(days[0]),
    toDate: exact(days.at(-1)),
    generatedAt: exact(generated.at(-1)),
    rows: exact(rows),
    cash: group(cashFacts(found)),
    executions: group(executionFacts(valuesOf(found, 'trade'))),
    openPositions: group(positionFacts(found)),
    ...valueFacts(found),
  };
}

function valuesOf<K extends keyof FlexValues>(found: readonly FoundItem[], kind: K): readonly FlexValues[K][] {
  return found.flatMap(({ item }) => (item.kind === kind ? [item.value as FlexValues[K]] : []));
}

function cashFacts(found: readonly FoundItem[]): Facts {
  const bookings = valuesOf(found, 'cash-transaction');
  const byType = termsBy(bookings, ({ brokerType }) => brokerType);
  const byAccount = termsBy(
    found.filter(({ item }) => item.kind === 'cash-transaction'),
    ({ head }) => head.accountId,
  );
  const dated = bookings.filter(({ reported }) => reported !== undefined);
  const late = dated.filter(
    ({ reported, date }) => reported !== undefined && dayNumber(reported) - dayNumber(date) > 30,
  );
  const amounts = (rows: readonly CashTransaction[]) =>
    mapped(
      termsBy(rows, ({ currency }) => currency),
      (same) => same.map(({ amount }) => amount),
    );
  return {
    count: exact(bookings.length),
    typeCounts: exact(mapped(byType, (rows) => rows.length)),
    amountByType: each(mapped(byType, (rows) => mapped(amounts(rows), sumOf))),
    amountByCurrency: sumsOf(amounts(bookings)),
    countByAccount: exact(mapped(byAccount, (rows) => rows.length)),
    rowsReportedOver30DaysLate: exact(dated.length === 0 ? null : late.length),
    amountInBase: sumIf(
      bookings.every(({ rateToBase }) => rateToBase !== undefined),
      bookings.map(({ amount, rateToBase = Number.NaN }) => amount * rateToBase),
    ),
  };
}

function executionFacts(trades: readonly Trade[]): Facts {
  const sums = (key: (trade: Trade) => string, value: (trade: Trade) => number | undefined) =>
    sumsOf(
      mapped(
        termsBy(
          trades.filter((trade) => value(trade) !== undefined),
          key,
        ),
        (rows) => rows.flatMap((row) => value(row) ?? []),
      ),
    );
  return {
    count: exact(trades.length),
    quantityBySymbol: sums(
      ({ contract }) => contract.symbol,
      ({ quantity }) => quantity,
    ),
    commissionByCurrency: sums(
      ({ commissionCurrency, currency }) => commissionCurrency ?? currency,
      ({ commission }) => commission,
    ),
    proceedsByCurrency: sums(
      ({ currency }) => currency,
      ({ proceeds }) => proceeds,
    ),
    realizedPnlByCurrency: sums(
      ({ currency }) => currency,
      ({ realizedProfit }) => realizedProfit,
    ),
  };
}

function positionFacts(found: readonly FoundItem[]): Facts {
  const positions = valuesOf(found, 'position').filter(({ level }) => level === 'summary');
  const byClass = termsBy(positions, ({ contract }) => contract.brokerClass);
  return {
    count: exact(positions.length),
    shortCount: exact(positions.filter(({ quantity }) => quantity < 0).length),
    valueByAssetCategory: sumsOf(mapped(byClass, (rows) => rows.map(({ marketValue }) => marketValue))),
    unrealizedPnl: sumOf(positions.flatMap(({ unrealizedProfit }) => unrealizedProfit ?? [])),
  };
}

function valueFacts(found: readonly FoundItem[]): Facts {
  const days = valuesOf(found, 'net-asset-value');
  const byDate = (value: (day: FlexValues['net-asset-value']) => number | undefined) =>
    exact(Object.fromEntries(days.map((day) => [day.date, value(day)])));
  const changes = valuesOf(found, 'net-asset-value-change');
  const [change] = changes;
  const open = valuesOf(found, 'dividend-accrual').filter(({ state }) => state === 'open');
  const actions = termsBy(valuesOf(found, 'corporate-action'), ({ contract }) => contract.symbol);
  return {
    navByDate: byDate(({ total }) => total),
    cashByDate: byDate(({ parts }) => parts.cash),
    stockByDate: byDate(({ parts }) => parts.stock),
    ...(change === undefined || changes.length > 1
      ? {}
      : {
          changeInNav: group({
            starting: exact(change.starting),
            ending: exact(change.ending),
            sumOfItems: sumOf(Object.values(change.items)),
            twrFraction: sumIf(change.timeWeightedReturn !== undefined, [change.timeWeightedReturn ?? Number.NaN]),
          }),
        }),
    fundsLinesAmount: sumOf(valuesOf(found, 'funds-line').map(({ amount }) => amount)),
    salesTax: sumOf(valuesOf(found, 'sales-tax').map(({ amount }) => amount)),
    openDividendAccrualsNet: sumOf(open.map(({ net }) => net)),
    corporateActionQuantityBySymbol: sumsOf(mapped(actions, (rows) => rows.map(({ quantity }) => quantity))),
    fxRealizedPnl: sumOf(valuesOf(found, 'fx-result').map(({ realizedProfit }) => realizedProfit)),
  };
}

function termsBy<T>(rows: readonly T[], key: (row: T) => string): Readonly<Record<string, readonly T[]>> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return Object.fromEntries(groups);
}

function mapped<T, U>(values: Readonly<Record<string, T>>, to: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, to(value)]));
}
