import { weightBase } from '#analytics/allocation';
import { type Block, table } from '#report/block';
import { momentText } from '#report/headline';
import { holdingName, holdingSymbol } from '#report/holding-name';
import type { HoldingsValue, ReportContext } from '#report/report-context';

const MOST = 10;

/**
 * The ten holdings with the largest values, short ones by their size, for a sheet with bars: beside the many columns of all
 * positions nobody would see them. Nothing while a holding can't be valued, as it may be the largest.
 */
export function largestHoldings(seen: HoldingsValue, { base, run, timeZone }: ReportContext): readonly Block[] {
  const { valuation } = seen;
  const whole = weightBase(valuation);
  if (whole === undefined || valuation.holdings.without.length > 0) return [];
  const valued = valuation.positions.flatMap(({ position, valueBase }) =>
    typeof valueBase === 'number' ? [{ position, value: valueBase }] : [],
  );
  const largest = valued.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, MOST);
  if (largest.length < 2) return [];
  return [
    table({
      id: 'largest-holdings',
      title: `${largest.length} largest holdings`,
      subtitle: `By size of value, ${base} and % of value, ${momentText(seen, run, timeZone)}`,
      shownIn: ['workbook'],
      sheet: 'Largest holdings',
      columns: [
        { key: 'symbol', title: 'Symbol', kind: 'text' },
        { key: 'name', title: 'Name', kind: 'text', weight: 'side' },
        { key: 'value', title: 'Value', kind: 'money', unit: base, weight: 'lead' },
        { key: 'weight', title: 'Weight', kind: 'weight', bar: true },
      ],
      rows: largest.map(({ position, value }) => ({
        symbol: holdingSymbol(position),
        name: holdingName(position) ?? null,
        value,
        weight: value / whole,
      })),
    }),
  ];
}
