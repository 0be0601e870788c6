import type { CalendarDate } from '#domain/calendar-date';
import { reportedOn } from '#domain/day-of-report';
import type { NetAssetValueChange } from '#domain/net-asset-value';
import type { BookingsName, StatementBookings } from '#domain/statement';
import type { TradedContract } from '#domain/traded-contract';
import { canonicalText } from './canonical-text.ts';

export type BookingRow<N extends BookingsName = BookingsName> = StatementBookings[N][number];

/**
 * The day by which a row is filed and told: on which it was reported, where that differs from the day it is of. The
 * bridge over several days counts by its last one.
 */
export function dayOfReport(list: BookingsName, row: BookingRow): CalendarDate {
  if (list === 'changes') return (row as NetAssetValueChange).to;
  return reportedOn(row as Dated);
}

type Dated = Parameters<typeof reportedOn>[0];

/** What makes a row the same booking in every statement that holds it. */
export interface BookingIdentity {
  readonly key: string;
  /** By the broker's own number, or by the days a value is of: such a row stands for one thing alone. */
  readonly own: boolean;
}

/**
 * The broker's number of the booking; the day of a net asset value; the days of a bridge. A row without any of these is
 * known by its figures, and equal ones within a statement are so many bookings.
 */
export function identityOf(list: BookingsName, row: BookingRow): BookingIdentity {
  if (list === 'netAssetValues') return { key: dayOfReport(list, row), own: true };
  if (list === 'changes') {
    const { from, to } = row as NetAssetValueChange;
    return { key: `${from} ${to}`, own: true };
  }
  const { transactionId, executionId, tradeId } = row as Numbered;
  if (transactionId !== undefined) return { key: `transaction ${transactionId}`, own: true };
  if (executionId !== undefined) return { key: `execution ${executionId}${bookedAnew(row)}`, own: true };
  if (tradeId !== undefined) return { key: `trade ${tradeId}${bookedAnew(row)}`, own: true };
  return { key: `figures ${canonicalText(figuresOf(row))}`, own: false };
}

/**
 * A trade that is cancelled and booked anew keeps the numbers of its execution: on a later day of report it is another
 * booking, beside the first and what cancels it. Empty for one that was reported on its day.
 */
export function bookedAnew(row: BookingRow): string {
  const { date, reported } = row as Partial<Dated>;
  return date !== undefined && reported !== undefined && reported > date ? ` reported ${reported}` : '';
}

/** The numbers that the broker gives one execution: statements of different sorts need not list the same ones. */
export interface Numbered {
  readonly transactionId?: string;
  readonly executionId?: string;
  readonly tradeId?: string;
}

/** Words may be set otherwise, rates be rounded otherwise: they make no other booking. */
const NO_FIGURES: ReadonlySet<string> = new Set(['description', 'rateToBase', 'remainder']);

/** Days, amounts, currencies and the contract of a row, sums to twelve digits: they carry dust beyond. */
function figuresOf(row: BookingRow): Readonly<Record<string, unknown>> {
  const figures: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (!NO_FIGURES.has(name))
      figures[name] = name === 'contract' ? contractOf(value as TradedContract) : figure(value);
  }
  return figures;
}

const contractOf = ({ conid, symbol }: TradedContract): string | number => conid ?? symbol;

function figure(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, figure(inner)]));
}

/** Whether two rows of one booking can't both be true: a figure that both have differs. */
export function contradict(one: BookingRow, other: BookingRow): boolean {
  const [mine, others] = [figuresOf(one), figuresOf(other)];
  return Object.entries(mine).some(
    ([name, value]) => Object.hasOwn(others, name) && canonicalText(value) !== canonicalText(others[name]),
  );
}
