import * as z from 'zod';
import type { Performance, PerformanceSeries } from '#domain/performance-series';
import { defined, OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { type Place, parseForm, unreadable } from '#sources/gateway/row';
import { figure, readFigure, unused } from '#sources/gateway/scalars';
import { currencyOf, type PerformanceAnswer, refuseOthers } from './performance.ts';
import { dayForm, pointsOf, startForm, startOf } from './series.ts';

const series = z.looseObject({
  freq: unused,
  dates: z.array(dayForm),
  nav: z.array(figure),
  cps: z.array(figure).nullish(),
  startNAV: startForm.nullish(),
  startNav: startForm.nullish(),
});

/** Beside the blocks, one for each account or one for all together, under keys that are account numbers. */
const envelope = {
  pm: z.string().nullish(),
  nd: figure,
  id: unused,
  rc: unused,
  currencyType: unused,
  view: z.array(z.string()).nullish(),
  included: z.array(z.string()).nullish(),
};

/** `POST /pa/allperiods`. */
export const allPeriodsForm = z.looseObject(envelope);

const block = {
  baseCurrency: z.string().nullish(),
  periods: z.array(z.string()).nullish(),
  lastSuccessfulUpdate: z.string().nullish(),
  start: unused,
  end: unused,
};
const blockForm = z.looseObject(block);

export interface AllPeriodsAnswer extends PerformanceAnswer {
  /** The broker's "last successful update": the time of the call, no mark of finality. ISO 8601 in UTC. */
  readonly updatedAt?: string;
}

/**
 * @param account whose performance was asked for; a body of other accounts, or of several together, is refused.
 * @throws AnswerUnreadable
 */
export function readAllPeriods(
  form: z.infer<typeof allPeriodsForm>,
  endpoint: string,
  account?: string,
): Reading<AllPeriodsAnswer> {
  const tally = new OddityTally(endpoint);
  const place = { endpoint, at: '' };
  const remainder: Record<string, unknown> = {};
  const stated = new Set([...(form.view ?? []), ...(form.included ?? [])]);
  const blocks: [string, unknown][] = [];
  for (const [key, value] of Object.entries(form)) {
    if (Object.hasOwn(envelope, key)) continue;
    if (stated.has(key) || looksLikeBlock(value)) blocks.push([key, value]);
    else keep(remainder, key, value, tally);
  }
  const names = blocks.map(([key]) => key);
  const accounts = form.view?.length ? form.view : form.included?.length ? form.included : names;
  refuseOthers(accounts, account, place);
  const method = form.pm ?? '';
  const days = readFigure(form.nd);
  const extent = defined({ calendarDays: typeof days === 'number' ? days - 1 : undefined });
  const chosen = choose(blocks, account, accounts);
  if (chosen === undefined) {
    const performance = { baseCurrency: '', method, series: [], absentPeriods: [] };
    return { value: { performance, accounts, ...extent }, empty: true, oddities: tally.list() };
  }
  const main = parseForm(blockForm, chosen, { endpoint, at: 'the account' });
  const found = seriesOf(main, endpoint, tally, remainder);
  const present = new Set(found.map(({ period }) => period));
  const performance: Performance = {
    baseCurrency: found.length === 0 ? (main.baseCurrency ?? '') : currencyOf(main.baseCurrency, place, tally),
    method,
    series: found,
    absentPeriods: (main.periods ?? []).filter((period) => !present.has(period)),
    remainder,
  };
  const updatedAt = utcOf(main.lastSuccessfulUpdate);
  const value = { performance, accounts, ...extent, ...defined({ updatedAt }) };
  return { value, empty: found.length === 0, oddities: tally.list() };
}

/** The block under the account asked for, else under the first account named, else the only one. */
function choose(blocks: readonly [string, unknown][], account: string | undefined, named: readonly string[]): unknown {
  const byName = new Map(blocks);
  for (const name of account === undefined ? named : [account, ...named]) if (byName.has(name)) return byName.get(name);
  return blocks[0]?.[1];
}

/** Series in the body's order. A period named without points has none. */
function seriesOf(
  main: Readonly<Record<string, unknown>>,
  endpoint: string,
  tally: OddityTally,
  remainder: Record<string, unknown>,
): readonly PerformanceSeries[] {
  const found: PerformanceSeries[] = [];
  for (const [period, value] of Object.entries(main)) {
    if (Object.hasOwn(block, period) || value === null) continue;
    const listed = (main.periods as readonly string[] | null | undefined)?.includes(period) ?? false;
    if (!listed && !looksLikeSeries(value)) {
      keep(remainder, period, value, tally);
      continue;
    }
    const place: Place = { endpoint, at: `period ${period}` };
    const isNothing = typeof value === 'object' && Object.keys(value).length === 0;
    if (isNothing) continue;
    const form = parseForm(series, value, place);
    for (const [field, unknown] of Object.entries(remainderOf(series, value, tally))) {
      remainder[`${period}.${field}`] = unknown;
    }
    if (form.dates.length === 0) {
      if (form.nav.length > 0) throw unreadable(place, 'nav', `has ${form.nav.length} values for 0 dates`);
      continue;
    }
    found.push({
      period,
      start: startOf(form.startNAV ?? form.startNav, place),
      points: pointsOf(
        { dates: form.dates, values: form.nav, field: 'nav' },
        form.cps ? { dates: form.dates, values: form.cps, field: 'cps' } : undefined,
        place,
      ),
    });
  }
  return found;
}

function keep(remainder: Record<string, unknown>, name: string, value: unknown, tally: OddityTally): void {
  tally.add('field', name);
  remainder[name] = value;
}

/** The figures of an account: whatever its key is, it names its currency and its periods. */
function looksLikeBlock(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'baseCurrency' in value && 'periods' in value;
}

function looksLikeSeries(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'dates' in value && 'nav' in value;
}

/** `2026-04-02 20:32:11`, which is UTC whatever the documentation says: it equals the moment of the call. */
function utcOf(text: string | null | undefined): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(text ?? '');
  if (!match) return undefined;
  const instant = new Date(`${match[1]}T${match[2]}Z`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}
