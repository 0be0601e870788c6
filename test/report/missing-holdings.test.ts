import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { Block, NoticeBlock } from '#report/block';
import { buildReport } from '#report/build-report';
import type { Report } from '#report/report';
import { balance, ledger, position, present, snapshot } from '#test/support/snapshot';

const calendar = newYorkCalendar();

function report(of: Snapshot, previous?: Snapshot): Report {
  return buildReport({
    snapshot: of,
    accountKey: 'a1b2c3d4',
    snapshotHash: '5f0c9ae1',
    revision: 1,
    version: '0.1.0',
    timeZone: 'America/New_York',
    calendar,
    ...(previous ? { previous } : {}),
  });
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
