import * as z from 'zod';
import type { Allocation, AllocationLine } from '#domain/allocation';
import { OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { type Place, shownKey, unreadable } from '#sources/gateway/row';
import { figure, readFigure } from '#sources/gateway/scalars';

/** A wrong amount is named by {@link amountOf}: the check of a form would name the broker's key, whatever stands in it. */
const amounts = z.record(z.string(), z.unknown()).nullish();
const scheme = z.looseObject({ long: amounts, short: amounts }).nullish();

/** `GET /portfolio/{accountId}/allocation`. */
export const allocationForm = z.looseObject({ assetClass: scheme, sector: scheme, group: scheme });

/** @throws AnswerUnreadable */
export function readAllocation(form: z.infer<typeof allocationForm>, endpoint: string): Reading<Allocation> {
  const tally = new OddityTally(endpoint);
  const remainder = remainderOf(allocationForm, form, tally);
  const value = {
    assetClass: linesOf(form.assetClass, { endpoint, at: 'assetClass' }),
    sector: linesOf(form.sector, { endpoint, at: 'sector' }),
    group: linesOf(form.group, { endpoint, at: 'group' }),
    remainder,
  };
  const lines = value.assetClass.length + value.sector.length + value.group.length;
  return { value, empty: lines === 0, oddities: tally.list() };
}

function linesOf(form: z.infer<typeof scheme>, place: Place): readonly AllocationLine[] {
  const long = form?.long ?? {};
  const short = form?.short ?? {};
  const names = [...new Set([...Object.keys(long), ...Object.keys(short)])];
  return names.map((name) => ({ name, long: amountOf(long, name, place), short: amountOf(short, name, place) }));
}

/** A name that stands on one side only holds nothing on the other: that is what the broker says by leaving it out. */
function amountOf(side: Readonly<Record<string, unknown>>, name: string, place: Place): number {
  if (!Object.hasOwn(side, name)) return 0;
  const checked = figure.safeParse(side[name]);
  const value = checked.success ? readFigure(checked.data) : 'unreadable';
  if (typeof value !== 'number') throw unreadable(place, shownKey(name), 'is no number that can be true');
  return value;
}
