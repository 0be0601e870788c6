import { toldFrom } from '#analytics/told-from';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { PresentDataset } from '#domain/dataset';
import type { MarketCalendar } from '#domain/market-calendar';
import type { BookingsName, Statement } from '#domain/statement';
import type { SupersededTransaction, TransactionCoverage, TransactionHistory } from '#domain/transaction';
import { type Block, type Row, table } from '#report/block';
import type { Missing } from '#report/value';
import { amountText, countText, dayText, listText, longDayText } from '#report/wording';

type NameOf = (conid: number) => string;

/** Contracts and bookings that a notice names before it says how many more there are. */
const NAMED = 10;

/** Lists that hold what changes holdings and what they pay. */
const OF_CONTRACTS: readonly BookingsName[] = ['trades', 'cashTransactions', 'transfers', 'corporateActions'];

/** Since when statements tell every booking of contracts; undefined when one of the lists is not in the statement. */
function toldSince({ history, day }: Statement): CalendarDate | undefined {
  const firsts = OF_CONTRACTS.map((list) => toldFrom(history.told[list], day));
  return firsts.reduce((last, first) => {
    if (last === undefined || first === undefined) return undefined;
    return last > first ? last : first;
  });
}

/** Whether statements tell every booking of contracts in the whole window. */
export function tellsAll(statement: Statement): boolean {
  const since = toldSince(statement);
  return since !== undefined && since <= statement.history.window.from;
}

/** Since when bookings are known where statements alone tell them. */
export function sinceNotice(statement: Statement): Block {
  const since = toldSince(statement);
  const text = since
    ? `Statements tell every booking since ${longDayText(since)}. “daybook flex backfill” fetches what came before.`
    : 'The statement lacks a part that bookings stand in: the list may not be whole.';
  return {
    kind: 'notice',
    id: 'activity-coverage',
    title: 'What the activity covers',
    shownIn: ['page', 'workbook'],
    tone: 'plain',
    items: [{ term: since ? 'Since' : 'Not whole', text }],
  };
}

/** `18 of 20 contracts asked; 2 not asked yet`. */
export function coverageText({ covered, notCovered }: TransactionHistory): string {
  const all = covered.length + notCovered.length;
  if (all === 0) return 'No contract is held';
  const of = `${covered.length} of ${countText(all, 'contract')} asked`;
  return notCovered.length === 0 ? of : `${of}; ${notCovered.length} not asked yet`;
}

/** The last day of which every booking was told: on the day of asking, and in the night after, some are still to come. */
function completeTo(
  { from, to, askedAt }: TransactionCoverage,
  calendar: MarketCalendar,
): CalendarDate | Missing | null {
  if (askedAt === undefined) return null;
  const at = new Date(askedAt);
  let day = to;
  while (day >= from && calendar.finality(day, at) !== 'final') day = addDays(day, -1);
  return day >= from ? day : { missing: 'no whole day yet' };
}

type Key = 'symbol' | 'from' | 'to' | 'asked' | 'bookings';

/** Each contract with the days of which its bookings are known. */
export function coverageTable(
  { covered, notCovered }: TransactionHistory,
  nameOf: NameOf,
  calendar: MarketCalendar,
): Block {
  const told = covered.map(
    (coverage): Row<Key> => ({
      symbol: nameOf(coverage.conid),
      from: coverage.from,
      to: completeTo(coverage, calendar),
      asked: coverage.askedAt ?? null,
      bookings: coverage.rows,
    }),
  );
  const never: Missing = { missing: 'not asked yet' };
  const open = notCovered.map(
    (conid): Row<Key> => ({ symbol: nameOf(conid), from: never, to: never, asked: never, bookings: never }),
  );
  return table<Key>({
    id: 'activity-contracts',
    title: 'How far the activity is known',
    subtitle: 'Days of which every booking of a contract was told, and when it was last asked',
    shownIn: ['workbook'],
    sheet: 'Transaction coverage',
    columns: [
      { key: 'symbol', title: 'Symbol', kind: 'text', weight: 'lead' },
      { key: 'from', title: 'From', kind: 'date' },
      { key: 'to', title: 'Complete to', kind: 'date' },
      { key: 'asked', title: 'Last asked', kind: 'instant' },
      { key: 'bookings', title: 'Bookings', kind: 'count' },
    ],
    rows: [...open, ...told],
    emptyText: 'No contract is held.',
  });
}

/** Which contracts the list covers and what no such list can hold: an honest reader needs both. */
export function coverageNotice(
  { value, gaps }: PresentDataset<TransactionHistory>,
  nameOf: NameOf,
  calendar: MarketCalendar,
  statement: Statement | undefined,
): Block {
  const { covered, notCovered, superseded = [] } = value;
  const open = notCovered.length > 0 ? ` (${listText(notCovered.map(nameOf), NAMED)})` : '';
  const from = covered
    .map((coverage) => coverage.from)
    .sort()
    .at(-1);
  const items = [
    { term: 'Covered', text: `${coverageText(value)}${open}${from ? `; bookings since ${from}` : ''}.` },
    ...oldestItem(covered, nameOf, calendar),
    ...changedItem(superseded, nameOf),
    ...(gaps ?? []).map(({ message }) => ({ term: 'Missing', text: message })),
    notToldItem(statement),
  ];
  return {
    kind: 'notice',
    id: 'activity-coverage',
    title: 'What the activity covers',
    shownIn: ['page', 'workbook'],
    tone: notCovered.length > 0 ? 'warning' : 'plain',
    items: items.filter((item, i) => items.findIndex(({ text }) => text === item.text) === i),
  };
}

const GATEWAY_TELLS =
  'The gateway gives bookings one contract at a time, for contracts that were seen as held: no commissions, deposits, withdrawals, interest or fees, and nothing of a contract bought and sold between two looks at the holdings, as on one day.';

function notToldItem(statement: Statement | undefined): Item {
  const since = statement && toldSince(statement);
  if (since === undefined) return { term: 'Not told', text: `${GATEWAY_TELLS} These need Flex statements.` };
  return {
    term: 'Before the statements',
    text: `Statements tell every booking since ${longDayText(since)}. Before: ${GATEWAY_TELLS}`,
  };
}

interface Item {
  readonly term: string;
  readonly text: string;
}

/** Contracts take turns, so some were asked longer ago than others: up to when every one of them is known. */
function oldestItem(covered: readonly TransactionCoverage[], nameOf: NameOf, calendar: MarketCalendar): Item[] {
  const days = covered.flatMap((coverage) => {
    const to = completeTo(coverage, calendar);
    return typeof to === 'string' ? [{ to, name: nameOf(coverage.conid) }] : [];
  });
  const oldest = days.map(({ to }) => to).sort()[0];
  if (oldest === undefined) return [];
  const behind = days.filter(({ to }) => to === oldest).map(({ name }) => name);
  const all = behind.length === covered.length ? '' : `; asked longest ago: ${listText(behind, NAMED)}`;
  return [{ term: 'Complete to', text: `Of every contract asked, bookings are complete to ${dayText(oldest)}${all}.` }];
}

function changedItem(superseded: readonly SupersededTransaction[], nameOf: NameOf): Item[] {
  if (superseded.length === 0) return [];
  const texts = superseded.map(({ row }) => {
    const what = row.quantity === undefined ? row.brokerType : `${row.brokerType} ${row.quantity}`;
    return `${nameOf(row.conid)} ${row.date} ${what} for ${amountText(row.amount)} ${row.currency}`;
  });
  const text = `${countText(superseded.length, 'booking')} told earlier and no longer: ${listText(texts, NAMED)}. What the broker tells now is listed; the archive keeps both.`;
  return [{ term: 'Changed by the broker', text }];
}
