import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateScale, valueScale } from '#render/workbook/chart-scale';

describe('a value axis', () => {
  it('holds every value in few round steps', () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, (all) => {
        const { min, max, step } = valueScale('money', all);
        const slack = step * 1e-6;
        expect(min).toBeLessThanOrEqual(Math.min(...all) + slack);
        expect(max).toBeGreaterThanOrEqual(Math.max(...all) - slack);
        expect(step).toBeGreaterThan(0);
        expect((max - min) / step).toBeLessThanOrEqual(8.01);
      }),
    );
  });

  it('writes thousands and millions short, and says so', () => {
    expect(valueScale('money', [550_000, 740_000])).toMatchObject({
      min: 550_000,
      max: 750_000,
      step: 50_000,
      format: '#,##0,',
      magnitude: 'thousand',
    });
    expect(valueScale('money', [2e6, 9e6])).toMatchObject({ format: '#,##0,,', magnitude: 'million' });
    expect(valueScale('money', [1, 90])).toMatchObject({ format: '#,##0', magnitude: '' });
    expect(valueScale('return', [-0.04, 0.21])).toMatchObject({ min: -0.05, max: 0.25, format: '0%' });
  });

  it('writes each step in full, so that no two labels are rounded apart', () => {
    expect(valueScale('return', [0, 0.125])).toMatchObject({ step: 0.025, format: '0.0%' });
    expect(valueScale('money', [0, 12_500])).toMatchObject({ step: 2500, format: '#,##0.0,' });
    expect(valueScale('money', [0, 1_250_000])).toMatchObject({ step: 250_000, format: '#,##0.00,,' });
    expect(valueScale('money', [0, 12.5])).toMatchObject({ step: 2.5, format: '#,##0.0' });
  });

  it('has room around a single value, and stands without any', () => {
    expect(valueScale('money', [100])).toMatchObject({ max: expect.any(Number) });
    const { min, max } = valueScale('money', [100, 100]);
    expect(max).toBeGreaterThan(min);
    expect(valueScale('money', [])).toMatchObject({ min: 0, max: 1 });
  });
});

describe('a date axis', () => {
  it('has at most a dozen labels on any span', () => {
    const length = { days: 1, months: 30.4, years: 365.25 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (span) => {
        const { unit, step } = dateScale(span);
        expect(step).toBeGreaterThanOrEqual(1);
        expect(span / (step * length[unit])).toBeLessThanOrEqual(12);
      }),
    );
  });
});
