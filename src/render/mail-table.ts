import type { TableBlock } from '#report/block';
import { isMissing } from '#report/value';
import type { MailTable, MailTableRow } from '#templates/mail-data';
import { daysInWords, numberText, readsZero } from './format.ts';
import { brief, shortened } from './inert.ts';
import { standsRight, type TextTable, textTable } from './table-text.ts';
import { textWidth } from './text-width.ts';

/** Content of a phone of 390 pixels; figures at 16 pixels, heads at 14. */
export const CONTENT = 350;
const SIZE = 16;
const HEAD_SIZE = 14;
const TITLE_SIZE = 17;
const GAP = 10;
const MOST_COLUMNS = 4;
const MOST_ROWS = 12;
/** A name never takes more than this from the figures; it wraps instead. */
const NAME_LEAST = 96;
const NAME_LIMIT = 80;
const TITLE_LIMIT = 120;
const NOTE_LIMIT = 400;
const HEAD_LIMIT = 40;
const UNIT_LIMIT = 12;
/** Hundredths of the width that bars take at most and at least, and the least bar on its side. */
const BARS = 32;
const LEAST_BARS = 20;
const LEAST_BAR = 1.5;

/**
 * A table for a phone's mail: the first column and at most three others, those of less weight left out first; page and
 * workbook have the rest. A missing figure is `n/a` in its column, its reason stands in the note.
 */
export function mailTable(block: TableBlock, timeZone: string): MailTable {
  const exact = textTable(block, 'mail', timeZone, MOST_ROWS);
  const whole = textTable(block, 'mail', timeZone, MOST_ROWS, true);
  // Bars are worth the decimals, which page and workbook have; where even that makes no room, the decimals are kept.
  const rounded = roomForBars(exact) === 0 && roomForBars(whole) > 0;
  const text = rounded ? whole : exact;
  const kept = chosen(text);
  const lead = kept.findIndex((i) => text.columns[i]?.weight === 'lead');
  const side = kept.map((i) => text.columns[i]?.weight === 'side');
  const room = roomForBars(text);
  const bar = room > 0 ? kept.findIndex((i) => text.columns[i]?.bar === true) : -1;
  const heads = kept.map((i) => headOf(text, i));
  const scale = barsOf(text, kept[bar]);
  // A weight is no gain: its bar is of the ink's tone.
  const plain = text.columns[kept[bar] ?? -1]?.kind === 'weight';
  const rows = text.rows.map((row): MailTableRow => {
    const cell = row.cells[kept[bar] ?? -1];
    const zero = readsZero(row.texts[kept[bar] ?? -1] ?? '');
    const drawn = row.form === 'row' && typeof cell === 'number' && !zero ? scale.bar(cell) : undefined;
    return {
      label: shortened(row.texts[0] ?? '', NAME_LIMIT),
      cells: kept.map((i) => (isMissing(row.cells[i]) ? 'n/a' : shortened(row.texts[i] ?? '', NAME_LIMIT))),
      figures: kept.map((i) => rightOf(text, i)),
      strong: row.form !== 'row' || row.tone === 'strong',
      lead,
      side,
      dim: row.tone === 'dim',
      total: row.form === 'total',
      ...(drawn ? { bar: { ...drawn, plain } } : {}),
    };
  });
  const more = text.hidden > 0 ? `${numberText(text.hidden, { decimals: 0 })} more in the full report.` : '';
  const title = brief(daysInWords(block.title), TITLE_LIMIT);
  return {
    ...layout(text, kept, title, bar >= 0 ? { before: bar, left: scale.left, room } : undefined),
    kind: 'table',
    title,
    note: [more, ...reasons(text, kept), brief(daysInWords(block.note ?? ''), NOTE_LIMIT), rounded ? 'Rounded.' : '']
      .filter((part) => part !== '')
      .join(' '),
    heads,
    firstHead: shortened(text.heads[0]?.title ?? '', HEAD_LIMIT),
    rows,
  };
}

function headOf(text: TextTable, index: number): string {
  const { title, unit } = text.heads[index] ?? { title: '', unit: '' };
  const short = shortened(title, HEAD_LIMIT);
  return unit === '' || short.includes(unit) ? short : `${short} ${shortened(unit, UNIT_LIMIT)}`;
}

const rightOf = (text: TextTable, index: number): boolean => {
  const column = text.columns[index];
  return column !== undefined && standsRight(column);
};

/** Indices of the columns beside the first: grey ones go first, then the last ones, until the rest fits a phone. */
function chosen(text: TextTable): readonly number[] {
  let kept = [...text.columns.keys()].slice(1);
  const weightOf = (i: number): number => {
    const weight = text.columns[i]?.weight;
    return weight === 'lead' ? 2 : weight === 'side' ? 0 : 1;
  };
  const needed = (): number => kept.reduce((sum, i) => sum + columnWidth(text, i), NAME_LEAST);
  while (kept.length > 1 && (kept.length >= MOST_COLUMNS || needed() > CONTENT)) {
    const least = Math.min(...kept.map(weightOf));
    const out = kept.findLast((i) => weightOf(i) === least);
    kept = kept.filter((i) => i !== out);
  }
  return kept;
}

/** Hundredths of the width for bars; 0 where there are none, or a name would have to wrap for them. */
function roomForBars(text: TextTable): number {
  const kept = chosen(text);
  if (!kept.some((i) => text.columns[i]?.bar)) return 0;
  const names = Math.max(0, ...text.rows.map((row) => textWidth(row.texts[0] ?? '', SIZE, row.form !== 'row')));
  const figures = kept.reduce((sum, i) => sum + Math.ceil((columnWidth(text, i) / CONTENT) * 100), 0);
  const room = Math.floor(100 - (names / CONTENT) * 100) - figures;
  return room < LEAST_BARS ? 0 : Math.min(BARS, room);
}

function columnWidth(text: TextTable, index: number): number {
  const bold = text.columns[index]?.weight === 'lead';
  const words = headOf(text, index).split(' ');
  const head = Math.max(...words.map((word) => textWidth(word, HEAD_SIZE)));
  const cells = text.rows.map((row) => {
    if (isMissing(row.cells[index])) return textWidth('n/a', SIZE, bold);
    const wide = textWidth(row.texts[index] ?? '', SIZE, bold || row.form !== 'row');
    return rightOf(text, index) ? wide : Math.min(wide, NAME_LEAST);
  });
  return Math.max(head, ...cells) + GAP;
}

/**
 * The title stands in the row of the heads, over the names and the bars beside them, as long as it fits; heads stay on one
 * line as long as names and title leave room for it.
 */
function layout(
  text: TextTable,
  kept: readonly number[],
  title: string,
  bars: { readonly before: number; readonly left: number; readonly room: number } | undefined,
): Pick<MailTable, 'widths' | 'titleInHead' | 'bars'> {
  const room = bars?.room ?? 0;
  const shared = (widths: readonly number[]): number[] => {
    const own = widths.map((width) => Math.ceil((width / CONTENT) * 1000) / 10);
    const names = 100 - room - own.reduce((sum, width) => sum + width, 0);
    return [Math.max(0, Math.round(names * 10) / 10), ...(bars ? [room] : []), ...own];
  };
  const needed = kept.map((i) => columnWidth(text, i));
  const tight = shared(needed);
  const roomy = shared(
    needed.map((width, n) => Math.max(width, textWidth(headOf(text, kept[n] ?? 0), HEAD_SIZE) + GAP)),
  );
  const names = Math.max(0, ...text.rows.map((row) => textWidth(row.texts[0] ?? '', SIZE, row.form !== 'row')));
  const first = (widths: readonly number[]): number => ((widths[0] ?? 0) * CONTENT) / 100;
  const holdsTitle = (widths: readonly number[]): boolean =>
    textWidth(title, TITLE_SIZE, true) <= first(widths) + (bars?.before === 0 ? (room * CONTENT) / 100 : 0);
  const named = [roomy, tight].filter((widths) => first(widths) >= names);
  const widths = named.find(holdsTitle) ?? named[0] ?? tight;
  return {
    widths,
    titleInHead: holdsTitle(widths),
    ...(bars ? { bars: { before: bars.before, left: bars.left } } : {}),
  };
}

interface MailBars {
  /** Hundredths of the bars' width that lie left of zero. */
  readonly left: number;
  readonly bar: (value: number) => { width: number; loss: boolean } | undefined;
}

/** The two sides share the width as largest loss and largest gain do, so that a length means the same on both. */
function barsOf(text: TextTable, index: number | undefined): MailBars {
  const numbers = text.rows.flatMap((row) => {
    const cell = index === undefined || row.form !== 'row' ? undefined : row.cells[index];
    return typeof cell === 'number' ? [cell] : [];
  });
  const gain = numbers.reduce((most, value) => Math.max(most, value), 0);
  const loss = -numbers.reduce((least, value) => Math.min(least, value), 0);
  const share = (value: number, most: number): number => Math.max(LEAST_BAR, Math.round((value / most) * 1000) / 10);
  return {
    left: gain + loss === 0 ? 0 : Math.round((loss / (gain + loss)) * 1000) / 10,
    bar: (value) => {
      if (value === 0) return undefined;
      return value > 0 ? { width: share(value, gain), loss: false } : { width: share(-value, loss), loss: true };
    },
  };
}

/** `n/a for 5 years: account is younger.` */
function reasons(text: TextTable, kept: readonly number[]): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const row of text.rows) {
    for (const i of kept) {
      const cell = row.cells[i];
      if (!isMissing(cell)) continue;
      const names = byReason.get(cell.missing) ?? new Set();
      byReason.set(cell.missing, names.add(shortened(row.texts[0] ?? '', 30)));
    }
  }
  return [...byReason].map(([reason, names]) => {
    const more = names.size - 3;
    const some = [...names].slice(0, 3).join(', ');
    const others = more > 0 ? ` and ${more} ${more === 1 ? 'other' : 'others'}` : '';
    return `n/a for ${some}${others}: ${brief(reason, TITLE_LIMIT)}.`;
  });
}
