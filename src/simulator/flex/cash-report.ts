import type { Booking } from '#simulator/life/day-record';
import { centsText, type Exact, exactText, toExact } from './exact.ts';
import type { FlexRow } from './flex-row.ts';
import { accountFields } from './instrument-fields.ts';
import { bookingsOf, type StatementSpan } from './statement-span.ts';

type CashItem =
  | 'commissions'
  | 'deposits'
  | 'withdrawals'
  | 'dividends'
  | 'brokerInterest'
  | 'bondInterest'
  | 'netTradesSales'
  | 'netTradesPurchases'
  | 'otherFees'
  | 'withholdingTax'
  | 'salesTax';

const ITEM_OF: Readonly<Record<Exclude<Booking['kind'], 'trade' | 'conversion' | 'interest'>, CashItem>> = {
  deposit: 'deposits',
  withdrawal: 'withdrawals',
  dividend: 'dividends',
  tax: 'withholdingTax',
  fee: 'otherFees',
  'sales-tax': 'salesTax',
};

function itemOf({ kind, amount, conid }: Booking): CashItem {
  if (kind === 'interest') return conid === undefined ? 'brokerInterest' : 'bondInterest';
  if (kind === 'trade' || kind === 'conversion') return amount < 0 ? 'netTradesPurchases' : 'netTradesSales';
  return ITEM_OF[kind];
}

/** Cash from the start of the span to its end: all of it in base currency, then currency by currency. */
export function* cashReport(span: StatementSpan): Generator<FlexRow> {
  const { life, profile, first, last } = span;
  const base = new Map<CashItem, Exact>();
  const rows = new Map<string, Map<CashItem, number>>();
  const add = <K>(sums: Map<K, number>, item: K, amount: number): void => {
    sums.set(item, (sums.get(item) ?? 0) + amount);
  };
  const before = first > 0 ? life.close(first - 1).cash : {};
  const after = last >= 0 ? life.close(last).cash : {};
  for (const currency of [profile.currency, ...Object.keys(before), ...Object.keys(after)]) {
    if (!rows.has(currency)) rows.set(currency, new Map());
  }
  for (const { booking, index } of bookingsOf(span)) {
    const { currency, amount, commission = 0 } = booking;
    const rate = life.rate(currency, index);
    const row = rows.get(currency) ?? new Map<CashItem, number>();
    rows.set(currency, row);
    add(row, itemOf(booking), amount);
    add(base, itemOf(booking), toExact(amount, rate));
    if (commission === 0) continue;
    add(row, 'commissions', -commission);
    add(base, 'commissions', -toExact(commission, rate));
  }
  const inBase = (cash: Readonly<Record<string, number>>, index: number): Exact =>
    Object.entries(cash).reduce((sum, [currency, cents]) => sum + toExact(cents, life.rate(currency, index)), 0);
  const starting = inBase(before, first - 1);
  const ending = inBase(after, last);
  const booked = [...base.values()].reduce((sum, amount) => sum + amount, 0);
  const translated = ending - starting - booked;
  yield rowOf(span, 'BASE_SUMMARY', base, { starting, ending, translated }, exactText);
  for (const [currency, items] of rows) {
    const ends = { starting: before[currency] ?? 0, ending: after[currency] ?? 0, translated: 0 };
    yield rowOf(span, currency, items, ends, centsText);
  }
}

function rowOf(
  span: StatementSpan,
  currency: string,
  items: ReadonlyMap<CashItem, number>,
  ends: { readonly starting: number; readonly ending: number; readonly translated: number },
  text: (amount: number) => string,
): FlexRow {
  const item = (name: CashItem): string => text(items.get(name) ?? 0);
  return {
    name: 'CashReportCurrency',
    fields: {
      ...accountFields(span.profile),
      currency,
      levelOfDetail: currency === 'BASE_SUMMARY' ? 'BaseCurrency' : 'Currency',
      fromDate: { day: span.from },
      toDate: { day: span.to },
      startingCash: text(ends.starting),
      commissions: item('commissions'),
      depositWithdrawals: text((items.get('deposits') ?? 0) + (items.get('withdrawals') ?? 0)),
      deposits: item('deposits'),
      withdrawals: item('withdrawals'),
      accountTransfers: '0',
      internalTransfers: '0',
      dividends: item('dividends'),
      brokerInterest: item('brokerInterest'),
      bondInterest: item('bondInterest'),
      netTradesSales: item('netTradesSales'),
      netTradesPurchases: item('netTradesPurchases'),
      advisorFees: '0',
      paymentInLieu: '0',
      transactionTax: '0',
      withholdingTax: item('withholdingTax'),
      salesTax: item('salesTax'),
      otherFees: item('otherFees'),
      other: '0',
      fxTranslationGainLoss: text(ends.translated),
      endingCash: text(ends.ending),
      endingSettledCash: text(ends.ending),
    },
  };
}
