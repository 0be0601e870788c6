import { newYorkDay } from '#simulator/market/day';
import { navBridge } from './change-in-nav.ts';
import { type Exact, exactText, figureText, toExact } from './exact.ts';
import type { FlexRow } from './flex-row.ts';
import { accountFields } from './instrument-fields.ts';
import type { StatementSpan } from './statement-span.ts';

/** Whose statement it is. */
export function* accountInformation({ profile }: Pick<StatementSpan, 'profile'>): Generator<FlexRow> {
  const opened = { day: newYorkDay(profile.openedAt) };
  yield {
    name: 'AccountInformation',
    fields: {
      ...accountFields(profile),
      currency: profile.currency,
      name: profile.title,
      accountType: profile.advisorClient ? 'Advisor Client' : profile.businessType === 'FA' ? 'Advisor' : 'Individual',
      customerType: 'Individual',
      accountCapabilities: profile.tradingType.includes('MRGN') ? 'Margin' : 'Cash',
      tradingPermissions: 'Stocks,Options,Bonds,Forex',
      dateOpened: opened,
      dateFunded: opened,
      dateClosed: '',
      masterName: '',
      primaryEmail: '',
    },
  };
}

const BUCKET = { STK: 'stock', OPT: 'options', BOND: 'bonds' } as const;
type Part = 'cash' | 'stock' | 'options' | 'bonds' | 'dividendAccruals' | 'interestAccruals';
const NO_PARTS = ['commodities', 'notes', 'funds', 'crypto', 'softDollars', 'cfdUnrealizedPl', 'forexCfdUnrealizedPl'];

/** Net asset value of each day, and of the day before the first. */
export function* equitySummary(span: StatementSpan): Generator<FlexRow> {
  const { profile, life, first, last } = span;
  for (let index = Math.max(first - 1, 0); index <= last; index += 1) {
    const long = parts();
    const short = parts();
    const add = (part: Part, amount: Exact): void => {
      (amount < 0 ? short : long)[part] += amount;
    };
    const close = life.close(index);
    const lists = {
      cash: close.cash,
      dividendAccruals: close.accruedDividends,
      interestAccruals: close.accruedInterest,
    };
    for (const [part, amounts] of Object.entries(lists)) {
      for (const [currency, cents] of Object.entries(amounts))
        add(part as Part, toExact(cents, life.rate(currency, index)));
    }
    for (const { assetClass, amount } of life.worth(index)) add(BUCKET[assetClass], amount);
    const fields: Record<string, string> = {};
    const totals = { long: 0, short: 0 };
    for (const part of Object.keys(long) as Part[]) {
      fields[part] = exactText(long[part] + short[part]);
      fields[`${part}Long`] = exactText(long[part]);
      fields[`${part}Short`] = exactText(short[part]);
      totals.long += long[part];
      totals.short += short[part];
    }
    for (const part of NO_PARTS) for (const side of ['', 'Long', 'Short']) fields[`${part}${side}`] = '0';
    yield {
      name: 'EquitySummaryByReportDateInBase',
      fields: {
        ...accountFields(profile),
        currency: profile.currency,
        reportDate: { day: life.days[index] ?? '' },
        ...fields,
        total: exactText(life.nav(index)),
        totalLong: exactText(totals.long),
        totalShort: exactText(totals.short),
      },
    };
  }
}

const parts = (): Record<Part, Exact> => ({
  cash: 0,
  stock: 0,
  options: 0,
  bonds: 0,
  dividendAccruals: 0,
  interestAccruals: 0,
});

const NO_ITEMS = [
  'realized',
  'changeInUnrealized',
  'costAdjustments',
  'transferredPnlAdjustments',
  'internalCashTransfers',
  'assetTransfers',
  'debitCardActivity',
  'billPay',
  'withholding871m',
  'withholdingTaxCollected',
  'advisorFees',
  'clientFees',
  'brokerFees',
  'commissionReceivables',
  'forexCommissions',
  'transactionTax',
  'taxReceivables',
  'softDollars',
  'linkingAdjustments',
  'corporateActionProceeds',
  'other',
];

/** The bridge from the value before the span to the one at its end; the return in per cent. */
export function* changeInNav(span: StatementSpan): Generator<FlexRow> {
  const { starting, ending, items, twr } = navBridge(span);
  yield {
    name: 'ChangeInNAV',
    fields: {
      ...accountFields(span.profile),
      currency: span.profile.currency,
      fromDate: { day: span.from },
      toDate: { day: span.to },
      startingValue: exactText(starting),
      ...Object.fromEntries(Object.entries(items).map(([name, amount]) => [name, exactText(amount)])),
      ...Object.fromEntries(NO_ITEMS.map((name) => [name, '0'])),
      endingValue: exactText(ending),
      twr: figureText(twr * 100),
    },
  };
}
