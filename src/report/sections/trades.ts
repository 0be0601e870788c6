import { sumBooked } from '#analytics/booked-amount';
import { toldFrom } from '#analytics/told-from';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { CorporateAction } from '#domain/corporate-action';
import { reportedOn } from '#domain/day-of-report';
import type { Statement } from '#domain/statement';
import type { Trade } from '#domain/trade';
import { type Block, type Column, type Row, table } from '#report/block';
import { NOT_IN_STATEMENT, totalCell } from '#report/missing';
import { newestFirst } from '#report/newest-first';
import type { ReportContext } from '#report/report-context';
import { section } from '#report/section';
import type { Cell } from '#report/value';
import { countText, dayText, longDayText } from '#report/wording';

/** Rows that the page shows; the workbook has them all. */
const LIMIT = 30;

/** Every execution the statements tell: the day's for reading, all of them for looking up. Corporate actions beside them. */
export const trades = section({
  id: 'trades',
  title: 'Trades',
  needs: ['statement'],
  build: ({ statement: { value } }, context) => [...tradeBlocks(value, context), ...corporateActions(value, context)],
});

function tradeBlocks(statement: Statement, context: ReportContext): Block[] {
  const { history, day } = statement;
  const since = toldFrom(history.told.trades, day);
  if (since === undefined) return [];
  const { base, calendar, marketDate } = context;
  const from = addDays(calendar.previousTradingDay(marketDate), 1);
  const ofDay = history.trades.filter((trade) => reportedOn(trade) >= from && reportedOn(trade) <= day);
  return [
    table<Key>({
      id: 'trades-day',
      title:
        ofDay.length === 0 ? `No trades on ${dayText(day)}` : `${countText(ofDay.length, 'trade')} on ${dayText(day)}`,
      subtitle: 'Each execution. A sale has a negative quantity, a purchase a negative amount',
      shownIn: ['page'],
      columns: columns(base, false),
      rows: ofDay.map((trade) => tradeRow(trade, base)),
      ...(ofDay.length > 1 ? { totals: { symbol: 'Result', profit: profitOf(ofDay, base) } } : {}),
      limit: LIMIT,
      emptyText: 'The statement of the day lists none.',
    }),
    table<Key>({
      id: 'trades',
      title: 'Trades',
      subtitle: `Each execution since ${longDayText(since)}, newest first. A sale has a negative quantity, a purchase a negative amount`,
      shownIn: ['workbook'],
      sheet: 'Trades',
      columns: columns(base, true),
      rows: newestFirst<Key>(history.trades.map((trade) => tradeRow(trade, base))),
      emptyText: 'No trades are told.',
    }),
  ];
}

type Key =
  | 'date'
  | 'reported'
  | 'time'
  | 'symbol'
  | 'description'
  | 'side'
  | 'quantity'
  | 'price'
  | 'amount'
  | 'commission'
  | 'commissionCurrency'
  | 'tax'
  | 'currency'
  | 'profitLocal'
  | 'rate'
  | 'profit'
  | 'settles'
  | 'id';

function columns(base: string, whole: boolean): readonly Column<Key>[] {
  const all: readonly (Column<Key> & { readonly listOnly?: boolean })[] = [
    { key: 'date', title: 'Trade day', kind: 'date', listOnly: true },
    { key: 'reported', title: 'Reported later', kind: 'date', weight: 'side', listOnly: true },
    { key: 'time', title: 'Time as told', kind: 'wall-clock', weight: 'side', listOnly: true },
    { key: 'symbol', title: 'Symbol', kind: 'text' },
    { key: 'description', title: 'Description', kind: 'text' },
    { key: 'side', title: 'Side', kind: 'text', listOnly: true },
    { key: 'quantity', title: 'Quantity', kind: 'quantity' },
    { key: 'price', title: 'Price local', kind: 'price', weight: 'side' },
    { key: 'amount', title: 'Amount local', kind: 'change', weight: 'lead' },
    { key: 'commission', title: 'Commission', kind: 'change' },
    { key: 'commissionCurrency', title: 'Commission in', kind: 'text', listOnly: true },
    { key: 'tax', title: 'Tax local', kind: 'change', listOnly: true },
    { key: 'currency', title: 'Currency', kind: 'text', weight: 'side' },
    { key: 'profitLocal', title: 'Realised local', kind: 'change', listOnly: true },
    { key: 'rate', title: `FX to ${base}`, kind: 'rate', weight: 'side', listOnly: true },
    { key: 'profit', title: 'Realised', kind: 'change', unit: base },
    { key: 'settles', title: 'Settles', kind: 'date', listOnly: true },
    { key: 'id', title: 'Broker’s id', kind: 'id', weight: 'side', listOnly: true },
  ];
  return all.filter(({ listOnly }) => whole || !listOnly).map(({ listOnly: _, ...column }) => column);
}

function tradeRow(trade: Trade, base: string): Row<Key> {
  const { contract, quantity, currency, rateToBase, commissionCurrency = currency } = trade;
  return {
    date: trade.date,
    reported: reportedOn(trade) > trade.date ? reportedOn(trade) : null,
    time: trade.executedAt ?? null,
    symbol: contract.symbol,
    description: contract.description || null,
    side: quantity < 0 ? 'sale' : 'purchase',
    quantity,
    price: trade.price ?? NOT_IN_STATEMENT,
    amount: trade.proceeds ?? NOT_IN_STATEMENT,
    commission: trade.commission ?? NOT_IN_STATEMENT,
    commissionCurrency,
    tax: trade.tax ?? NOT_IN_STATEMENT,
    currency,
    profitLocal: trade.realizedProfit ?? NOT_IN_STATEMENT,
    rate: rateToBase ?? (currency === base ? 1 : NOT_IN_STATEMENT),
    profit: profitOf([trade], base),
    settles: trade.settles ?? null,
    id: trade.executionId ?? trade.tradeId ?? trade.transactionId ?? null,
  };
}

function profitOf(of: readonly Trade[], base: string): Cell {
  const amounts = of.map(({ realizedProfit, currency, rateToBase, date }) =>
    realizedProfit === undefined
      ? undefined
      : { day: date, amount: realizedProfit, currency, ...(rateToBase === undefined ? {} : { rateToBase }) },
  );
  const told = amounts.filter((amount) => amount !== undefined);
  const [first] = told;
  if (!first || told.length < of.length) return NOT_IN_STATEMENT;
  const days = told.map(({ day }) => day).sort();
  return totalCell(sumBooked(told, base, { from: days[0] ?? first.day, to: days.at(-1) ?? first.day }));
}

type ActionKey = 'date' | 'symbol' | 'type' | 'description' | 'quantity' | 'proceeds' | 'currency';

/** Corporate actions of the window; without any there is nothing to read. */
function corporateActions({ history, day }: Statement, { marketDate }: ReportContext): Block[] {
  if (history.corporateActions.length === 0) return [];
  const recent = history.corporateActions.filter(({ date }) => date > addDays(marketDate, -RECENT_DAYS) && date <= day);
  const columns: readonly Column<ActionKey>[] = [
    { key: 'date', title: 'Date', kind: 'date' },
    { key: 'symbol', title: 'Symbol', kind: 'text' },
    { key: 'description', title: 'Description', kind: 'text' },
    { key: 'type', title: 'Type as sent', kind: 'text', weight: 'side' },
    { key: 'quantity', title: 'Change of quantity', kind: 'quantity', weight: 'lead' },
    { key: 'proceeds', title: 'Cash local', kind: 'change' },
    { key: 'currency', title: 'Currency', kind: 'text', weight: 'side' },
  ];
  const block = (id: string, title: string, actions: readonly CorporateAction[], shownIn: Block['shownIn']): Block =>
    table<ActionKey>({
      id,
      title,
      subtitle: 'What splits, mergers, spin-offs and the like did to holdings, newest first',
      shownIn,
      ...(shownIn.includes('workbook') ? { sheet: 'Corporate actions' } : {}),
      columns,
      rows: newestFirst<ActionKey>(actions.map(actionRow)),
      limit: LIMIT,
    });
  return [
    ...(recent.length > 0
      ? [
          block('actions-recent', `${countText(recent.length, 'corporate action')} in ${RECENT_DAYS} days`, recent, [
            'page',
          ]),
        ]
      : []),
    block('actions', 'Corporate actions', history.corporateActions, ['workbook']),
  ];
}

const RECENT_DAYS = 7;

function actionRow(action: CorporateAction): Row<ActionKey> & { readonly date: CalendarDate } {
  const { date, contract, brokerType, description, quantity, proceeds, currency } = action;
  return {
    date,
    symbol: contract.symbol,
    description: description || null,
    type: brokerType || null,
    quantity,
    proceeds: proceeds ?? null,
    currency,
  };
}
