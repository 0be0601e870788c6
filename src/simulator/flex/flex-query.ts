import { addDays, type Day } from '#simulator/market/day';
import { isTradingDay } from '#simulator/market/trading-days';

/** How a query writes dates: `20260402`, `2026-04-02`, `04/02/2026`, `02-Apr-26`. */
export type DateStyle = 'compact' | 'iso' | 'slashes' | 'month-name';

/** What a person set when they made a query. */
export interface FlexQuery {
  readonly id: string;
  readonly name: string;
  readonly type: 'AF' | 'TCF';
  /** Saved in the query; counts when a request names no days. */
  readonly period: 'LastBusinessDay' | 'Last30CalendarDays' | 'Last365CalendarDays' | 'Today';
  readonly dates: DateStyle;
  /** Between a date and a time. */
  readonly separator: ';' | ', ' | ' ' | '';
  /** `163000`, `16:30:00`, `16:30:00 EST`. */
  readonly times: 'compact' | 'colons' | 'zone';
  /** Whether rows of other levels (orders, sums, lots) stand beside the detailed ones, and the level in each row. */
  readonly levels: boolean;
  /** One statement for each day. */
  readonly byDay: boolean;
  /** Sections that are ticked; all when absent. */
  readonly sections?: readonly string[];
  /** Fields that are not ticked in any section. */
  readonly without: readonly string[];
  /** How deposits are called: the name was another one in older queries. */
  readonly transferType: 'Deposits/Withdrawals' | 'Deposits & Withdrawals';
}

const FULL: FlexQuery = {
  id: '1100001',
  name: 'Daybook',
  type: 'AF',
  period: 'Last30CalendarDays',
  dates: 'compact',
  separator: ';',
  times: 'compact',
  levels: true,
  byDay: false,
  without: [],
  transferType: 'Deposits/Withdrawals',
};

/** Queries of the simulated user by their number. The first one has all that a report can use. */
export const FLEX_QUERIES: readonly FlexQuery[] = [
  FULL,
  { ...FULL, id: '1100002', name: 'By day', dates: 'iso', times: 'zone', levels: false, byDay: true },
  {
    ...FULL,
    id: '1100003',
    name: 'Activity of the day',
    period: 'LastBusinessDay',
    dates: 'slashes',
    separator: ', ',
    times: 'colons',
    levels: false,
    sections: ['Trades', 'CashTransactions', 'OpenPositions'],
    without: ['fxRateToBase', 'transactionID', 'reportDate', 'settleDate', 'ibCommission', 'costBasisMoney'],
  },
  {
    ...FULL,
    id: '1100004',
    name: 'Old settings',
    period: 'Last365CalendarDays',
    dates: 'month-name',
    separator: ' ',
    times: 'colons',
    without: ['acctAlias', 'model', 'figi', 'issuer', 'principalAdjustFactor'],
    transferType: 'Deposits & Withdrawals',
  },
  { ...FULL, id: '1100005', name: 'Details alone', levels: false },
  { ...FULL, id: '1100009', name: 'Trade confirmations', type: 'TCF', period: 'Today', dates: 'iso', times: 'zone' },
];

/** First and last day of a statement. */
export interface FlexSpan {
  readonly from: Day;
  readonly to: Day;
}

/** Days that a saved period stands for, the last of them `last`. */
export function spanOf(period: FlexQuery['period'], last: Day): FlexSpan {
  switch (period) {
    case 'Today':
      return { from: last, to: last };
    case 'Last30CalendarDays':
      return { from: addDays(last, -29), to: last };
    case 'Last365CalendarDays':
      return { from: addDays(last, -364), to: last };
    case 'LastBusinessDay': {
      let day = last;
      while (!isTradingDay(day)) day = addDays(day, -1);
      return { from: day, to: day };
    }
  }
}
