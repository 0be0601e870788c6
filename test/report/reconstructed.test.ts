import { describe, expect, it } from 'vitest';
import { newYorkCalendar } from '#domain/market-calendar';
import { reconstructedAt } from '#report/reconstructed';
import {
  MARKET_DATE,
  MORNING_AFTER,
  missing,
  performance,
  present,
  series,
  snapshot,
  transactions,
} from '#test/support/snapshot';

const calendar = newYorkCalendar();
/** Friday's day: the next market day closes at 21:00 UTC on Monday. */
const TUESDAY = '2026-11-24T11:00:00Z';
const values = (at: string) => present(performance([series([1_400, 1_500])]), at);

describe('a day that is made up for', () => {
  it('is one whose values came after the next close', () => {
    const late = snapshot({ takenAt: TUESDAY, datasets: { performance: values(TUESDAY) } });
    expect(reconstructedAt(late, calendar)).toBe(TUESDAY);
    const without = snapshot({ takenAt: TUESDAY, datasets: { performance: missing() } });
    expect(reconstructedAt(without, calendar)).toBe(TUESDAY);
  });

  it('is none that was reported in its time, however long its transactions were asked for', () => {
    const told = present(transactions([]), TUESDAY);
    const resumed = snapshot({
      takenAt: TUESDAY,
      datasets: { performance: values(MORNING_AFTER), transactions: told },
    });
    expect(reconstructedAt(resumed, calendar)).toBeUndefined();
  });

  it('is none that a close run left for the final one, however late that evening was put together', () => {
    const run = { kind: 'close', marketDate: MARKET_DATE } as const;
    const evening = snapshot({ run, takenAt: TUESDAY, datasets: { performance: missing() } });
    expect(reconstructedAt(evening, calendar)).toBeUndefined();
  });
});
