import { describe, expect, it } from 'vitest';
import { brokerItems } from '#analytics/broker-items';
import { changesOver } from '#analytics/changes-over';
import { newYorkCalendar } from '#domain/market-calendar';
import { daySpan, valueChange } from '#test/support/statement';

const { tradingDays } = newYorkCalendar();
const over = (changes: Parameters<typeof changesOver>[0], from: string, to: string) =>
  changesOver(changes, daySpan(from, to), tradingDays)?.map((change) => `${change.from} ${change.to}`);

describe('bridges of the broker over a span', () => {
  const friday = valueChange('2026-11-20', '2026-11-20', 2, 3);
  const monday = valueChange('2026-11-21', '2026-11-23', 3, 4);

  it('are joined over a weekend, the longest steps first taken', () => {
    const week = valueChange('2026-11-16', '2026-11-19', 1, 2);
    const days = ['16', '17', '18', '19'].map((day) => valueChange(`2026-11-${day}`, `2026-11-${day}`, 1, 1));
    expect(over([...days, friday, week, monday], '2026-11-14', '2026-11-23')).toEqual([
      '2026-11-16 2026-11-19',
      '2026-11-20 2026-11-20',
      '2026-11-21 2026-11-23',
    ]);
  });

  it('take shorter steps where the longest leads nowhere', () => {
    const overlong = valueChange('2026-11-19', '2026-11-23', 2, 4);
    const days = [valueChange('2026-11-18', '2026-11-19', 1, 2), friday, monday];
    expect(over([overlong, ...days], '2026-11-18', '2026-11-23')).toHaveLength(3);
  });

  it('are none where a market day is in no bridge, or in one that begins before the span', () => {
    expect(over([monday], '2026-11-20', '2026-11-23')).toBeUndefined();
    expect(over([valueChange('2026-11-18', '2026-11-20', 1, 3), monday], '2026-11-19', '2026-11-23')).toBeUndefined();
  });

  it('are summed up by part, a result that is listed twice once, an unknown name kept', () => {
    const items = {
      mtm: 10,
      realized: 4,
      changeInUnrealized: 6,
      otherFees: -1,
      salesTax: -0.2,
      petFood: -3,
      billPay: 0,
    };
    const { parts, others } = brokerItems([
      { ...friday, items },
      { ...monday, items: { realized: 5 } },
    ]);
    expect(parts).toEqual({ price: 15, fees: -1.2 });
    expect([...others]).toEqual([['petFood', -3]]);
  });
});
