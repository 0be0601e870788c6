import { WEEKDAY_NAMES, weekday } from '#domain/calendar-date';
import type { Report } from '#report/report';

/** Row 2 of a sheet: `U…4567, USD, close of Fri 2026-11-20`, then at most two short facts. */
export function note(report: Report, ...facts: readonly (string | undefined)[]): string {
  const { account, marketDate, finality, revision } = report;
  const state = [
    account.maskedId,
    account.baseCurrency,
    `close of ${WEEKDAY_NAMES[weekday(marketDate)]?.slice(0, 3)} ${marketDate}`,
    ...(finality === 'preliminary' ? ['preliminary'] : []),
    ...(revision > 1 ? [`revision ${revision}`] : []),
    ...(account.paper ? ['paper account, no real money'] : []),
  ].join(', ');
  return [state, ...facts.filter((fact) => fact !== undefined && fact !== '').slice(0, 2)].join('. ');
}

/** A block's title where it says more than its sheet's name: on the page it states a fact. */
export function factOf({ title }: { readonly title: string }, sheet: string): string | undefined {
  return title === sheet ? undefined : title;
}
