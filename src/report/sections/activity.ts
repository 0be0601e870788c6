import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { Position } from '#domain/position';
import type { Transaction } from '#domain/transaction';
import { type Block, type Column, type Row, table } from '#report/block';
import { derivativeName } from '#report/holding-name';
import { section } from '#report/section';
import { countText, dayText, listText } from '#report/wording';
import { coverageNotice, coverageTable, coverageText, sinceNotice, tellsAll } from './activity-coverage.ts';

/** Rows that the page shows of a busy week; the workbook has them all. */
const LIMIT = 30;
const RECENT_DAYS = 7;

type Key = 'date' | 'symbol' | 'description' | 'type' | 'quantity' | 'price' | 'amount' | 'currency' | 'source';

const COLUMNS: readonly Column<Key>[] = [
  { key: 'date', title: 'Date', kind: 'date' },
  { key: 'symbol', title: 'Symbol', kind: 'text' },
  { key: 'description', title: 'Description', kind: 'text' },
  { key: 'type', title: 'Type', kind: 'text' },
  { key: 'quantity', title: 'Quantity', kind: 'quantity', weight: 'side' },
  { key: 'price', title: 'Price local', kind: 'price', weight: 'side' },
  { key: 'amount', title: 'Amount local', kind: 'change', weight: 'lead' },
  { key: 'currency', title: 'Currency', kind: 'text', weight: 'side' },
  { key: 'source', title: 'Source', kind: 'text', weight: 'side', shownIn: ['workbook'] },
];

const NOTE = 'Amounts are before commission. A purchase is negative.';

/** What was booked, newest first, and how much of it this source can know. */
export const activity = section({
  id: 'activity',
  title: 'Activity',
  needs: ['transactions', 'positions'],
  build: ({ transactions, positions }, { marketDate, calendar, statement, statementAlone }) => {
    const history = transactions.value;
    const names = namesOf(positions.value);
    const symbols = new Map(history.rows.map(({ conid, symbol }) => [conid, symbol]));
    const nameOf = (conid: number): string =>
      names.get(conid)?.derivative ?? names.get(conid)?.symbol ?? symbols.get(conid) ?? String(conid);
    const recent = recentText(history.rows, marketDate);
    const whole = statement !== undefined && tellsAll(statement);
    const rows = rowsOf(history.rows, names);
    const after = addDays(marketDate, -RECENT_DAYS);
    const ofWeek = rows.filter(({ date }) => date > after && date <= marketDate);
    const common = {
      subtitle:
        whole || statementAlone
          ? 'Bookings of contracts as the broker’s statements tell them, newest first'
          : `Bookings of the contracts held and once held, newest first. ${coverageText(history)}`,
      columns: COLUMNS,
    };
    return [
      table<Key>({
        ...common,
        id: 'activity-week',
        title: `Last ${RECENT_DAYS} days: ${recent}`,
        shownIn: ['page'],
        rows: ofWeek,
        limit: LIMIT,
        emptyText: 'No bookings.',
        note: [...(ofWeek.length > 0 ? [NOTE] : []), ...restNote(rows.length, ofWeek.length)].join(' '),
      }),
      table<Key>({
        ...common,
        id: 'activity',
        title: 'Transactions',
        shownIn: ['workbook'],
        sheet: 'Transactions',
        rows,
        emptyText: 'No bookings.',
        note: NOTE,
      }),
      recentFigures(recent, marketDate),
      // Which contracts were asked is a matter of the gateway's alone.
      ...(whole
        ? []
        : statement && statementAlone
          ? [sinceNotice(statement)]
          : [coverageNotice(transactions, nameOf, calendar, statement), coverageTable(history, nameOf, calendar)]),
    ];
  },
});

/** How a contract held is called: its symbol, and a derivative by its terms. */
interface Name {
  readonly symbol: string;
  readonly derivative: string | undefined;
}
type Names = ReadonlyMap<number, Name>;

/** Where the bookings stand that the page leaves out. */
function restNote(all: number, ofWeek: number): readonly string[] {
  if (ofWeek > LIMIT) return ['All bookings are in the workbook.'];
  return all > ofWeek ? ['Earlier bookings are in the workbook.'] : [];
}

function namesOf(positions: readonly Position[]): Names {
  return new Map(
    positions.map((position) => [position.conid, { symbol: position.symbol, derivative: derivativeName(position) }]),
  );
}

type DatedRow = Row<Key> & { readonly date: string };

/** One plain object a booking and nothing more: there can be hundreds of thousands. */
function rowsOf(transactions: readonly Transaction[], names: Names): readonly DatedRow[] {
  const rows = transactions.map(
    (booking): DatedRow => ({
      date: booking.date,
      symbol: booking.symbol ?? names.get(booking.conid)?.symbol ?? String(booking.conid),
      // The broker describes a derivative's booking by what it is written on: it would read as one of the share.
      description: names.get(booking.conid)?.derivative ?? booking.description,
      type: booking.brokerType,
      quantity: booking.quantity ?? null,
      price: booking.price ?? null,
      amount: booking.amount,
      currency: booking.currency,
      source: booking.source === 'flex' ? 'Flex statement' : 'gateway',
    }),
  );
  // The sort is stable and nearly free where the rows are in order already.
  return rows.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

const KINDS: readonly (readonly [Transaction['kind'], string, string])[] = [
  ['buy', 'buy', 'buys'],
  ['sell', 'sale', 'sales'],
  ['dividend', 'dividend', 'dividends'],
  ['tax', 'tax booking', 'tax bookings'],
  ['transfer', 'transfer', 'transfers'],
  ['other', 'other booking', 'other bookings'],
];

/** `2 buys and 1 sale` of the seven days that end on the market day. */
function recentText(transactions: readonly Transaction[], marketDate: CalendarDate): string {
  const after = addDays(marketDate, -RECENT_DAYS);
  const counts = new Map<Transaction['kind'], number>();
  for (const { date, kind } of transactions) {
    if (date > after && date <= marketDate) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const texts = KINDS.flatMap(([kind, one, many]) => {
    const count = counts.get(kind);
    return count ? [countText(count, one, many)] : [];
  });
  return texts.length === 0 ? 'no bookings' : listText(texts, KINDS.length);
}

function recentFigures(recent: string, marketDate: CalendarDate): Block {
  return {
    kind: 'figures',
    id: 'recent-activity',
    title: 'Activity',
    shownIn: ['mail'],
    figures: [
      { label: 'Bookings', kind: 'text', value: recent, period: `${RECENT_DAYS} days to ${dayText(marketDate)}` },
    ],
  };
}
