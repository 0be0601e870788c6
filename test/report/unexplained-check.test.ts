import { describe, expect, it } from 'vitest';
import type { Snapshot } from '#domain/snapshot';
import type { BridgeBlock, Check } from '#report/block';
import type { ReportInput } from '#report/build-report';
import type { Report } from '#report/report';
import { reportOf } from '#test/support/report-of';
import { balance, ledger, missing, performance, position, present, series, snapshot } from '#test/support/snapshot';
import { bridge, cashTransaction, DAY_BEFORE, statement, transfer } from '#test/support/statement-dataset';

const YESTERDAY = '2026-11-19T21:31:04Z';

const blocks = ({ sections }: Report) => sections.flatMap((section) => section.blocks);
const checkIn = (of: Report): Check =>
  blocks(of)
    .flatMap((block) => (block.kind === 'checks' && block.id === 'checks' ? block.checks : []))
    .find(({ id }) => id === 'bridge') ?? expect.fail('no check of the bridge');
const dayIn = (of: Report) =>
  (blocks(of).find(({ id }) => id === 'bridge') as BridgeBlock | undefined)?.periods[0] ?? expect.fail('no bridge');

/** The evening before: 10 AAA at `price` and 485.00 in dollars. */
const yesterday = (price: number): Snapshot =>
  snapshot({
    run: { kind: 'close', marketDate: DAY_BEFORE },
    takenAt: YESTERDAY,
    datasets: {
      positions: present([position({ price })], YESTERDAY),
      ledger: present(ledger([balance('USD', 485, { held: price * 10 })]), YESTERDAY),
    },
  });

const booked = [cashTransaction('deposit', 20), cashTransaction('fee', -5)];
/** The broker's own items lead from 1,495.00 to 1,500.00. */
const told = statement({
  cashTransactions: booked,
  changes: [bridge(1495, { mtm: -10, depositsWithdrawals: 20, otherFees: -5 })],
});
const withFlex = snapshot({ datasets: { statement: present(told) } });

describe('nothing unexplained', () => {
  it('is judged by the lines that the report shows, though the broker’s own add up', () => {
    const whole = reportOf(withFlex, { previous: yesterday(101) });
    expect(checkIn(whole)).toMatchObject({ verdict: 'pass', expected: 1500, found: 1500, difference: 0 });
    const broken = reportOf(withFlex, { previous: yesterday(110) });
    expect(checkIn(broken)).toMatchObject({ verdict: 'fail', found: 1500, tolerance: 1, unit: 'USD' });
    expect(checkIn(broken).difference).toBe(dayIn(broken).unexplained);
    expect(dayIn(broken).verdict).toBe('fail');
  });

  it('counts what was spent by card as taken out, in a line of its own', () => {
    const spent = statement({
      changes: [bridge(1495, { mtm: 10, depositsWithdrawals: 20, debitCardActivity: -25, billPay: 0 })],
    });
    const report = reportOf(snapshot({ datasets: { statement: present(spent) } }), { previous: yesterday(101) });
    const { lines } = blocks(report).find(({ id }) => id === 'bridge') as BridgeBlock;
    expect(lines.find(({ label }) => label === 'Debit card activity')).toMatchObject({
      flow: true,
      values: [-25, null],
    });
  });

  it('leads the warnings of the report when it fails, before data that are missing', () => {
    const { datasets } = withFlex;
    const lacking: Snapshot = { ...withFlex, datasets: { ...datasets, transactions: missing() } };
    expect(reportOf(lacking, { previous: yesterday(101) }).warnings[0]).toMatchObject({ term: 'Missing' });
    const [first, second] = reportOf(lacking, { previous: yesterday(110) }).warnings;
    expect(first?.text).toBe('Nothing unexplained in the bridge: diff. 90.00 USD, limit 1.00 USD');
    expect(second).toMatchObject({ term: 'Missing' });
  });

  it('can’t be checked without statements, though both Snapshots are there', () => {
    expect(checkIn(reportOf(snapshot(), { previous: yesterday(101) }))).toMatchObject({
      ...{ verdict: 'unchecked', finding: 'needs Flex statements', expected: null, found: null, tolerance: null },
    });
  });

  it('can’t be checked without the day’s flows, with bookings and no holdings of both closes, or without a value', () => {
    const of = (statementOf: ReturnType<typeof statement>, parts: Partial<ReportInput> = {}): string =>
      checkIn(reportOf(snapshot({ datasets: { statement: present(statementOf) } }), parts)).finding;
    const untold = { history: { told: { transfers: [] } } };
    expect(of(statement({ cashTransactions: booked }, untold), { previous: yesterday(101) })).toBe(
      'flows: statements don’t cover all its days',
    );
    expect(of(statement({ cashTransactions: booked }))).toBe('no Snapshot of 19 Nov in the archive');
    const { positionAmount: _, ...unvalued } = transfer();
    expect(of(statement({ cashTransactions: booked, transfers: [unvalued] }), { previous: yesterday(101) })).toContain(
      'value of AAA',
    );
    const young = snapshot({
      datasets: { statement: present(told), performance: present(performance([series([1500])])) },
    });
    expect(checkIn(reportOf(young)).finding).toBe('no value of 19 Nov');
  });
});
