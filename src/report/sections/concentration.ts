import { weightBase } from '#analytics/allocation';
import { byCurrency, bySector, type SchemeLine } from '#analytics/allocation-schemes';
import { concentration as concentrationOf } from '#analytics/concentration';
import type { Valuation } from '#analytics/valuation';
import { type Block, type Figure, table } from '#report/block';
import { momentText } from '#report/headline';
import { noRate } from '#report/missing';
import type { HoldingsValue, ReportContext } from '#report/report-context';
import { section } from '#report/section';
import type { Cell } from '#report/value';
import { weightCell } from '#report/weight-cell';
import { weightText } from '#report/wording';
import { largestHoldings } from './largest-holdings.ts';

/** How much of the account hangs on few holdings, how far it is invested, and how it is split by currency and sector. */
export const concentration = section({
  id: 'concentration',
  title: 'Concentration and exposure',
  needs: ['positions', 'ledger'],
  build: ({ ledger }, context) => {
    const { holdings } = context;
    if (!holdings || holdings.valuation.positions.length === 0) return [];
    const { valuation } = holdings;
    const [currencies, sectors] = [byCurrency(valuation, ledger.value), bySector(valuation)];
    return [
      ...figures(holdings, context),
      ...largestHoldings(holdings, context),
      ...scheme('currency', 'Currency', currencies, holdings, context),
      ...scheme('sector', 'Sector', sectors, holdings, context),
    ];
  },
});

function figures(seen: HoldingsValue, { base, run, timeZone }: ReportContext): readonly Block[] {
  const { valuation, asOf } = seen;
  const values = byContract(valuation);
  const long = values.filter((value) => value > 0).reduce((sum, value) => sum + value, 0);
  const short = values.filter((value) => value < 0).reduce((sum, value) => sum + value, 0);
  const whole = weightBase(valuation);
  const told = concentrationOf(values, whole ?? 0);
  // A holding without a rate may be the largest: of what can be converted alone nothing can be said.
  const { without } = valuation.holdings;
  const cell = (value: Cell): Cell => (without.length > 0 ? noRate(without) : value);
  const figure = (label: string, kind: Figure['kind'], value: Cell, unit?: string): Figure => ({
    ...{ label, kind, value: cell(value), source: 'holdings', asOf },
    ...(unit === undefined ? {} : { unit }),
  });
  // The five largest of four are all there is.
  const among = (most: number): boolean => without.length > 0 || values.length > most;
  const top = [
    figure('Largest holding', 'weight', told.top[1], 'of holdings'),
    ...(among(5) ? [figure('Five largest holdings', 'weight', told.top[5], 'of holdings')] : []),
    ...(among(10) ? [figure('Ten largest holdings', 'weight', told.top[10], 'of holdings')] : []),
  ];
  const rest = [
    figure('Herfindahl index (HHI)', 'ratio', told.herfindahl),
    figure('Effective number of holdings', 'ratio', told.effectiveHoldings),
    figure('Long', 'money', long, base),
    figure('Short', 'money', short, base),
    figure('Gross exposure', 'weight', told.grossLeverage, 'of value'),
    figure('Net exposure', 'weight', told.netLeverage, 'of value'),
  ];
  const frame = {
    kind: 'figures',
    note: 'Shares are of the sum of absolute values of all holdings, short ones included. Futures count with no value.',
  } as const;
  const [name, share] = among(5) ? ['Top five', told.top[5]] : ['Largest holding', told.top[1]];
  const title =
    typeof share === 'number' && without.length === 0 ? `${name} ${weightText(share)} of holdings` : 'Concentration';
  return [
    {
      ...frame,
      id: 'concentration',
      title,
      subtitle: `Concentration and exposure, ${momentText(seen, run, timeZone)}`,
      shownIn: ['page', 'workbook'],
      sheet: 'Exposure',
      figures: [...top, ...rest],
    },
    {
      kind: 'figures',
      id: 'exposure',
      title: 'Exposure',
      shownIn: ['mail'],
      figures: [
        ...top.slice(0, 2).slice(-1),
        ...rest.filter(({ label }) => label === 'Gross exposure' || label === 'Net exposure'),
      ],
    },
  ];
}

/** One contract may be held in several rows. */
function byContract({ positions }: Valuation): readonly number[] {
  const sums = new Map<number, number>();
  for (const { position, valueBase } of positions) {
    if (typeof valueBase === 'number') sums.set(position.conid, (sums.get(position.conid) ?? 0) + valueBase);
  }
  return [...sums.values()];
}

function scheme(
  id: 'currency' | 'sector',
  name: string,
  lines: readonly SchemeLine[],
  seen: HoldingsValue,
  { base, run, timeZone }: ReportContext,
): readonly Block[] {
  if (lines.length === 0) return [];
  const { valuation } = seen;
  const weight = (value: number): Cell => weightCell(value, valuation);
  const first = lines.find((line) => line.name !== undefined);
  const [long, short] = [
    lines.reduce((sum, line) => sum + line.long, 0),
    lines.reduce((sum, line) => sum + line.short, 0),
  ];
  const share = first && weight(first.long + first.short);
  const what = id === 'currency' ? 'Holdings, cash and accruals by currency' : 'Holdings by sector';
  return [
    table({
      id: `allocation-${id}`,
      title: first && typeof share === 'number' ? `${first.name} ${weightText(share)}` : `Allocation by ${id}`,
      subtitle: `${what}, ${base} and % of value, ${momentText(seen, run, timeZone)}`,
      shownIn: ['page', 'workbook'],
      sheet: id === 'currency' ? 'By currency' : 'By sector',
      columns: [
        { key: 'name', title: name, kind: 'text' },
        { key: 'long', title: 'Long', kind: 'money', unit: base, weight: 'side' },
        { key: 'short', title: 'Short', kind: 'money', unit: base, weight: 'side' },
        { key: 'net', title: 'Net', kind: 'money', unit: base, weight: 'lead' },
        { key: 'weight', title: 'Weight', kind: 'weight', bar: true },
      ],
      rows: lines.map((line) => ({
        ...(line.name === undefined ? { $tone: 'dim' as const } : {}),
        name: line.name ?? 'Unclassified',
        long: line.long,
        short: line.short,
        net: line.long + line.short,
        weight: weight(line.long + line.short),
      })),
      totals: { name: 'Total', long, short, net: long + short, weight: weight(long + short) },
      limit: 40,
      ...(id === 'sector' ? { note: 'The broker files funds, options and bonds under no sector.' } : {}),
    }),
  ];
}
