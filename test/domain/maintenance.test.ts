import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maintenanceAt, outsideMaintenance } from '#domain/maintenance';

const HOUR = 3_600_000;
const at = (iso: string): Date => new Date(iso);

describe('the windows of maintenance', () => {
  it.each([
    // New York is five hours behind in winter, four in summer.
    ['a weekday at midnight', '2026-11-19T05:00:00Z', '2026-11-19T06:45:00Z'],
    ['a summer night', '2026-07-15T04:10:00Z', '2026-07-15T05:45:00Z'],
    ['a Friday before midnight', '2026-11-21T04:00:00Z', '2026-11-21T08:00:00Z'],
    ['the Saturday after it', '2026-11-21T07:59:00Z', '2026-11-21T08:00:00Z'],
    ['a Sunday night', '2026-11-22T05:30:00Z', '2026-11-22T06:45:00Z'],
  ])('hold %s', (_, instant, until) => {
    expect(maintenanceAt(at(instant))?.until.toISOString().replace('.000Z', 'Z')).toBe(until);
  });

  it.each(['2026-11-19T04:59:59Z', '2026-11-19T06:45:00Z', '2026-11-21T03:59:59Z', '2026-11-21T08:00:00Z'])(
    'do not hold %s',
    (instant) => {
      expect(maintenanceAt(at(instant))).toBeUndefined();
    },
  );

  it('are left out of the length of an outage', () => {
    expect(outsideMaintenance(at('2026-11-19T04:30:00Z'), at('2026-11-19T07:00:00Z'))).toBe(0.75 * HOUR);
    expect(outsideMaintenance(at('2026-11-19T05:10:00Z'), at('2026-11-19T06:10:00Z'))).toBe(0);
    expect(outsideMaintenance(at('2026-11-21T03:00:00Z'), at('2026-11-21T09:00:00Z'))).toBe(2 * HOUR);
    expect(outsideMaintenance(at('2026-11-21T03:00:00Z'), at('2026-11-20T03:00:00Z'))).toBe(0);
  });

  it('take from a time span what lies inside them and nothing else', () => {
    const first = Date.UTC(2026, 0, 1) / 60_000;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 525_600 }), fc.integer({ min: 0, max: 6_000 }), (start, length) => {
        const from = new Date((first + start) * 60_000);
        const to = new Date(from.getTime() + length * 60_000);
        let minutes = 0;
        for (let step = 0; step < length; step += 5) {
          if (!maintenanceAt(new Date(from.getTime() + step * 60_000))) minutes += 5;
        }
        expect(Math.abs(outsideMaintenance(from, to) / 60_000 - minutes)).toBeLessThanOrEqual(5 * (length / 720 + 3));
      }),
      { numRuns: 25 },
    );
  });
});
