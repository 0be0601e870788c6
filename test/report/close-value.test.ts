import { expect, it } from 'vitest';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import { closeValue } from '#report/build-report';
import { holdingsValue, ledgerValue } from '#report/holdings-value';
import { balance, ledger, MORNING_AFTER, missing, position, present, snapshot } from '#test/support/snapshot';

const calendar = newYorkCalendar();
const valueOf = (of: Snapshot) => closeValue(holdingsValue(of, calendar), ledgerValue(of, calendar));

it('is the sum of the parts seen at the close', () => {
  expect(valueOf(snapshot())).toBe(1500);
});

it('is none where a part has no rate: a sum without it would expose a right value as bogus', () => {
  const { rateToBase: _, ...xyz } = balance('XYZ', 70);
  expect(valueOf(snapshot({ datasets: { ledger: present(ledger([balance('USD', 500), xyz])) } }))).toBeUndefined();
});

it('is none of another moment, and the ledger’s total where there are no holdings', () => {
  expect(valueOf(snapshot({ datasets: { positions: present([position()], MORNING_AFTER) } }))).toBeUndefined();
  const alone = { positions: missing(), ledger: present(ledger([balance('USD', 500)])) };
  expect(valueOf(snapshot({ datasets: alone }))).toBe(500);
  const late = { positions: missing(), ledger: present(ledger([balance('USD', 500)]), MORNING_AFTER) };
  expect(valueOf(snapshot({ datasets: late }))).toBeUndefined();
});
