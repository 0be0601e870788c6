import { valueInAccount } from '#analytics/valuation';
import type { CalendarDate } from '#domain/calendar-date';
import type { CashBalance, Ledger } from '#domain/cash-balance';
import type { Gap } from '#domain/gap';
import type { NetAssetValueDay } from '#domain/net-asset-value';
import type { Position } from '#domain/position';
import type { StatementClose } from '#domain/statement';
import { allTold } from './flex-holdings.ts';

interface LedgerInput {
  /** The market day. */
  readonly day: CalendarDate;
  readonly baseCurrency: string;
  readonly close: Partial<StatementClose>;
  readonly positions: readonly Position[] | undefined;
  /** Of the market day. */
  readonly value: NetAssetValueDay | undefined;
}

/** A ledger with what its parts lack, or why there is none. */
export type FlexLedger = { readonly value: Ledger; readonly gaps: readonly Gap[] } | { readonly gap: Gap };

/**
 * The ledger of a statement. Amounts by currency come from the statement's own lists; where it lacks a list, or has it
 * in base currency alone, the total that the day's net asset value names stands in the row of the base currency, and a
 * gap says so: the account's total is whole, its split by currency isn't. What neither names makes no ledger.
 */
export function flexLedger({ day, baseCurrency, close, positions, value }: LedgerInput): FlexLedger {
  const parts = value?.parts ?? {};
  const cash = byCurrency(
    close.cash?.map(({ currency, ending }) => ({ currency, amount: ending })),
    parts.cash,
    baseCurrency,
  );
  const interest = withBonds(
    byCurrency(
      close.interestAccruals?.map(({ currency, ending }) => ({ currency, amount: ending })),
      parts.interestAccruals,
      baseCurrency,
    ),
    close,
    day,
  );
  const dividends = byCurrency(
    close.dividendAccruals
      ?.filter(({ state }) => state === 'open')
      .map(({ currency, net }) => ({ currency, amount: net })),
    parts.dividendAccruals,
    baseCurrency,
  );
  const lacking = [
    ...(positions ? [] : ['Open Positions']),
    ...(cash ? [] : ['Cash Report']),
    ...(interest ? [] : ['Interest Accruals']),
    ...(dividends ? [] : ['Open Dividend Accruals']),
  ];
  if (!cash || !interest || !dividends || !positions) return { gap: lacksSections('Cash and currencies', lacking) };
  const inBase = [
    ...(cash.inBase ? ['cash'] : []),
    ...(interest.inBase ? ['accrued interest'] : []),
    ...(dividends.inBase ? ['accrued dividends'] : []),
  ];
  const settled = new Map((close.cash ?? []).map(({ currency, endingSettled }) => [currency, endingSettled]));
  const currencies = new Set([baseCurrency, ...cash.amounts.keys(), ...interest.amounts.keys()]);
  for (const currency of dividends.amounts.keys()) currencies.add(currency);
  for (const { currency } of positions) currencies.add(currency);
  const balances = [...currencies].sort().map((currency) =>
    balanceOf({
      currency,
      cash: cash.amounts.get(currency) ?? 0,
      settledCash: settled.get(cash.inBase && currency === baseCurrency ? 'base' : currency),
      accruedInterest: interest.amounts.get(currency) ?? 0,
      accruedDividends: dividends.amounts.get(currency) ?? 0,
      rateToBase: currency === baseCurrency ? 1 : close.ratesToBase?.[currency],
      positions: positions.filter((position) => position.currency === currency),
    }),
  );
  const own = balances.find(({ currency }) => currency === baseCurrency)?.netLiquidation ?? 0;
  return {
    value: {
      baseCurrency,
      balances,
      netLiquidationBase: value?.total ?? own,
      hasBaseRow: value !== undefined,
    },
    gaps: inBase.length === 0 ? [] : [notSplit(inBase, baseCurrency)],
  };
}

/** What a figure would have needed the query to tick. */
export function lacksSections(what: string, sections: readonly string[]): Gap {
  return {
    reason: 'not-available',
    message: `${what} can't be told: the statement has no section ${sections.join(', ')}.`,
    nextStep: 'Tick it in the Flex query; “daybook flex check” says what each section is for.',
  };
}

const notSplit = (names: readonly string[], baseCurrency: string): Gap => ({
  reason: 'not-available',
  message: `The statement does not split ${names.join(' and ')} by currency: the whole stands under ${baseCurrency}.`,
  nextStep: 'Choose the breakout by currency in the Flex query.',
});

interface Split {
  readonly amounts: ReadonlyMap<string, number>;
  /** The total alone is known, in base currency. */
  readonly inBase: boolean;
}

/** Amounts by currency, else their total in base currency; undefined when neither is told. */
function byCurrency(
  rows: readonly { readonly currency: string; readonly amount: number }[] | undefined,
  totalBase: number | undefined,
  baseCurrency: string,
): Split | undefined {
  const amounts = new Map<string, number>();
  for (const { currency, amount } of rows ?? []) {
    if (currency !== 'base') amounts.set(currency, (amounts.get(currency) ?? 0) + amount);
  }
  if (amounts.size > 0) return { amounts, inBase: false };
  const total = rows?.find(({ currency }) => currency === 'base')?.amount ?? totalBase ?? (rows && 0);
  if (total === undefined) return undefined;
  return total === 0 ? { amounts, inBase: false } : { amounts: new Map([[baseCurrency, total]]), inBase: true };
}

/**
 * With what the bonds that are held have accrued: the statement lists it with each bond, and its interest accruals are of
 * cash alone. Where the net asset value's own sum stands for them, bonds are in it.
 */
function withBonds(interest: Split | undefined, close: Partial<StatementClose>, day: CalendarDate): Split | undefined {
  if (!interest || !close.interestAccruals) return interest;
  const amounts = new Map(interest.amounts);
  for (const { date, currency, accruedInterest = 0 } of close.positions ?? []) {
    if (date === day && accruedInterest !== 0) amounts.set(currency, (amounts.get(currency) ?? 0) + accruedInterest);
  }
  return { ...interest, amounts };
}

interface BalanceInput {
  readonly currency: string;
  readonly cash: number;
  readonly settledCash: number | undefined;
  readonly accruedInterest: number;
  readonly accruedDividends: number;
  readonly rateToBase: number | undefined;
  readonly positions: readonly Position[];
}

function balanceOf(input: BalanceInput): CashBalance {
  const { currency, cash, settledCash, accruedInterest, accruedDividends, rateToBase, positions } = input;
  const securities: Record<string, number> = {};
  let held = 0;
  for (const position of positions) {
    const value = valueInAccount(position);
    if (value === null) continue;
    const bucket = BUCKETS[position.assetClass] ?? position.assetClass;
    securities[bucket] = (securities[bucket] ?? 0) + value;
    held += value;
  }
  const unrealizedProfit = allTold(positions.map((position) => position.unrealizedProfit));
  const futures = positions.filter(({ assetClass }) => assetClass === 'future');
  return {
    currency,
    cash,
    netLiquidation: cash + accruedInterest + accruedDividends + held,
    accruedInterest,
    accruedDividends,
    securities,
    // A future whose profit is not told leaves the row's own sum of them short; it is part of no total.
    futuresOpenProfit: futures.reduce((total, { unrealizedProfit: open }) => total + (open ?? 0), 0),
    remainder: {},
    ...(settledCash === undefined ? {} : { settledCash }),
    ...(rateToBase === undefined ? {} : { rateToBase }),
    ...(unrealizedProfit === undefined ? {} : { unrealizedProfit }),
  };
}

/** Names as the gateway's ledger has them, where they differ from the asset class. */
const BUCKETS: { readonly [C in Position['assetClass']]?: string } = {
  bill: 'treasury-bill',
  structured: 'issuer-option',
};
