import type { Archive } from '#archive/archive';
import { readMonth } from '#archive/statement-month';
import type { CalendarDate } from '#domain/calendar-date';
import type { MarketCalendar } from '#domain/market-calendar';
import { datasetOf, type Run } from '#domain/snapshot';
import type { Derivation, Input } from '#report/explain/derivation';
import { derivations } from '#report/explain/derivations';
import { type FoundField, findField } from './find-field.ts';
import { readJoined } from './joined-snapshot.ts';
import { type RawRow, rawRows } from './raw-rows.ts';

/** One input with the field it was read from, or the answers in which it could not be found. */
export interface ExplainedInput {
  readonly label: string;
  readonly value: number;
  readonly kind: Input['kind'];
  readonly unit?: string;
  /** Of what is so by definition. */
  readonly why?: string;
  readonly found?: FoundField;
  /** Archive keys of the answers that were looked through in vain. */
  readonly lookedIn?: readonly string[];
}

/** A figure taken apart, and put together again from the fields that were found. */
export interface Explained {
  readonly formula: string;
  readonly inputs: readonly ExplainedInput[];
  /** What the formula gives with the inputs, each as its field holds it. */
  readonly reckoned: number;
  /** Of a sum over no booking: the statements that told the lists, empty. */
  readonly emptyIn?: readonly string[];
}

export interface Explainer {
  /** The labels that can be explained, of the report's summary. */
  readonly labels: readonly string[];
  /** Undefined for a label that is not among them. */
  explain(label: string): Promise<Explained | undefined>;
}

/** Answers that are held at once, read. */
const HELD = 16;

/**
 * Opens a day of an account for explaining: its figures are reckoned anew from the archived Snapshots by the report's own
 * functions, and each input is looked up in the archived answers. Writes nothing.
 * @returns undefined when the archive has no Snapshot of the run
 */
export async function openExplainer(
  archive: Archive,
  account: string,
  run: Run,
  calendar: MarketCalendar,
): Promise<Explainer | undefined> {
  const stored = await readJoined(archive, account, run);
  if (!stored) return undefined;
  const { snapshot } = stored;
  const known = derivations(snapshot, calendar);
  const held = new Map<string, Promise<readonly RawRow[]>>();
  const rowsOf = (key: string): Promise<readonly RawRow[]> => {
    const rows = held.get(key) ?? rawRows(archive, key);
    held.delete(key);
    held.set(key, rows);
    const [oldest] = held.keys();
    if (held.size > HELD && oldest !== undefined) held.delete(oldest);
    return rows;
  };
  const months = new Map<string, ReturnType<typeof readMonth>>();
  const told = async (from: CalendarDate, to: CalendarDate): Promise<readonly string[]> => {
    const keys: string[] = [];
    for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = nextMonth(month)) {
      const log = months.get(month) ?? readMonth(archive, account, month);
      months.set(month, log);
      const { answers } = await log;
      const fitting = answers.filter((answer) => answer.from <= to && answer.to >= from);
      keys.push(...fitting.sort((a, b) => (a.askedAt < b.askedAt ? 1 : -1)).map(({ raw }) => raw));
    }
    return keys;
  };
  const answersOf = async ({ told: of }: Input): Promise<readonly string[]> => {
    if (!of) return [];
    const dataset = datasetOf(snapshot, of.dataset);
    const own = dataset.status === 'present' ? dataset.raw : [];
    return [...new Set([...(of.day === undefined ? [] : await told(of.day, of.day)), ...own])];
  };
  const explained = async (input: Input): Promise<ExplainedInput> => {
    const { told: of, ...shown } = input;
    if (!of) return shown;
    const keys = await answersOf(input);
    for (const key of keys) {
      const found = findField(input, snapshot.account.id, await rowsOf(key));
      if (found) return { ...shown, found };
    }
    return { ...shown, lookedIn: keys };
  };
  const explain = async (label: string): Promise<Explained | undefined> => {
    const derivation = derivationOf(known, label);
    if (!derivation) return undefined;
    const inputs: ExplainedInput[] = [];
    for (const input of derivation.inputs) inputs.push(await explained(input));
    const { nothingIn } = derivation;
    return {
      formula: derivation.formula,
      inputs,
      reckoned: derivation.reckon(inputs.map(({ value, found }) => found?.value ?? value)),
      ...(nothingIn ? { emptyIn: await told(nothingIn.from, nothingIn.to) } : {}),
    };
  };
  return { labels: [...known.keys()], explain };
}

/** A label may go on with what the figure leaves out: `Costs without tax, day`. */
function derivationOf(known: ReadonlyMap<string, Derivation>, label: string): Derivation | undefined {
  const exact = known.get(label);
  if (exact) return exact;
  const period = label.slice(label.lastIndexOf(','));
  const near = [...known].filter(([name]) => name.endsWith(period) && label.startsWith(name.slice(0, -period.length)));
  return near.length === 1 ? near[0]?.[1] : undefined;
}

function nextMonth(month: string): string {
  const [year, of] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return of === 12 ? `${year + 1}-01` : `${year}-${String(of + 1).padStart(2, '0')}`;
}
