import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, calendarDate } from '#domain/calendar-date';
import { barScale } from '#render/bars';
import { bridgeTable } from '#render/bridge-table';
import { inRows } from '#render/page-layout';
import { pageTable } from '#render/page-table';
import { monthEnds } from '#render/series-table';
import { waterfall } from '#render/waterfall';
import { type BridgeBlock, table } from '#report/block';
import type { PageBlock } from '#templates/page-data';

describe('bars', () => {
  test('share one zero: losses end there, gains begin there, lengths are in proportion', () => {
    const { zero, bar } = barScale([30, -10, 15], 80);
    expect(zero).toBe(20);
    expect(bar(30)).toEqual({ x: 20, width: 60, loss: false });
    expect(bar(-10)).toEqual({ x: 0, width: 20, loss: true });
    expect(bar(15)).toEqual({ x: 20, width: 30, loss: false });
    expect(bar(0)).toBeUndefined();
  });

  test('do not stand beside what reads as zero', () => {
    const { table: drawn } = pageTable(
      table({
        id: 't',
        title: 'T',
        shownIn: ['page'],
        columns: [
          { key: 'name', title: 'Name', kind: 'text' },
          { key: 'amount', title: 'Amount', kind: 'change', unit: 'USD', bar: true },
        ],
        rows: [
          { name: 'Dust', amount: 1e-12 },
          { name: 'Cents', amount: 0.05 },
        ],
      }),
      'UTC',
      10,
    );
    expect(drawn.rows.map(({ cells }) => [cells[1]?.text, cells[1]?.bar !== undefined])).toEqual([
      ['0.00', false],
      ['+0.05', true],
    ]);
  });

  test('never leave their track and are never too thin to see', () => {
    const amounts = fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { minLength: 1 });
    fc.assert(
      fc.property(amounts, (values) => {
        const { bar } = barScale(values, 62);
        for (const value of values) {
          const drawn = bar(value);
          if (!drawn) continue;
          expect(drawn.width).toBeGreaterThanOrEqual(0.8);
          expect(drawn.x).toBeGreaterThanOrEqual(0);
          expect(drawn.x + drawn.width).toBeLessThanOrEqual(62.11);
          expect(drawn.loss).toBe(value < 0);
        }
      }),
    );
  });
});

describe('rows of the page', () => {
  const block = (id: string, half: boolean): PageBlock => ({
    id,
    half,
    title: id,
    subtitle: '',
    note: '',
    body: { kind: 'words', text: '' },
  });
  const order = (...blocks: PageBlock[]): string[] => inRows(blocks).map(({ id, half }) => (half ? `${id} half` : id));

  test('two halves stand side by side, a lone one takes the whole row', () => {
    expect(order(block('a', true), block('b', true), block('c', true))).toEqual(['a half', 'b half', 'c']);
    expect(order(block('a', false), block('b', true), block('c', false))).toEqual(['a', 'b', 'c']);
  });

  test('a half finds its neighbour at most two blocks ahead', () => {
    expect(order(block('a', true), block('b', false), block('c', true))).toEqual(['a half', 'c half', 'b']);
    const far = [block('a', true), block('b', false), block('c', false), block('d', false), block('e', true)];
    expect(order(...far)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('a long table stands beside the next one alone, and beside none that is much shorter', () => {
    const rows = (id: string, count: number): PageBlock => ({ ...block(id, true), rows: count });
    expect(order(rows('day', 19), rows('year', 27))).toEqual(['day half', 'year half']);
    expect(order(rows('a', 27), block('b', false), rows('c', 30))).toEqual(['a', 'b', 'c']);
    expect(order(rows('short', 5), rows('long', 27), block('words', true))).toEqual([
      'short half',
      'words half',
      'long',
    ]);
  });

  test('no block is lost or doubled', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 20 }), (halves) => {
        const ids = halves.map((half, i) => block(`b${i}`, half));
        expect(
          inRows(ids)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(ids.map(({ id }) => id).sort());
        expect(inRows(ids).filter(({ half }) => half).length % 2).toBe(0);
      }),
    );
  });
});

describe('the table behind a chart', () => {
  test('has the first day and the last day of each month, newest first, and says where a value is missing', () => {
    const first = calendarDate('2026-01-29');
    const dates = Array.from({ length: 40 }, (_, i) => addDays(first, i));
    const values = dates.map((date, i) => (date === '2026-02-28' ? null : i));
    const shown = monthEnds({
      kind: 'series',
      id: 'v',
      title: 'V',
      shownIn: ['page'],
      valueKind: 'money',
      unit: 'USD',
      dates,
      lines: [{ name: 'Value', role: 'value', values }],
    });
    expect(shown.rows).toEqual([
      { date: '2026-03-09', line0: 39 },
      { date: '2026-02-28', line0: { missing: 'no value' } },
      { date: '2026-01-31', line0: 2 },
      { date: '2026-01-29', line0: 0 },
    ]);
  });
});

describe('the compact form of a table', () => {
  const figures = (count: number) =>
    table({
      id: 't',
      title: 'T',
      shownIn: ['page'],
      columns: [
        { key: 'name', title: 'Name', kind: 'text' as const },
        { key: 'c0', title: 'First', kind: 'money' as const },
        ...Array.from({ length: count - 1 }, (_, i) => ({
          key: `c${i + 1}`,
          title: `Figure ${i}`,
          kind: 'money' as const,
          ...(i === count - 2 ? { weight: 'lead' as const } : {}),
        })),
      ],
      rows: [{ name: 'Row', ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, 1_234_567.89])) }],
    });

  test('is not needed where all columns fit a phone', () => {
    const { table: drawn } = pageTable(figures(2), 'UTC', 10);
    expect(drawn.compactBelow).toBe(0);
    expect(drawn.heads.some(({ wideOnly }) => wideOnly)).toBe(false);
    expect(drawn.rows[0]?.details).toEqual([]);
  });

  test.each([
    [5, 860],
    [9, 1280],
    [30, 9999],
  ])('of %i columns of figures serves windows under %i pixels', (count, width) => {
    expect(pageTable(figures(count), 'UTC', 10).table.compactBelow).toBe(width);
  });

  test('keeps the first and the leading column, and shows every other figure once, with its name', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 25 }), (count) => {
        const { heads, rows } = pageTable(figures(count), 'UTC', 10).table;
        expect(heads[0]?.wideOnly).toBe(false);
        expect(heads.find(({ lead }) => lead)?.wideOnly).toBe(false);
        const hidden = heads.filter(({ wideOnly }) => wideOnly).map(({ title }) => title);
        expect(rows[0]?.details.map(({ name }) => name)).toEqual(hidden);
      }),
    );
  });

  test('keeps a currency on the line of the price before it', () => {
    const { table: drawn } = pageTable(
      table({
        ...{ id: 't', title: 'T', shownIn: ['page'] },
        columns: [
          { key: 'symbol', title: 'Symbol', kind: 'text' },
          { key: 'price', title: 'Price local', kind: 'price', weight: 'side' },
          { key: 'currency', title: 'Currency', kind: 'text', weight: 'side' },
          ...['a', 'b', 'c', 'd'].map((key) => ({ key, title: key, kind: 'money' as const, weight: 'lead' as const })),
        ],
        rows: [
          { symbol: 'SPY', price: 6.98, currency: 'USD', a: 1_234_567, b: 1_234_567, c: 1_234_567, d: 1_234_567 },
          { symbol: 'EUR', price: null, currency: 'EUR', a: 1, b: 1, c: 1, d: 1 },
        ],
      }),
      'UTC',
      10,
    );
    const [spy, eur] = drawn.rows.map(({ details }) => details.map(({ name, text }) => `${name} ${text}`));
    expect(spy?.slice(0, 1)).toEqual(['Price local 6.98\u00a0USD']);
    expect(eur?.slice(0, 1)).toEqual([' EUR']);
    expect(spy).not.toContain(' USD');
  });

  test('shows a phone the period first that the bars of a bridge draw', () => {
    const period = {
      from: calendarDate('2026-11-19'),
      to: calendarDate('2026-11-20'),
      opening: 369_249,
      closing: 366_274,
    };
    const block: BridgeBlock = {
      ...{ kind: 'bridge', id: 'bridge', title: 'Bridge', shownIn: ['page'], unit: 'USD' },
      periods: ['Day', 'Month', 'Year'].map((name) => ({ ...period, name, unexplained: 0 })),
      lines: [{ label: 'Fees and commissions', values: [-2975, -2975, -2975] }],
    };
    const { heads } = pageTable(bridgeTable(block), 'UTC', 100).table;
    expect(heads.filter(({ wideOnly }) => !wideOnly).map(({ title }) => title.split(' ')[0])).toEqual([
      ...['Line', 'Day', 'Year'],
    ]);
  });

  test('draws no bar of a bridge beside what reads as zero', () => {
    const period = { name: 'Day', from: calendarDate('2026-11-19'), to: calendarDate('2026-11-20') };
    const block: BridgeBlock = {
      ...{ kind: 'bridge', id: 'bridge', title: 'Bridge', shownIn: ['page'], unit: 'USD' },
      periods: [{ ...period, opening: 100, closing: 90, unexplained: 2e-12 }],
      lines: [{ label: 'Price', values: [-10] }],
    };
    const steps = waterfall(block).waterfall?.steps.map(({ form, label }) => `${form} ${label}`.trim());
    expect(steps).toEqual(['level 100', 'down −10', 'none', 'level 90']);
  });
});
