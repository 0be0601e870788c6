import { describe, expect, it } from 'vitest';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Transfer } from '#domain/transfer';
import { flowLines } from '#report/money-lines';
import { statementMoney } from '#report/statement-money';
import { statement, transfer } from '#test/support/statement-dataset';

/** The lines of holdings that moved without a value. */
const linesOf = (parts: Partial<Transfer>): readonly string[] => {
  const { positionAmount: _, ...unvalued } = transfer(parts);
  const money = statementMoney(statement({ transfers: [unvalued] }), { calendar: newYorkCalendar() });
  return flowLines(money).map(({ label }) => label);
};

describe('a holding that moved without a value', () => {
  it('makes the sum of its direction one that can’t be told', () => {
    expect(linesOf({ direction: 'in' })).toEqual(['Deposits', 'Withdrawals', 'Transfers in']);
    expect(linesOf({ direction: 'out', quantity: -2 })).toEqual(['Deposits', 'Withdrawals', 'Transfers out']);
  });

  it('went where its quantity says, with a direction that is not known', () => {
    expect(linesOf({ direction: 'unknown', quantity: -2 })).toContain('Transfers out');
    expect(linesOf({ direction: 'unknown', quantity: 2 })).toContain('Transfers in');
  });
});
