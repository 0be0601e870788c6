import type { BridgeBlock } from '#report/block';
import type { TableData, WaterfallStep } from '#templates/page-data';
import { numberText } from './format.ts';
import { textWidth } from './text-width.ts';

const WIDTH = 500;
const SIZE = 11;
/** Between a bar and its label. */
const GAP = 5;
/** Thinner would not be seen. */
const LEAST = 0.8;
const MARK = 2;
/** What sums of doubles leave between the last line and the closing value. */
const SLACK = 0.005;

/**
 * Floating bars of the last period, one for each row of its table: from where the line before ended to where this one
 * does. The axis does not begin at zero: the steps would not be seen beside the levels. Without bars where a line can't be
 * told, as what follows would stand at a wrong place.
 */
export function waterfall({ periods, lines }: BridgeBlock): Pick<TableData, 'waterfall'> {
  const index = periods.length - 1;
  const period = periods[index];
  if (!period) return {};
  const changes = [
    ...lines.map(({ values, flow }) => ({ value: values[index] ?? null, flow: flow === true })),
    { value: period.unexplained, flow: false },
  ].map(({ value, flow }) => ({ flow, change: typeof value === 'number' ? value : 0 }));
  const levels = [period.opening];
  for (const { change } of changes) levels.push((levels.at(-1) ?? 0) + change);
  if (Math.abs((levels.at(-1) ?? 0) - period.closing) > SLACK) return {};
  const [low, high] = [Math.min(...levels, period.closing), Math.max(...levels, period.closing)];
  if (high === low) return {};
  // A change has a sign before its digits.
  const room = textWidth(`+${numberText(high, { decimals: 0 })}`, SIZE) + 2 * GAP;
  const at = (level: number): number => tenth(((level - low) / (high - low)) * (WIDTH - 2 * room) + room);
  const level = (value: number, last: boolean): WaterfallStep => ({
    ...{ x: at(value) - MARK / 2, width: MARK, form: 'level', from: last ? at(value) : undefined, to: at(value), last },
    ...labelOf(numberText(value, { decimals: 0 }), at(value), at(value)),
  });
  const steps = changes.map(({ change, flow }, i): WaterfallStep => {
    const [from, to] = [at(levels[i] ?? 0), at(levels[i + 1] ?? 0)];
    const [left, right] = [Math.min(from, to), Math.max(from, to)];
    // What reads as zero is none: a bar beside it would say otherwise.
    const none = Math.abs(change) < SLACK;
    const form = none ? 'none' : flow ? 'flow' : change > 0 ? 'up' : 'down';
    const label = none ? '' : numberText(change, { decimals: 0, signed: true });
    const width = Math.max(LEAST, tenth(right - left));
    return { x: left, width, form, from, to, last: false, ...labelOf(label, left, right) };
  });
  return { waterfall: { width: WIDTH, steps: [level(period.opening, false), ...steps, level(period.closing, true)] } };
}

/** Right of the bar, or left of it where the track ends. */
function labelOf(label: string, left: number, right: number): Pick<WaterfallStep, 'label' | 'labelX' | 'labelLeft'> {
  const fits = right + GAP + textWidth(label, SIZE) <= WIDTH;
  return { label, labelX: fits ? right + GAP : left - GAP, labelLeft: !fits };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
