import type { Gap } from '#domain/gap';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Oddity } from '#domain/snapshot';
import type { DaySpan } from '#domain/statement';
import type { Backfilled, BackfilledFile, BackfilledPart, BackfillRefusal } from './backfilled.ts';
import { refusalFor } from './flex-refusal.ts';
import { endsSession, gapOf } from './gap-of.ts';
import type { Ingested } from './ingest-statements.ts';

/** Gathers what a backfill comes to, and knows when asking on is in vain. */
export class Backfilling {
  readonly #files: BackfilledFile[] = [];
  readonly #spans: BackfilledPart[] = [];
  readonly #days: BackfilledPart[] = [];
  readonly #known: DaySpan[] = [];
  readonly #refusals: BackfillRefusal[] = [];
  readonly #oddities = new Map<string, Oddity>();
  readonly #notAsked = new Set<string>();
  #absent: ReadonlySet<string> | undefined;
  #rows = 0;
  #failuresInARow = 0;
  #stopped = false;

  /** Every further request would meet the same refusal. */
  get stopped(): boolean {
    return this.#stopped;
  }

  addKnown(span: DaySpan): void {
    this.#known.push(span);
  }

  addSpan(span: DaySpan, ingested: Ingested): void {
    this.#spans.push(this.#take(span, ingested));
  }

  addDay(span: DaySpan, ingested: Ingested): void {
    this.#days.push(this.#take(span, ingested));
  }

  addFile(name: string, span: DaySpan, ingested: Ingested, calendar: MarketCalendar): void {
    const part = this.#take(span, ingested);
    const none = part.told !== undefined && part.closes.length === 0;
    const withoutClose = part.told && calendar.isTradingDay(part.told.to) ? 'not-told' : 'closed-day';
    this.#files.push({ name, ...part, ...(none ? { withoutClose } : {}) });
  }

  /** A file that can't be taken says nothing of the others. @throws what is no fault of the file's */
  async tryFile(file: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#refusals.push({ file, why: gapOf(error) });
    }
  }

  /** An answer of former days that can't be read says nothing of the others. @throws what is no fault of its own */
  async tryKept(span: DaySpan, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#refusals.push({ span, why: gapOf(error) });
    }
  }

  /** @throws what is no word of the service */
  async trySpan(span: DaySpan, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#failuresInARow = 0;
    } catch (error) {
      const why = gapOf(error);
      this.#refusals.push({ span, why });
      this.#stopped = refusalFor(error) !== undefined || this.#concernsAll(why);
    }
  }

  result(): Backfilled {
    return {
      files: this.#files,
      spans: this.#spans,
      days: this.#days,
      known: this.#known,
      rows: this.#rows,
      notAsked: [...this.#notAsked],
      absent: [...(this.#absent ?? [])],
      oddities: [...this.#oddities.values()],
      refusals: this.#refusals,
      stopped: this.#stopped,
    };
  }

  /** That there is no statement is said of the days alone; whatever else comes twice in a row comes for all. */
  #concernsAll(why: Gap): boolean {
    if (why.reason === 'not-available') return false;
    this.#failuresInARow += 1;
    return this.#failuresInARow > 1 || why.reason === 'paced' || endsSession(why);
  }

  #take(span: DaySpan, { accounts, rows, oddities, notAsked, absent }: Ingested): BackfilledPart {
    this.#rows += rows;
    for (const masked of notAsked) this.#notAsked.add(masked);
    const before = this.#absent;
    this.#absent = new Set(before ? absent.filter((masked) => before.has(masked)) : absent);
    for (const oddity of oddities) {
      const name = `${oddity.kind} ${oddity.where} ${oddity.name}`;
      const count = (this.#oddities.get(name)?.count ?? 0) + oddity.count;
      this.#oddities.set(name, { ...oddity, count });
    }
    const from = accounts.map((account) => account.from).sort()[0];
    const to = accounts
      .map((account) => account.to)
      .sort()
      .at(-1);
    return {
      span,
      ...(from === undefined || to === undefined ? {} : { told: { from, to } }),
      accounts: accounts.length,
      rows,
      closes: [...new Set(accounts.flatMap(({ closes }) => closes))].sort(),
    };
  }
}
