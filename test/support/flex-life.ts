import { addDays, type CalendarDate, dayNumber, weekday } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { DaySpan } from '#domain/statement';

/**
 * Statements of accounts whose life is the same whenever it is told: a trade each Tuesday, two equal fees on the 3rd, a
 * deposit on the 10th, interest each Sunday, and on 18 November 2026 the correction of a tax of February.
 */

const calendar = newYorkCalendar();

export interface LifeOptions {
  /** How days are written. */
  readonly format?: (day: CalendarDate) => string;
  /** New York time of making, as sent. */
  readonly generated?: string;
  /** One statement a day, as a query that breaks out by day gives them. */
  readonly byDay?: boolean;
  /** Sections that the query does not tick. */
  readonly without?: readonly string[];
}

const compact = (day: CalendarDate): string => day.replaceAll('-', '');

export function lifeXml(accounts: readonly string[], span: DaySpan, options: LifeOptions = {}): string {
  const spans = options.byDay ? daysOf(span).map((day) => ({ from: day, to: day })) : [span];
  const statements = accounts.flatMap((account) => spans.map((one) => statement(account, one, options)));
  return [
    '<FlexQueryResponse queryName="life" type="AF">',
    `<FlexStatements count="${statements.length}">`,
    ...statements,
    '</FlexStatements>',
    '</FlexQueryResponse>',
  ].join('\n');
}

function statement(account: string, span: DaySpan, options: LifeOptions): string {
  const { format = compact, generated = '' } = options;
  const days = daysOf(span);
  const open = calendar.isTradingDay(span.to);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['EquitySummaryInBase', days.filter((day) => calendar.isTradingDay(day)).map((day) => valueRow(day, format))],
    [
      'Trades',
      days.filter((day) => weekday(day) === 2 && calendar.isTradingDay(day)).map((day) => tradeRow(day, format)),
    ],
    ['CashTransactions', days.flatMap((day) => cashRows(day, format))],
    ['OpenPositions', open ? [positionRow(span.to, format)] : []],
    ['CashReport', [`<CashReportCurrency currency="USD" startingCash="100" endingCash="${cashOf(span.to)}" />`]],
  ];
  const ticked = sections.filter(([name]) => !options.without?.includes(name));
  return [
    `<FlexStatement accountId="${account}" fromDate="${format(span.from)}" toDate="${format(span.to)}" period="" whenGenerated="${generated}">`,
    `<AccountInformation accountId="${account}" currency="USD" />`,
    ...ticked.map(([name, rows]) => `<${name}>${rows.join('')}</${name}>`),
    `<ChangeInNAV currency="USD" fromDate="${format(span.from)}" toDate="${format(span.to)}" startingValue="${valueOf(addDays(span.from, -1))}" mtm="${valueOf(span.to) - valueOf(addDays(span.from, -1))}" endingValue="${valueOf(span.to)}" twr="0.1" />`,
    '</FlexStatement>',
  ].join('\n');
}

const daysOf = ({ from, to }: DaySpan): readonly CalendarDate[] =>
  Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, index) => addDays(from, index));

const valueOf = (day: CalendarDate): number => 10_000 + dayNumber(day) - 20_000;
const cashOf = (day: CalendarDate): number => dayNumber(day) - 20_000;

const valueRow = (day: CalendarDate, format: (day: CalendarDate) => string): string =>
  `<EquitySummaryByReportDateInBase currency="USD" reportDate="${format(day)}" cash="${cashOf(day)}" stock="10000" total="${valueOf(day)}" />`;

const tradeRow = (day: CalendarDate, format: (day: CalendarDate) => string): string =>
  `<Trade assetCategory="STK" symbol="AAPL" conid="265598" currency="USD" fxRateToBase="1" tradeDate="${format(day)}" quantity="1" tradePrice="200" proceeds="-200" ibCommission="-1" netCash="-201" tradeID="${dayNumber(day)}" transactionID="9${dayNumber(day)}" levelOfDetail="EXECUTION" />`;

const positionRow = (day: CalendarDate, format: (day: CalendarDate) => string): string =>
  `<OpenPosition assetCategory="STK" symbol="AAPL" conid="265598" currency="USD" fxRateToBase="1" reportDate="${format(day)}" position="50" markPrice="200" positionValue="10000" levelOfDetail="SUMMARY" />`;

function cashRows(day: CalendarDate, format: (day: CalendarDate) => string): readonly string[] {
  const row = (type: string, amount: number, parts: { date?: string; number?: string } = {}): string =>
    `<CashTransaction type="${type}" amount="${amount}" currency="USD" fxRateToBase="1" dateTime="${parts.date ?? format(day)}" reportDate="${format(day)}" description="${type}" transactionID="${parts.number ?? ''}" levelOfDetail="DETAIL" />`;
  const rows: string[] = [];
  if (day.endsWith('-03')) rows.push(row('Other Fees', -10), row('Other Fees', -10));
  if (day.endsWith('-10')) rows.push(row('Deposits/Withdrawals', 500, { number: `5${dayNumber(day)}` }));
  if (weekday(day) === 0) rows.push(row('Broker Interest Received', 0.25, { number: `6${dayNumber(day)}` }));
  if (day === '2026-11-18') {
    rows.push(row('Withholding Tax', 1.5, { date: format('2026-02-12' as CalendarDate), number: '71' }));
  }
  return rows;
}
