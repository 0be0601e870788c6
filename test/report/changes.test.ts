import { describe, expect, it } from 'vitest';
import type { Figure } from '#report/block';
import { changesBetween, changesSection } from '#report/changes';
import type { Report } from '#report/report';
import type { Cell } from '#report/value';
import { sampleReport } from '#test/support/sample-report';

type Kind = Omit<Figure, 'label' | 'value'>;

const withFigure = (value: Cell, kind: Kind): Report => ({
  ...sampleReport(),
  sections: [
    {
      id: 'overview',
      blocks: [
        {
          ...{ kind: 'figures', id: 'summary', title: 'Summary', shownIn: ['workbook'] },
          figures: [{ label: 'Figure', value, ...kind }],
        },
      ],
    },
  ],
});
const between = (before: Cell, after: Cell, kind: Kind) =>
  changesBetween(withFigure(before, kind), withFigure(after, kind));
/** What the section says of it; undefined where nothing changed. */
function line(before: Cell, after: Cell, kind: Kind): string | undefined {
  const [block] = changesSection(between(before, after, kind)).blocks;
  return block?.kind === 'notice' ? block.items[0]?.text : undefined;
}

describe('the line that tells a changed figure', () => {
  it('names the unit with the old and the new amount', () => {
    expect(line(1000, 1005, { kind: 'money', unit: 'USD' })).toBe('1,000.00 USD, now 1,005.00 USD');
    expect(line(1, -2, { kind: 'change', unit: 'EUR' })).toBe('+1.00 EUR, now −2.00 EUR');
  });

  it('names a measure once', () => {
    expect(line(0.01, 0.02, { kind: 'return', unit: '%' })).toBe('+1.00%, now +2.00%');
    expect(line(0.46, 0.41, { kind: 'weight', unit: 'of value' })).toBe('46.0%, now 41.0%');
    expect(line(0.001, -0.001, { kind: 'points', unit: 'pp' })).toBe('+0.10 pp, now −0.10 pp');
  });

  it('says why a figure has no value', () => {
    expect(line({ missing: 'no rate for EUR' }, 2, { kind: 'money', unit: 'USD' })).toBe(
      'n/a: no rate for EUR, now 2.00 USD',
    );
  });

  it('sees a rate that changed in its last decimal, and no count', () => {
    expect(line(1.080001, 1.080002, { kind: 'rate' })).toBe('1.080001, now 1.080002');
    expect(between(8, 9, { kind: 'count' }).figures).toEqual([]);
  });
});
