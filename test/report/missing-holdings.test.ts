import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import type { Snapshot } from '#domain/snapshot';
import type { Block, FiguresBlock, NoticeBlock, TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import {
  balance,
  CLOSE_SEEN,
  ledger,
  MORNING_AFTER,
  missing,
  position,
  present,
  snapshot,
} from '#test/support/snapshot';

function report(of: Snapshot, previous?: Snapshot): Report {
  return reportOf(of, { ...(previous ? { previous } : {}) });
}

const blocks = (from: Report): readonly Block[] => from.sections.flatMap((section) => section.blocks);
function block<T extends Block>(from: Report, id: string): T {
  return (blocks(from).find((candidate) => candidate.id === id) ?? expect.fail(`no block ${id}`)) as T;
}
const check = (from: Report, id: string) =>
  blocks(from)
    .flatMap((each) => (each.kind === 'checks' && each.id === 'checks' ? each.checks : []))
    .find((each) => each.id === id) ?? expect.fail(`no check ${id}`);

describe('an empty list of holdings beside a ledger that counts securities', () => {
  const full = present(ledger([balance('USD', 500, { held: 1000, securities: { stock: 1000 } })]));
  const hollow = snapshot({ datasets: { positions: present([]), ledger: full } });

  it('is a gap with its reason, never an account without holdings', () => {
    const made = report(hollow);
    const said = blocks(made).map((each) => JSON.stringify(each));
    for (const wrong of ['No holdings"', '0.0% invested', 'Cash 100.0%'])
      expect(said.filter((text) => text.includes(wrong))).toEqual([]);
    expect(block<NoticeBlock>(made, 'holdings-missing')).toMatchObject({
      tone: 'warning',
      items: [{ term: 'Missing: holdings' }],
    });
    expect(made.warnings[0]).toMatchObject({
      term: 'Missing',
      text: expect.stringContaining('listed no holdings, while its ledger counts securities in 1 currency (USD)'),
    });
    expect(made.asOf.find(({ data }) => data === 'Holdings and prices')?.missing).toBe('answer unreadable');
  });

  it('is an account without holdings where the ledger counts none either', () => {
    const datasets = { positions: present([]), ledger: present(ledger([balance('USD', 1500)])) };
    expect(block(report(snapshot({ datasets })), 'holdings').title).toBe('No holdings');
  });

  it('says nothing of what was traded since, when it is the earlier snapshot', () => {
    const earlier = {
      ...hollow,
      run: { kind: 'final' as const, marketDate: calendarDate('2026-11-19') },
      datasets: { ...hollow.datasets, positions: present([], '2026-11-19T21:31:00Z') },
    };
    const today = snapshot({ datasets: { positions: present([position()]) } });
    expect(check(report(today, earlier), 'quantities').verdict).toBe('unchecked');
  });
});

describe('a ledger without the holdings beside it', () => {
  const rows = ledger([
    balance('USD', 500, { held: 1000, securities: { stock: 1000 }, accruedInterest: 2 }),
    balance('EUR', -200, { rateToBase: 1.25, netLiquidation: 600, securities: { stock: 800 } }),
  ]);
  const at = (asOf: string, parts = {}) =>
    snapshot({ datasets: { positions: missing(), ledger: present(rows, asOf), ...parts } });

  it('still shows cash by currency, converted, with its total', () => {
    const cash = block<TableBlock>(report(at(CLOSE_SEEN)), 'cash');
    expect(cash).toMatchObject({ title: 'EUR 200.00 is borrowed', totals: { value: 250, accrued: 2 } });
    expect(cash.rows.map(({ currency, value }) => [currency, value])).toEqual([
      ['USD', 500],
      ['EUR', -250],
    ]);
  });

  it('shows cash and accruals among the figures, and why holdings are not there', () => {
    for (const id of ['summary', 'account']) {
      const figures = block<FiguresBlock>(report(at(CLOSE_SEEN)), id).figures;
      const value = (label: string) => figures.find((figure) => figure.label === label)?.value;
      expect(value('Cash')).toBe(250);
      expect(value('Accrued, not yet paid')).toBe(2);
      expect(value('Holdings')).toEqual({ missing: 'gateway not reached' });
    }
  });

  it('gives the broker’s total as the value where there are no past values, of its moment', () => {
    const made = report(at(MORNING_AFTER, { performance: missing() }));
    expect(made.headline.netAssetValue).toBe(rows.netLiquidationBase);
    expect(made.headline.netAssetValueBasis).toBe(
      'broker’s ledger (single precision), live at 21 Nov 05:45 ET, not the close of 20 Nov',
    );
    expect(made.warnings.find(({ term }) => term === 'Not the close')?.text).toMatch(/^Cash and rates are live/);
    expect(block<NoticeBlock>(made, 'noticed').items[0]?.term).toBe('Cash');
  });

  it('vouches for the value of the day and for the rates', () => {
    const whole = ledger([balance('USD', 500, { held: 1000 })]);
    const made = report(at(CLOSE_SEEN, { ledger: present(whole) }));
    expect(check(made, 'close')).toMatchObject({ verdict: 'pass', expected: 1500 });
    expect(check(report(at(CLOSE_SEEN)), 'rates')).toMatchObject({ verdict: 'pass', expected: 2 });
    const { rateToBase: _, ...unrated } = balance('XYZ', 0, { securities: { stock: 70 } });
    const lacking = report(at(CLOSE_SEEN, { ledger: present(ledger([...rows.balances, unrated])) }));
    expect(check(lacking, 'rates')).toMatchObject({ verdict: 'fail', expected: 3, found: 2 });
  });
});
