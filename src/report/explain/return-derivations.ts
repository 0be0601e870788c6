import { dayChange } from '#analytics/implied-flow';
import type { LevelPoint } from '#analytics/level-series';
import type { CalendarDate } from '#domain/calendar-date';
import type { SourceName } from '#domain/dataset';
import type { PerformanceHistory } from '#report/performance-history';
import { performancePeriods } from '#report/performance-periods';
import type { Derivation, Input } from './derivation.ts';
import { asTold, pairs } from './part-derivations.ts';

const DATE = ['date', 'reportDate', 'toDate'];

/** `told` where a statement names the return between two values itself; else the bookings in or out: amount, rate, … */
export type FlowsOf = (before: LevelPoint, after: LevelPoint) => 'told' | readonly Input[];

/** Value and returns of the broker's daily series. */
export function returnDerivations(
  history: PerformanceHistory,
  marketDate: CalendarDate,
  source: SourceName,
  base: string,
  flowsOf: FlowsOf,
): Map<string, Derivation> {
  const found = new Map<string, Derivation>();
  const all = [history.series.base, ...history.series.points];
  const { marketDay, dayBefore } = history;
  const value = (point: LevelPoint): Input => ({
    label: `Net asset value of ${point.date}`,
    value: point.netAssetValue ?? Number.NaN,
    kind: 'money',
    unit: base,
    told: {
      dataset: 'performance',
      fields: ['nav', 'val', 'navs', 'total', 'endingValue'],
      row: [{ names: DATE, value: point.date }],
      day: point.date,
    },
  });
  if (typeof marketDay?.netAssetValue === 'number') found.set('Net asset value', asTold(value(marketDay)));
  const growth = (from: LevelPoint, to: LevelPoint): Derivation =>
    source === 'flex' ? linked(from, to, all, value, flowsOf) : betweenLevels(from, to, history.series.base.date);
  if (!('missing' in history.day) && marketDay && dayBefore) {
    const own = growth(dayBefore, marketDay);
    found.set('Return (TWR), day', own);
    found.set('Result, day', {
      formula: `V₁ − V₀ − F, with F = V₁ − V₀ · (1 + r), 0 within the rounding of values and returns; r = ${own.formula}`,
      inputs: [value(dayBefore), value(marketDay), ...own.inputs],
      reckon: ([before = Number.NaN, after = Number.NaN, ...rest]) => {
        const [from, to] = source === 'flex' ? [1, 1 + own.reckon(rest)] : rest.map((one) => 1 + one);
        const points = [
          { date: dayBefore.date, netAssetValue: before, level: from ?? Number.NaN },
          { date: marketDay.date, netAssetValue: after, level: to ?? Number.NaN },
        ] as const;
        return dayChange(...points)?.result ?? Number.NaN;
      },
    });
  }
  for (const { name, from, to } of performancePeriods(history, marketDate)) {
    const [start, end] = [all.find(({ date }) => date === from), all.find(({ date }) => date === to)];
    if (name !== 'Day' && start && end && history.timeWeighted) found.set(`twr ${name}`, growth(start, end));
  }
  return found;
}

/** PortfolioAnalyst's cumulative returns of two days of one series. */
function betweenLevels(from: LevelPoint, to: LevelPoint, begins: CalendarDate): Derivation {
  const input = ({ date, level }: LevelPoint): Input => {
    const common = { label: `Cumulative return at ${date}`, value: level - 1, kind: 'return' } as const;
    if (date === begins && level === 1) return { ...common, value: 0, why: 'the series begins with this day' };
    return {
      ...common,
      told: { dataset: 'performance', fields: ['cps', 'returns'], row: [{ names: DATE, value: date }] },
    };
  };
  return {
    formula: '(1 + c₁) ÷ (1 + c₀) − 1',
    inputs: [input(from), input(to)],
    reckon: ([before = Number.NaN, after = Number.NaN]) => (1 + after) / (1 + before) - 1,
  };
}

/** The growth of one day: some inputs, and what they give. */
interface Step {
  readonly inputs: readonly Input[];
  readonly growth: (values: readonly number[]) => number;
}

/**
 * The days that statements tell, linked: by the broker's own return of a day, else by its values and what was booked in
 * or out, as the broker reckons it.
 */
export function linked(
  from: LevelPoint,
  to: LevelPoint,
  all: readonly LevelPoint[],
  value: (point: LevelPoint) => Input,
  flowsOf: FlowsOf,
): Derivation {
  const span = all.filter(({ date }) => date >= from.date && date <= to.date);
  const steps = span.slice(1).map((point, place): Step => {
    const before = span[place] ?? point;
    const flows = flowsOf(before, point);
    return flows === 'told' ? toldStep(before, point) : valueStep([value(before), value(point), ...flows]);
  });
  const own = steps.every(({ inputs }) => inputs.length === 1);
  return {
    formula: own
      ? 'Π (1 + r of each day) − 1'
      : 'Π of each day − 1: 1 + r, or (V₁ − flows) ÷ V₀ where no statement is of that day alone',
    inputs: steps.flatMap(({ inputs }) => inputs),
    reckon: (values) => {
      let from = 0;
      return (
        steps.reduce((product, { inputs, growth }) => {
          const own = values.slice(from, from + inputs.length);
          from += inputs.length;
          return product * growth(own);
        }, 1) - 1
      );
    },
  };
}

function toldStep(before: LevelPoint, { date, level }: LevelPoint): Step {
  const told = {
    dataset: 'performance',
    fields: ['twr'],
    row: [{ names: ['toDate'], value: date }],
    as: 'percent',
    day: date,
  } as const;
  return {
    inputs: [{ label: `Return of ${date}`, value: level / before.level - 1, kind: 'return', told }],
    growth: ([value = Number.NaN]) => 1 + value,
  };
}

const valueStep = (inputs: readonly Input[]): Step => ({
  inputs,
  growth: ([before = Number.NaN, after = Number.NaN, ...booked]) =>
    (after - pairs(booked).reduce((sum, [amount, rate]) => sum + amount * rate, 0)) / before,
});
