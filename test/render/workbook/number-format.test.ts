import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnFormat, formatOfAny, mixedFormat, unsignedZero } from '#render/workbook/number-format';
import { table } from '#report/block';
import { sampleReport } from '#test/support/sample-report';
import { workbookFile } from '#test/support/workbook-file';

describe('a format of changes', () => {
  it('has no sign for what it rounds to zero, and its sign for all else', () => {
    const format = unsignedZero('+#,##0.00;-#,##0.00;0.00');
    expect([0.0049, -0.0049].map(format)).toEqual(['0.00;0.00', '0.00;0.00']);
    expect([0, 0.005, -0.005, 12].map(format)).toEqual(Array(4).fill('+#,##0.00;-#,##0.00;0.00'));
  });

  it('counts the decimals of a per cent, and not those that a width of a per cent sign pads with', () => {
    expect(unsignedZero('+0.00%;-0.00%;0.00%')(0.00004)).toBe('0.00%;0.00%');
    expect(unsignedZero('+0.00%;-0.00%;0.00%')(0.00006)).toBe('+0.00%;-0.00%;0.00%');
    expect(unsignedZero('#,##0.00_%')(-0.004)).toBe('#,##0.00_%;#,##0.00_%');
    expect(unsignedZero('#,##0')(-0.4)).toBe('#,##0;#,##0');
  });

  it('never hides the sign of an amount that shows a digit', () => {
    const format = columnFormat('change', []);
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), (cents) => {
        const value = cents / 100;
        expect(format(value)).toBe('+#,##0.00;-#,##0.00;0.00');
      }),
    );
  });
});

describe('a format of a formula', () => {
  it('keeps the sign of whatever it comes to give, and has none for what it rounds to zero', () => {
    expect(formatOfAny('+#,##0.00;-#,##0.00;0.00')).toBe('[>=0.005]+#,##0.00;[<=-0.005]-#,##0.00;0.00');
    expect(formatOfAny('+0.00%;-0.00%;0.00%')).toBe('[>=0.00005]+0.00%;[<=-0.00005]-0.00%;0.00%');
    expect(formatOfAny('#,##0.00')).toBe('#,##0.00');
  });

  it('stands on a sum that is a rest of doubles today, as a filter may make it a loss', async () => {
    const block = table({
      id: 't',
      title: 'T',
      sheet: 'T',
      shownIn: ['workbook'],
      columns: [
        { key: 'name', title: 'Name', kind: 'text' },
        { key: 'x', title: 'X', kind: 'change' },
      ],
      rows: [
        { name: 'A', x: -500 },
        { name: 'B', x: 500.001 },
        { name: 'C', x: -0.001 },
      ],
      totals: { name: 'Total', x: -500 + 500.001 - 0.001 },
    });
    const { cells } = (await workbookFile({ ...sampleReport(), sections: [{ id: 's', blocks: [block] }] })).sheet('T');
    expect(cells.get('B7')).toMatchObject({
      formula: 'SUBTOTAL(109,tblT[X])',
      format: '[>=0.005]+#,##0.00;[<=-0.005]-#,##0.00;0.00',
    });
    expect(cells.get('B6')?.format).toBe('0.00;0.00');
    expect(cells.get('B4')?.format).toBe('+#,##0.00;-#,##0.00;0.00');
  });
});

describe('figures of several kinds in one column', () => {
  it('have their points below each other: two decimals each, in the width of a per cent sign where they have none', () => {
    expect(mixedFormat('weight', 0.308)).toBe('0.00%');
    expect(mixedFormat('money', 381_208.29)).toBe('#,##0.00_%');
    expect(mixedFormat('ratio', 0.1748)).toBe('0.00_%;-0.00_%;0.00_%');
  });
});
