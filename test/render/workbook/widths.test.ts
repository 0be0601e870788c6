import { describe, expect, it } from 'vitest';
import { owingReport } from '#test/support/owing-report';
import { type WorkbookFile, workbookFile } from '#test/support/workbook-file';
import { elements } from '#test/support/xml';

/** Widths in characters, by column letter. */
function widths(file: WorkbookFile, sheet: string): ReadonlyMap<string, number> {
  return new Map(
    elements(file.sheet(sheet).xml, 'col').flatMap(({ attributes: { min, max, width } }) =>
      Array.from({ length: Number(max) - Number(min) + 1 }, (_, index): [string, number] => [
        String.fromCharCode(64 + Number(min) + index),
        Number(width),
      ]),
    ),
  );
}

describe('a column of days', () => {
  it('has room for the six decimals of a fall of a tenth and more', async () => {
    const file = await workbookFile(owingReport());
    const { cells } = file.sheet('Daily');
    const letter = [...cells].find(([address, { value }]) => /^[A-Z]3$/.test(address) && value === 'Drawdown')?.[0][0];
    const lowest = Math.min(
      ...[...cells].flatMap(([address, { value }]) =>
        address.startsWith(`${letter}`) && typeof value === 'number' ? [value] : [],
      ),
    );
    expect(lowest).toBeLessThan(-0.1);
    const shown = `${(lowest * 100).toFixed(6)}%`;
    expect(widths(file, 'Daily').get(letter ?? '')).toBeGreaterThanOrEqual(shown.length + 1.5);
  });
});
