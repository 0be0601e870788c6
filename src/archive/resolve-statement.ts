import type { BookingsName, SupersededBooking } from '#domain/statement';
import { type LoggedRow, type Sighting, sightingText } from './merge-statement.ts';
import { newestAnswer, type StatementAnswer } from './statement-answers.ts';
import { type BookingRow, bookedAnew, contradict, dayOfReport, identityOf, type Numbered } from './statement-rows.ts';

/** What holds now, and what no longer does. */
export interface ResolvedRows {
  readonly current: readonly BookingRow[];
  readonly superseded: readonly SupersededBooking[];
}

/**
 * Which logged rows of a list hold: of each booking what its newest statement said, unless a statement that is newer
 * still told the booking's day and no longer holds it. A row that was only ever seen beside a statement's own days is
 * ended by no silence: statements of its day may never have held it. An activity statement goes before a confirmation
 * of the same trade, whichever came later.
 */
export function resolveRows(
  list: BookingsName,
  rows: readonly LoggedRow[],
  answers: readonly StatementAnswer[],
): ResolvedRows {
  const current: BookingRow[] = [];
  const superseded: SupersededBooking[] = [];
  for (const { own, rows: all } of groupsOf(list, rows)) {
    const settled = all.filter(({ query }) => query !== 'trade-confirmation');
    const group = settled.length > 0 ? settled : all;
    const chosen = newestOf(own ? group.flatMap(sightings) : insideFirst(group));
    const held = group.filter((logged) => sightings(logged).some((one) => sightingText(one) === sightingText(chosen)));
    const end = endOf(list, group, held, answers);
    if (end === undefined) current.push(...held.map(({ row }) => row));
    else superseded.push(...held.map((logged) => gone(list, logged, end)));
    superseded.push(...replaced(own, group, held).map((logged) => gone(list, logged, chosen.at)));
  }
  return { current, superseded };
}

const gone = (list: BookingsName, logged: LoggedRow, notSeen: string): SupersededBooking => ({
  list,
  row: logged.row,
  lastSeen: newestOf(sightings(logged)).at,
  notSeen,
});

const sightings = ({ inside, outside }: LoggedRow): readonly Sighting[] =>
  [inside, outside].filter((sighting) => sighting !== undefined);

/** Equal copies are counted by statements of their day, where there are any: another may list some of them alone. */
function insideFirst(group: readonly LoggedRow[]): readonly Sighting[] {
  const inside = group.flatMap((logged) => logged.inside ?? []);
  return inside.length > 0 ? inside : group.flatMap(sightings);
}

const newestOf = (all: readonly Sighting[]): Sighting =>
  all.reduce((newest, one) => (sightingText(one) > sightingText(newest) ? one : newest));

/** When a booking was first found to be gone, by the newest statement of its day; undefined while it holds. */
function endOf(
  list: BookingsName,
  group: readonly LoggedRow[],
  held: readonly LoggedRow[],
  answers: readonly StatementAnswer[],
): string | undefined {
  const [first] = held;
  // The bridge of a year is not told again by the statement of its last day.
  if (!first || list === 'changes' || group.every(({ inside }) => inside === undefined)) return undefined;
  const { askedAt } = newestAnswer(answers, list, dayOfReport(list, first.row)) ?? {};
  return askedAt !== undefined && askedAt > newestOf(group.flatMap(sightings)).at ? askedAt : undefined;
}

/** Rows of the booking that its newest statement says otherwise, or that it has fewer of. */
function replaced(own: boolean, group: readonly LoggedRow[], held: readonly LoggedRow[]): readonly LoggedRow[] {
  const older = group.filter((logged) => !held.includes(logged));
  if (own) return older.filter(({ row }) => held.every((now) => contradict(now.row, row)));
  // Of so many that an older statement held, those that are there no more; the others are only said otherwise.
  const byAge = Map.groupBy(older, (logged) => newestOf(sightings(logged)).at);
  return [...byAge].flatMap(([at, then]) => {
    const stayed = held.filter(({ firstSeen }) => firstSeen <= at).length;
    return then.slice(0, Math.max(0, then.length + stayed - held.length));
  });
}

interface Group {
  readonly own: boolean;
  readonly rows: LoggedRow[];
}

function groupsOf(list: BookingsName, rows: readonly LoggedRow[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  const aliases = list === 'trades' ? aliasesOf(rows) : undefined;
  for (const logged of rows) {
    const { key, own } = identityOf(list, logged.row);
    const name = aliases?.(logged.row) ?? key;
    const group = groups.get(name);
    if (group) group.rows.push(logged);
    else groups.set(name, { own, rows: [logged] });
  }
  return groups.values();
}

/**
 * One execution has up to three numbers, and a statement lists those that its query ticks. A row without the number of
 * a transaction belongs to the booking that has the execution's number, or, where one of both lacks that, the trade's.
 */
function aliasesOf(rows: readonly LoggedRow[]): (row: BookingRow) => string | undefined {
  const byExecution = new Map<string, string>();
  const byTrade = new Map<string, string>();
  const byTradeAlone = new Map<string, string>();
  for (const { row } of rows) {
    const { transactionId, executionId, tradeId } = row as Numbered;
    if (transactionId === undefined) continue;
    const name = `transaction ${transactionId}`;
    if (executionId !== undefined) lowest(byExecution, executionId, name);
    if (tradeId !== undefined) lowest(byTrade, tradeId, name);
    if (tradeId !== undefined && executionId === undefined) lowest(byTradeAlone, tradeId, name);
  }
  const byTradeOfExecution = new Map<string, string>();
  for (const { row } of rows) {
    const { transactionId, executionId, tradeId } = row as Numbered;
    if (transactionId !== undefined || executionId === undefined || tradeId === undefined) continue;
    const name = byExecution.get(executionId) ?? identityOf('trades', row).key;
    lowest(byTradeOfExecution, `${tradeId}${bookedAnew(row)}`, name);
  }
  return (row) => {
    const { transactionId, executionId, tradeId = '' } = row as Numbered;
    if (transactionId !== undefined) return undefined;
    if (executionId !== undefined) return byExecution.get(executionId) ?? byTradeAlone.get(tradeId);
    return byTrade.get(tradeId) ?? byTradeOfExecution.get(`${tradeId}${bookedAnew(row)}`);
  };
}

function lowest(names: Map<string, string>, number: string, name: string): void {
  const known = names.get(number);
  if (known === undefined || name < known) names.set(number, name);
}
