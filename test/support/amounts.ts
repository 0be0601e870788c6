import type { Block } from '#report/block';
import type { Report } from '#report/report';
import type { Cell, ValueKind } from '#report/value';

const HIDDEN: ReadonlySet<ValueKind> = new Set(['money', 'change', 'quantity', 'price']);

/**
 * Every amount, quantity and price of a report, as texts that an output could hold it in: with and without separators,
 * in two decimals and in full. Those with fewer than five digits are left out: they stand in dates and counts by chance.
 */
export function amountsOf(report: Report): ReadonlySet<string> {
  const { netAssetValue, dayResult } = report.headline;
  const numbers = [netAssetValue, dayResult, ...report.sections.flatMap(({ blocks }) => blocks.flatMap(ofBlock))];
  const texts = new Set<string>();
  for (const cell of numbers) {
    if (typeof cell !== 'number') continue;
    const amount = Math.abs(cell);
    const plain = amount.toFixed(2);
    const grouped = amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    for (const text of [plain, grouped, grouped.replaceAll(',', '’'), String(amount)]) {
      if (text.replaceAll(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '').length >= 5) texts.add(text);
    }
  }
  return texts;
}

function ofBlock(block: Block): readonly (Cell | undefined)[] {
  const of = (kind: ValueKind, cells: readonly (Cell | undefined)[]): readonly (Cell | undefined)[] =>
    HIDDEN.has(kind) ? cells : [];
  switch (block.kind) {
    case 'figures':
      return block.figures.flatMap(({ kind, value }) => of(kind, [value]));
    case 'table':
      return block.columns.flatMap(({ key, kind }) => {
        const cells = (row: { readonly [name: string]: unknown }): Cell => row[key] as Cell;
        return of(kind, [
          ...block.rows.map(cells),
          ...(block.groups ?? []).map(({ totals }) => cells(totals)),
          ...(block.totals ? [cells(block.totals)] : []),
        ]);
      });
    case 'series':
      return [
        ...of(
          block.valueKind,
          block.lines.flatMap(({ values }) => values),
        ),
        ...(block.extra ?? []).flatMap(({ kind, values }) => of(kind, values)),
      ];
    case 'shares':
      return block.shares.flatMap(({ amount, details = [] }) => [amount, ...details.map((detail) => detail.amount)]);
    case 'checks':
      return block.checks.flatMap((check) =>
        of(check.valueKind, [check.expected, check.found, check.difference, check.tolerance]),
      );
    case 'bridge':
      return [
        ...block.periods.flatMap(({ opening, closing, unexplained }) => [opening, closing, unexplained]),
        ...block.lines.flatMap(({ values }) => values),
      ];
    case 'statistics':
    case 'notice':
      return [];
  }
}
