import { type BridgeBlock, type Row, type TableBlock, table } from '#report/block';
import { dayOf, shortDay } from './day-text.ts';
import { moneyText } from './format.ts';

/** The lines of a bridge with a column for each period. Opening and closing value are levels, all between changes. */
export function bridgeTable({ id, title, shownIn, unit, periods, lines }: BridgeBlock): TableBlock {
  const cells = (of: (period: BridgeBlock['periods'][number], index: number) => Row[string]): Row =>
    Object.fromEntries(periods.map((period, i) => [`p${i}`, of(period, i)]));
  return table({
    id,
    title,
    shownIn,
    columns: [
      { key: 'line', title: 'Line', kind: 'text' },
      ...periods.map(({ name, from }, i) => ({
        key: `p${i}`,
        title: name === 'Day' ? name : `${name} from ${shortOf(from)}`,
        kind: 'change' as const,
        unit,
        // The one that the bars draw: a phone shows it first.
        ...(i > 0 && i === periods.length - 1 ? { weight: 'lead' as const } : {}),
      })),
    ],
    rows: [
      { ...cells(({ opening }) => moneyText(opening)), $tone: 'strong', line: 'Opening value' },
      ...lines.map(({ label, values }) => ({ ...cells((_, i) => values[i] ?? null), line: label })),
      {
        ...cells(({ unexplained }) => unexplained),
        // What passes is said in grey; what does not has to be seen.
        $tone: periods.some(({ verdict }) => verdict === 'fail') ? 'loss' : 'dim',
        line: 'Unexplained',
      },
    ],
    totals: { ...cells(({ closing }) => moneyText(closing)), line: 'Closing value' },
  });
}

/** For a mail: the first period alone, without the lines that are zero; Unexplained always stands. */
export function mailBridge(block: BridgeBlock): TableBlock {
  const [period] = block.periods;
  const lines = block.lines
    .map(({ label, values }) => ({ label, values: values.slice(0, 1) }))
    .filter(({ values: [value] }) => value !== 0 && value !== null && value !== undefined);
  const made = bridgeTable({ ...block, periods: period ? [period] : [], lines });
  const verdict = { pass: ', ok', fail: ', over the limit' };
  const named = (label: unknown): string => {
    if (!period) return String(label);
    if (label === 'Opening value') return `Opening, ${shortOf(period.from)}`;
    return label === 'Unexplained' && period.verdict ? `Unexplained${verdict[period.verdict]}` : String(label);
  };
  return {
    ...made,
    columns: made.columns.map((column) => (column.key === 'line' ? column : { ...column, title: block.unit })),
    rows: made.rows.map((row) => ({ ...row, line: named((row as { line?: unknown }).line) })),
    totals: { ...made.totals, line: period ? `Closing, ${shortOf(period.to)}` : 'Closing' },
    ...(block.note === undefined ? {} : { note: block.note }),
  };
}

function shortOf(date: string): string {
  const day = dayOf(date);
  return day ? shortDay(day) : date;
}
