import { TZDate } from '@date-fns/tz';

/** A time in which the broker works on its systems by plan. */
export interface MaintenanceWindow {
  readonly from: Date;
  readonly until: Date;
}

const NEW_YORK = 'America/New_York';
const DAY_MS = 86_400_000;
const FRIDAY = 5;
const SATURDAY = 6;

/**
 * The window that holds `at`, if one does. By IBKR's system status page the systems of North America are reset each
 * night from 00:15 to 01:45 New York time, those of Europe at the same time on their own clocks, and all of them from
 * Friday 23:00 to Saturday 03:00. The night's window begins at midnight here: that is when the sessions end.
 */
export function maintenanceAt(at: Date): MaintenanceWindow | undefined {
  return windowsAround(at).find(({ from, until }) => from <= at && at < until);
}

/** Milliseconds of the time from `from` to `to` that lie outside every window; 0 when `to` is not later. */
export function outsideMaintenance(from: Date, to: Date): number {
  let inside = 0;
  // A step of a day meets each window, some of them twice.
  const windows = new Map<number, MaintenanceWindow>();
  for (let at = from.getTime(); at < to.getTime() + DAY_MS; at += DAY_MS) {
    for (const window of windowsAround(new Date(at))) windows.set(window.from.getTime(), window);
  }
  for (const window of windows.values()) {
    const start = Math.max(window.from.getTime(), from.getTime());
    const end = Math.min(window.until.getTime(), to.getTime());
    inside += Math.max(0, end - start);
  }
  return Math.max(0, to.getTime() - from.getTime() - inside);
}

/** Those of the New York day before, of the day itself, and of the day after. They never overlap. */
function windowsAround(at: Date): readonly MaintenanceWindow[] {
  const here = new TZDate(at.getTime(), NEW_YORK);
  return [-1, 0, 1].flatMap((days) => {
    const clock = (hour: number, minute = 0): Date =>
      new Date(
        new TZDate(here.getFullYear(), here.getMonth(), here.getDate() + days, hour, minute, NEW_YORK).getTime(),
      );
    const weekday = (((here.getDay() + days) % 7) + 7) % 7;
    // Friday's window takes in Saturday's night.
    const night = weekday === SATURDAY ? [] : [{ from: clock(0), until: clock(1, 45) }];
    return weekday === FRIDAY ? [...night, { from: clock(23), until: clock(27) }] : night;
  });
}
