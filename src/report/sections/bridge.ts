import type { Snapshot } from '#domain/snapshot';
import type { BridgeBlock } from '#report/block';
import { BRIDGE_LABELS, type BridgeColumn, bridgeColumn } from '#report/bridge-column';
import type { ReportSection } from '#report/report';
import type { ReportContext } from '#report/report-context';
import type { Cell } from '#report/value';
import { amountText, changeText, dayText, listText } from '#report/wording';

/** What led from the opening to the closing value of day, month and year: short in the mail, whole elsewhere. */
export function bridge(_snapshot: Snapshot, context: ReportContext): ReportSection {
  const columns = distinct(
    context.moves
      .filter(({ name }) => name !== 'Since')
      .flatMap(
        (moves) => bridgeColumn(moves, { ...context, statement: context.statement, money: context.money }) ?? [],
      ),
  );
  const day = columns.filter(({ moves }) => moves.name === 'Day');
  const { base } = context;
  const blocks: BridgeBlock[] = columns.length === 0 ? [] : [blockOf(columns, base)];
  if (day.length > 0) {
    const { sheet: _, ...short } = blockOf(day, base);
    blocks.unshift({ ...short, id: 'bridge-day', title: 'Opening to closing', shownIn: ['mail'] });
  }
  return { id: 'bridge', blocks };
}

/** The first market day of a month or a year is that month's only one so far: one column, not two. */
function distinct(columns: readonly BridgeColumn[]): readonly BridgeColumn[] {
  return columns.filter((column, i) => columns.findIndex(({ moves }) => moves.from === column.moves.from) === i);
}

function blockOf(columns: readonly BridgeColumn[], base: string): BridgeBlock {
  const last = columns.at(-1) as BridgeColumn;
  return {
    kind: 'bridge',
    id: 'bridge',
    title: titleOf(last, base),
    subtitle: `From opening to closing value, ${base}${columns.length > 1 ? `. Bars, where there is room, draw the ${last.moves.name.toLowerCase()}` : ''}`,
    shownIn: ['page', 'workbook'],
    sheet: 'Bridge',
    unit: base,
    periods: columns.map(({ moves, unexplained, verdict }) => ({
      name: moves.name,
      from: moves.from,
      to: moves.to,
      opening: moves.opening,
      closing: moves.closing,
      unexplained,
      ...(verdict ? { verdict } : {}),
    })),
    lines: linesOf(columns),
    note: noteOf(columns, base),
  };
}

/** Lines that few accounts know only where one of the periods has them. */
const ALWAYS: ReadonlySet<string> = new Set([
  BRIDGE_LABELS.deposits,
  BRIDGE_LABELS.withdrawals,
  BRIDGE_LABELS.dividends,
  BRIDGE_LABELS.tax,
  BRIDGE_LABELS.interest,
  BRIDGE_LABELS.fees,
]);

function linesOf(columns: readonly BridgeColumn[]): BridgeBlock['lines'] {
  const named: readonly string[] = Object.values(BRIDGE_LABELS);
  const place = (label: string): number => (named.includes(label) ? named.indexOf(label) : named.length);
  const labels = [...new Set(columns.flatMap(({ steps }) => steps.map(({ label }) => label)))];
  labels.sort((a, b) => place(a) - place(b));
  return labels.flatMap((label) => {
    const found = columns.map(({ steps }) => steps.find((step) => step.label === label));
    const values = found.map((step): Cell => step?.value ?? null);
    if (!ALWAYS.has(label) && values.every((value) => value === 0 || value === null)) return [];
    const flow = found.some((step) => step?.flow) ? { flow: true } : {};
    const rest = found.some((step) => step?.rest) ? { rest: true as const } : {};
    return [{ label, values, ...flow, ...rest }];
  });
}

function titleOf({ moves }: BridgeColumn, base: string): string {
  const { name, from, to, flows, impliedFlows, result } = moves;
  const when = name === 'Day' ? dayText(to) : `${name} from ${dayText(from)}`;
  if (typeof result !== 'number') return `${when}: from opening to closing value`;
  const paidIn = typeof flows === 'number' ? flows : (impliedFlows ?? 0);
  const moved =
    paidIn === 0
      ? ''
      : paidIn > 0
        ? `${amountText(paidIn)} ${base} paid in, `
        : `${amountText(-paidIn)} ${base} paid out, `;
  return `${when}: ${moved}${changeText(result)} ${base} result`;
}

function noteOf(columns: readonly BridgeColumn[], base: string): string {
  const failed = columns.filter(({ verdict }) => verdict === 'fail');
  const passed = columns.filter(({ verdict }) => verdict === 'pass');
  const limit = (column: BridgeColumn): string => `${amountText(column.tolerance)} ${base}`;
  const names = (list: readonly BridgeColumn[]): string => listText(list.map(({ moves }) => moves.name.toLowerCase()));
  const sentences = [
    ...failed.map(
      (column) =>
        `${column.moves.name}: ${typeof column.unexplained === 'number' ? changeText(column.unexplained) : ''} ${base} unexplained is over the limit of ${limit(column)}.`,
    ),
    ...(passed[0]
      ? [
          `Unexplained is within its limit of ${limit(passed[0])} (1 bp, at least 1.00)${columns.length > 1 ? ` over ${names(passed)}` : ''}.`,
        ]
      : []),
  ];
  const splits = columns.filter(({ steps }) => steps.some(({ label }) => label === BRIDGE_LABELS.price));
  const source = columns.some(({ steps }) => steps.some(({ label }) => label === BRIDGE_LABELS.priceAndFx))
    ? ['Price and currency in one line: no holdings were kept of that opening close, the broker’s own sum is shown.']
    : [];
  const own = splits.length > 0 ? ['Price and currency (FX) by holdings and rates of both closes.'] : [];
  return [...sentences, ...own, ...source].join(' ');
}
