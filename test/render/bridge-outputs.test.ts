import { describe, expect, it } from 'vitest';
import { renderMail } from '#render/mail';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import { balance, ledger, position, present, snapshot } from '#test/support/snapshot';
import { bridge, cashTransaction, DAY_BEFORE, statement } from '#test/support/statement-dataset';
import { type FileCell, workbookFile } from '#test/support/workbook-file';
import { elements } from '#test/support/xml';

/** 20.00 paid in, 5.00 of fees, and a holding that lost 10.00 from `price` to 100.00. */
function report(price = 101): Report {
  const at = '2026-11-19T21:31:04Z';
  const told = statement({
    cashTransactions: [cashTransaction('deposit', 20), cashTransaction('fee', -5)],
    changes: [bridge(1495, { mtm: -10, depositsWithdrawals: 20, otherFees: -5 })],
  });
  return reportOf(snapshot({ datasets: { statement: present(told) } }), {
    previous: snapshot({
      run: { kind: 'close', marketDate: DAY_BEFORE },
      takenAt: at,
      datasets: {
        positions: present([position({ price })], at),
        ledger: present(ledger([balance('USD', 485, { held: price * 10 })]), at),
      },
    }),
  });
}

const mailText = (of: Report): string =>
  renderMail({
    reports: [of],
    failures: [],
    attachments: [],
    sentAt: '2026-11-21T11:05:00Z',
    timeZone: 'America/New_York',
    archivePlace: '2026/11/20',
  }).text;
/** `label   amount` as the mail sets them. */
const line = (text: string, label: string): string | undefined =>
  new RegExp(`^${label} {2,}(.+)$`, 'm').exec(text)?.[1];

describe('the Bridge sheet', () => {
  const cellsOf = async () => (await workbookFile(report())).sheet('Bridge').cells;
  const rowOf = (cells: ReadonlyMap<string, FileCell>, label: string): number =>
    Number([...cells].find(([address, { value }]) => address.startsWith('A') && value === label)?.[0].slice(1));

  it('sums its lines to the closing value by a formula, with that value stored', async () => {
    const cells = await cellsOf();
    const [first, last] = [rowOf(cells, 'Opening value'), rowOf(cells, 'Closing value')];
    const closing = cells.get(`B${last}`);
    expect(closing).toMatchObject({ value: 1500, formula: expect.stringMatching(/^SUBTOTAL\(109,tblBridge\[Day/) });
    const above = Array.from({ length: last - first }, (_, i) => Number(cells.get(`B${first + i}`)?.value ?? 0));
    expect(above.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1500, 9);
  });

  it('reckons the steps of its chart from the lines above, each formula equal to what is stored', async () => {
    const cells = await cellsOf();
    const at = (address: string): number => {
      const value = cells.get(address.replace('$', ''))?.value;
      return typeof value === 'number' ? value : 0;
    };
    const sum = (range: string): number => {
      const [, column = '', from, to] = /^([A-Z])\$?(\d+):[A-Z](\d+)$/.exec(range) ?? [];
      const rows = Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => at(`${column}${Number(from) + i}`));
      return rows.reduce((total, value) => total + value, 0);
    };
    const reckon = (formula: string): number => {
      const both = /^MIN\(SUM\((.+?)\),SUM\((.+?)\)\)$/.exec(formula);
      if (both) return Math.min(sum(both[1] ?? ''), sum(both[2] ?? ''));
      return formula.startsWith('-') ? -at(formula.slice(1)) : at(formula);
    };
    const start = rowOf(cells, 'Chart label');
    const made = [...cells].filter(([address, { formula }]) => Number(address.slice(1)) > start && formula);
    expect(made.length).toBeGreaterThan(10);
    for (const [, { formula = '', value }] of made) expect(reckon(formula)).toBeCloseTo(Number(value), 9);
  });

  it('draws them as stacked columns, the lowest of them not drawn', async () => {
    const file = await workbookFile(report());
    const { part } = file.sheet('Bridge');
    const drawing = [...file.relations(part).values()].find((name) => name.includes('drawing')) ?? '';
    const [chart = ''] = file.relations(drawing).values();
    const xml = file.parts.get(chart) ?? expect.fail('no chart on the sheet');
    const valueOf = (name: string) => elements(xml, name)[0]?.attributes.val;
    expect([valueOf('c:grouping'), valueOf('c:overlap'), valueOf('c:barDir')]).toEqual(['stacked', '100', 'col']);
    const [base, ...drawn] = elements(xml, 'c:ser');
    expect(drawn).toHaveLength(3);
    expect(base && elements(base, 'a:noFill').length).toBeGreaterThan(0);
    for (const series of drawn) expect(elements(series, 'a:solidFill').length).toBeGreaterThan(0);
  });
});

describe('the mail', () => {
  it('leads from opening to closing value, without the lines that are zero', () => {
    const text = mailText(report());
    const told = ['Opening, 19 Nov', 'Deposits', 'Price', 'Fees and commissions', 'Unexplained, ok', 'Closing, 20 Nov'];
    expect(told.map((label) => line(text, label))).toEqual([
      ...['1,495.00', '+20.00', '-10.00', '-5.00', '0.00', '1,500.00'],
    ]);
    for (const label of ['Withdrawals', 'Tax withheld', 'Dividends']) expect(line(text, label)).toBeUndefined();
  });

  it('names what moved it in basis points and money', () => {
    const text = mailText(report());
    expect(line(text, 'AAA')).toMatch(/^-66\.9 +-10\.00$/);
    expect(line(text, 'Income, costs')).toMatch(/^-33\.4 +-5\.00$/);
    expect(line(text, 'Day')).toMatch(/^-100\.3 +-15\.00$/);
  });

  it('begins with the bridge when its lines leave too much unexplained', () => {
    const text = mailText(report(110));
    const told = 'Nothing unexplained in the bridge: diff. 90.00 USD, limit 1.00 USD';
    expect(text.replaceAll(/\s+/g, ' ')).toContain(told);
    expect(text.indexOf('Nothing unexplained')).toBeLessThan(text.indexOf('RETURN'));
    expect(line(text, 'Unexplained, over the limit')).toBe('+90.00');
  });
});
