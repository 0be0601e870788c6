import type { StatementPart, StatementPiece, UnknownRow } from '#domain/statement';
import type { StatementPosition } from '#domain/statement-position';
import { defined } from '#sources/gateway/reading';
import type { FlexRow, FlexStatements } from './document.ts';
import type { ConversionRate, FlexItem, FlexStatementHead } from './items.ts';
import { CLOSE_PARTS, PART_OF_KIND, partOfSection } from './parts.ts';
import { holdingKey, holdings } from './pick-positions.ts';
import { baseOfRates, ratesAt } from './rates.ts';

/** Gathers what one statement lists. */
export class PieceBuilder {
  readonly #head: FlexStatementHead;
  readonly #query: FlexStatements['type'];
  readonly #lists = new Map<StatementPart, unknown[]>();
  readonly #levels = new Map<StatementPart, Set<string>>();
  readonly #failed = new Set<StatementPart>();
  readonly #withoutRows: ReadonlySet<StatementPart>;
  /** Lists whose rows were not kept. */
  readonly #leftOut = new Set<StatementPart>();
  readonly #unknown: UnknownRow[] = [];
  readonly #rates: ConversionRate[] = [];
  readonly #unlabelled: { readonly value: StatementPosition; readonly fields: FlexRow['fields'] }[] = [];
  #base: string | undefined;

  /** @param withoutRows lists whose rows are not kept */
  constructor(
    head: FlexStatementHead,
    query: FlexStatements['type'],
    withoutRows: ReadonlySet<StatementPart> = new Set(),
  ) {
    this.#withoutRows = withoutRows;
    this.#head = head;
    this.#query = query;
  }

  /** A section that is there is told, also when it is empty. */
  section(name: string): void {
    const part = partOfSection(name);
    if (part !== undefined && part !== 'ratesToBase' && !this.#lists.has(part)) this.#lists.set(part, []);
  }

  item(item: FlexItem, row: FlexRow): void {
    this.#base ??= baseIn(row);
    if (item.kind === 'account') this.#base = item.value.baseCurrency ?? this.#base;
    else if (item.kind === 'rate') this.#rates.push(item.value);
    else if (item.kind === 'unmapped') {
      const part = partOfSection(row.section);
      if (part !== undefined) this.#failed.add(part);
      const { why, field } = item;
      const { section, name, fields } = row;
      this.#unknown.push(defined({ section, name, why, field, fields }));
    } else if (!isUnused(item)) this.#add(item.value, PART_OF_KIND[item.kind], row);
  }

  #add(value: unknown, part: StatementPart, { section, name, fields }: FlexRow): void {
    const list = partOfSection(section) === part ? this.#lists.get(part) : undefined;
    if (list === undefined) this.#unknown.push({ section, name, why: 'unknown', fields });
    else if (this.#withoutRows.has(part)) this.#leftOut.add(part);
    else if (part === 'positions' && (fields.levelOfDetail ?? '') === '')
      this.#unlabelled.push({ value: value as StatementPosition, fields });
    else list.push(value);
  }

  /** Of a holding that stands in several rows without a level nobody knows which of them is the sum of the others. */
  #placeUnlabelled(): void {
    const groups = Map.groupBy(this.#unlabelled, ({ value }) => holdingKey(value));
    for (const rows of groups.values()) {
      if (rows.length === 1) this.#lists.get('positions')?.push(...rows.map(({ value }) => value));
      else {
        this.#failed.add('positions');
        for (const { fields } of rows) {
          const row = { section: 'OpenPositions', name: 'OpenPosition', fields };
          this.#unknown.push({ ...row, why: 'field-missing', field: 'levelOfDetail' });
        }
      }
    }
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
    this.#placeUnlabelled();
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
      if (list.length > 0 || this.#leftOut.has(part)) continue;
      const levels = this.#levels.get(part);
      if (levels !== undefined) otherLevels[part] = [...levels].sort();
      if (levels !== undefined || this.#failed.has(part)) this.#lists.delete(part);
    }
    return otherLevels;
  }
}

/** Known, and in no part: lines of funds repeat what other sections tell, changes of accruals are none at the close. */
function isUnused(item: FlexItem): item is Extract<FlexItem, { kind: 'funds-line' }> {
  return item.kind === 'funds-line' || (item.kind === 'dividend-accrual' && item.value.state === 'change');
}

/** Fields that name the base currency, by their row. */
const BASE_FIELDS: Readonly<Record<string, string>> = {
  ChangeInNAV: 'currency',
  EquitySummaryByReportDateInBase: 'currency',
  FxTransaction: 'functionalCurrency',
};

function baseIn({ name, fields }: FlexRow): string | undefined {
  const field = Object.hasOwn(BASE_FIELDS, name) ? BASE_FIELDS[name] : undefined;
  const currency = field !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined;
  return currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : undefined;
}
