import * as z from 'zod';
import { isKnownCurrency } from '#domain/currency';
import type { Performance } from '#domain/performance-series';
import { defined, OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { type Place, unreadable } from '#sources/gateway/row';
import { figure, readFigure, unused } from '#sources/gateway/scalars';
import { dayForm, dayOf, pointsOf, startForm, startOf } from './series.ts';

const common = {
  id: z.string(),
  idType: unused,
  start: dayForm.nullish(),
  end: unused,
  baseCurrency: z.string().nullish(),
};
const dates = z.array(dayForm);

/** `POST /pa/performance`: one element in each `data` for one account, or one for several accounts taken together. */
export const performanceForm = z.looseObject({
  nav: z
    .looseObject({
      dates,
      freq: unused,
      data: z.array(
        z.looseObject({
          ...common,
          startNAV: startForm.nullish(),
          startNav: startForm.nullish(),
          navs: z.array(figure),
        }),
      ),
    })
    .nullish(),
  cps: z
    .looseObject({ dates, freq: unused, data: z.array(z.looseObject({ ...common, returns: z.array(figure) })) })
    .nullish(),
  tpps: z
    .looseObject({ dates, freq: unused, data: z.array(z.looseObject({ ...common, returns: z.array(figure) })) })
    .nullish(),
  pm: z.string().nullish(),
  nd: figure,
  included: z.array(z.string()).nullish(),
  view: unused,
  id: unused,
  rc: unused,
  currencyType: unused,
});

export interface PerformanceContext {
  /** The period that was asked for; the body does not name it. */
  readonly period: string;
  /** Whose performance was asked for; a body of other accounts, or of several together, is refused. */
  readonly account?: string;
}

/** The answer beside the figures: which accounts it takes together, and how many calendar days it spans. */
export interface PerformanceAnswer {
  readonly performance: Performance;
  readonly accounts: readonly string[];
  readonly calendarDays?: number;
}

/** @throws AnswerUnreadable */
export function readPerformance(
  form: z.infer<typeof performanceForm>,
  endpoint: string,
  context: PerformanceContext,
): Reading<PerformanceAnswer> {
  const tally = new OddityTally(endpoint);
  const place = { endpoint, at: '' };
  const remainder = remainderOf(performanceForm, form, tally);
  const accounts = form.included?.length ? form.included : [...new Set((form.nav?.data ?? []).map(({ id }) => id))];
  refuseOthers(accounts, context.account, place);
  const mine = <T extends { readonly id: string }>(data: readonly T[]): T | undefined =>
    data.length === 1 ? data[0] : (data.find(({ id }) => id === context.account) ?? data[0]);
  const nav = form.nav ? mine(form.nav.data) : undefined;
  const span = readFigure(form.nd);
  const extent = defined({ calendarDays: typeof span === 'number' ? span - 1 : undefined });
  const method = form.pm ?? '';
  if (!form.nav || !nav || form.nav.dates.length === 0) {
    const performance = { baseCurrency: nav?.baseCurrency ?? '', method, series: [], absentPeriods: [context.period] };
    return { value: { performance, accounts, ...extent }, empty: true, oddities: tally.list() };
  }
  const baseCurrency = currencyOf(nav.baseCurrency, place, tally);
  const cps = form.cps ? mine(form.cps.data) : undefined;
  const points = pointsOf(
    { dates: form.nav.dates, values: nav.navs, field: 'navs' },
    form.cps && cps ? { dates: form.cps.dates, values: cps.returns, field: 'cps returns' } : undefined,
    { endpoint, at: 'nav' },
  );
  const series = {
    period: context.period,
    start: startOf(nav.startNAV ?? nav.startNav, { endpoint, at: 'nav' }),
    points,
  };
  const tpps = form.tpps ? mine(form.tpps.data) : undefined;
  const monthly =
    form.tpps && tpps
      ? {
          period: context.period,
          from: nav.start ? dayOf(nav.start, place, 'start') : (points[0]?.date ?? series.start.date),
          returns: monthsOf(form.tpps.dates, tpps.returns, { endpoint, at: 'tpps' }),
        }
      : undefined;
  const performance = { baseCurrency, method, series: [series], absentPeriods: [], remainder, ...defined({ monthly }) };
  return { value: { performance, accounts, ...extent }, empty: false, oddities: tally.list() };
}

/** @throws AnswerUnreadable when a body is of another account than the one asked for, or of several together */
export function refuseOthers(accounts: readonly string[], asked: string | undefined, place: Place): void {
  if (asked === undefined || accounts.length === 0) return;
  if (accounts.length > 1) throw unreadable(place, '', 'takes several accounts together');
  if (accounts[0] !== asked) throw unreadable(place, '', 'is of another account than the one asked for');
}

/** @throws AnswerUnreadable when there is none */
export function currencyOf(code: string | null | undefined, place: Place, tally: OddityTally): string {
  if (!code) throw unreadable(place, 'baseCurrency', 'is missing');
  if (!isKnownCurrency(code)) tally.add('currency', code);
  return code;
}

function monthsOf(
  months: readonly (string | number)[],
  values: readonly z.infer<typeof figure>[],
  place: Place,
): Readonly<Record<string, number>> {
  if (months.length !== values.length) {
    throw unreadable(place, 'returns', `has ${values.length} values for ${months.length} dates`);
  }
  const returns: Record<string, number> = {};
  for (const [index, month] of months.entries()) {
    const match = /^(\d{4})(0[1-9]|1[0-2])$/.exec(String(month));
    if (!match) throw unreadable(place, 'dates', 'holds what is no month of the form YYYYMM');
    const value = readFigure(values[index]);
    if (value === 'unreadable' || value === 'absurd') throw unreadable(place, 'returns', 'holds what is no number');
    if (value !== 'missing') returns[`${match[1]}-${match[2]}`] = value;
  }
  return returns;
}
