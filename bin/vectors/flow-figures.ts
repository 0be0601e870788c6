import { flowReturns } from '#analytics/flow-returns';
import { moneyWeightedReturn } from '#analytics/money-weighted';
import { dayNumber } from '#domain/calendar-date';
import type { FlowsCase } from './case-form.ts';
import { orNull } from './or-null.ts';

/** Time- and money-weighted returns of values and flows, in the names of the vectors. */
export function flowFigures(input: FlowsCase['input']): object {
  const base = { date: input.base_date, netAssetValue: input.base_nav };
  const days = input.dates.map((date, index) => ({ date, netAssetValue: input.nav[index] ?? Number.NaN }));
  const end = days.at(-1) ?? base;
  const eod = flowReturns(base, days, input.flows, 'end-of-day');
  const bod = flowReturns(base, days, input.flows, 'start-of-day');
  const money = moneyWeightedReturn(base, end, input.flows);
  const ok = eod.totalReturn !== undefined;
  return {
    net_flows: eod.netFlows,
    gain: eod.gain,
    twr_eod: orNull(eod.totalReturn),
    twr_bod: orNull(bod.totalReturn),
    modified_dietz: orNull(money.modifiedDietz),
    xirr_annual: orNull(money.yearly),
    mwr_period: orNull(money.period),
    calendar_days: dayNumber(end.date) - dayNumber(base.date),
    status: ok ? 'ok' : 'not_meaningful',
    reason: ok ? null : 'NAV_NONPOSITIVE',
    daily_returns: eod.daily.map(({ value }) => value ?? null),
    segments: eod.segments.map(({ from, to, observations, totalReturn }) => ({
      base_date: from,
      end_date: to,
      n_obs: observations,
      total_return: totalReturn,
    })),
    total_return: orNull(eod.totalReturn),
  };
}
