import type { StatementPart, StatementPiece, UnknownRow } from '#domain/statement';
import type { StatementPosition } from '#domain/statement-position';
import { defined } from '#sources/gateway/reading';
import type { FlexRow, FlexStatements } from './document.ts';
import type { ConversionRate, FlexItem, FlexStatementHead } from './items.ts';
import { CLOSE_PARTS, PART_OF_KIND, partOfSection } from './parts.ts';
import { holdings } from './pick-positions.ts';
import { baseOfRates, ratesAt } from './rates.ts';

/** Gathers what one statement lists. */
export class PieceBuilder {
  readonly #head: FlexStatementHead;
  readonly #query: FlexStatements['type'];
  readonly #lists = new Map<StatementPart, unknown[]>();
  readonly #levels = new Map<StatementPart, Set<string>>();
  readonly #failed = new Set<StatementPart>();
  readonly #unknown: UnknownRow[] = [];
  readonly #rates: ConversionRate[] = [];
  #base: string | undefined;

  constructor(head: FlexStatementHead, query: FlexStatements['type']) {
    this.#head = head;
    this.#query = query;
  }

  /** A section that is there is told, also when it is empty. */
  section(name: string): void {
    const part = partOfSection(name);
    if (part !== undefined && part !== 'ratesToBase' && !this.#lists.has(part)) this.#lists.set(part, []);
  }

  item(item: FlexItem, row: FlexRow): void {
    if (item.kind === 'account') this.#base = item.value.baseCurrency;
    else if (item.kind === 'rate') this.#rates.push(item.value);
    else if (item.kind === 'unmapped') {
      const part = partOfSection(row.section);
      if (part !== undefined) this.#failed.add(part);
      const { why, field } = item;
      const { section, name, fields } = row;
      this.#unknown.push(defined({ section, name, why, field, fields }));
    } else if (item.kind !== 'funds-line') this.#lists.get(PART_OF_KIND[item.kind])?.push(item.value);
  }

  /** A row that tells the same as others, or the same as rows that the query does not tick. */
  notCounted(row: FlexRow, level: string): void {
    const part = partOfSection(row.section);
    if (part === undefined) return;
    const levels = this.#levels.get(part) ?? new Set();
    this.#levels.set(part, levels.add(level === '' ? row.name : level));
  }

  build(): StatementPiece {
    const { accountId, from, to, generatedAt } = this.#head;
    const otherLevels = this.#withoutCountingRows();
    const positions = (this.#lists.get('positions') ?? []) as StatementPosition[];
    if (this.#lists.has('positions')) this.#lists.set('positions', [...holdings(positions)]);
    const baseCurrency = this.#base ?? baseOfRates(this.#rates);
    const parts = [...this.#lists];
    const bookings = parts.filter(([part]) => !CLOSE_PARTS.has(part));
    const close = parts.filter(([part]) => CLOSE_PARTS.has(part));
    const partial = [...this.#failed].filter((part) => this.#lists.has(part) || part === 'ratesToBase');
    return defined({
      accountId,
      baseCurrency,
      from,
      to,
      query: this.#query,
      generatedAt,
      bookings: Object.fromEntries(bookings),
      close: defined({
        ...Object.fromEntries(close),
        ratesToBase: ratesAt(to, baseCurrency, this.#rates, positions),
      }),
      unknown: this.#unknown,
      partial: partial.length === 0 ? undefined : partial,
      otherLevels: Object.keys(otherLevels).length === 0 ? undefined : otherLevels,
    });
  }

  /** Takes away lists that are empty only because no row of theirs could be counted or read. */
  #withoutCountingRows(): Readonly<Partial<Record<StatementPart, readonly string[]>>> {
    const otherLevels: Partial<Record<StatementPart, readonly string[]>> = {};
    for (const [part, list] of this.#lists) {
      if (list.length > 0) continue;
      const levels = this.#levels.get(part);
      if (levels !== undefined) otherLevels[part] = [...levels].sort();
      if (levels !== undefined || this.#failed.has(part)) this.#lists.delete(part);
    }
    return otherLevels;
  }
}
