import * as z from 'zod';
import { type CalendarDate, parseCalendarDate } from '#domain/calendar-date';

const day = z.string().transform((text, context): CalendarDate => {
  const date = parseCalendarDate(text);
  if (date) return date;
  context.addIssue('is no day');
  return z.NEVER;
});

export const SCHEMA = 'ibkr-report-vectors/1';

export const fileForm = z.object({
  schema: z.literal(SCHEMA),
  tolerance: z.object({ relative: z.number(), absolute: z.number() }),
  cases: z.array(z.unknown()),
});

const value = z.number().nullable();
const expected = z.record(z.string(), z.unknown());
const flow = z.object({ date: day, amount: z.number() });

/** A series of cumulative returns, a benchmark perhaps. */
const series = z.object({
  name: z.string(),
  input: z.object({
    base_date: day,
    base_nav: z.number(),
    dates: z.array(day),
    cps: z.array(value),
    nav: z.array(value),
    holidays: z.array(day),
    rf_annual: z.number(),
    benchmark: z.object({ dates: z.array(day), close: z.array(value) }).nullable(),
  }),
  expected,
});

/** Values and flows. */
const flows = z.object({
  name: z.string(),
  input: z.object({
    base_date: day,
    base_nav: z.number(),
    dates: z.array(day),
    nav: z.array(z.number()),
    flows: z.array(flow),
    flow_timing: z.enum(['end_of_day', 'start_of_day']).optional(),
  }),
  expected,
});

const holdings = z.object({
  name: z.string(),
  input: z.object({
    positions: z.array(
      z.object({
        symbol: z.string(),
        currency: z.string(),
        quantity: z.number(),
        multiplier: z.number().optional(),
        price_open: z.number(),
        price_close: z.number(),
        fx_open: z.number(),
        fx_close: z.number(),
      }),
    ),
    cash: z.array(z.object({ currency: z.string(), balance: z.number(), fx_open: z.number(), fx_close: z.number() })),
  }),
  expected,
});

const bridge = z.object({
  name: z.string(),
  input: z.object({
    nav_start: z.number(),
    nav_end: z.number(),
    deposits: z.number(),
    withdrawals: z.number(),
    dividends: z.number(),
    withholding_tax: z.number(),
    interest: z.number(),
    fees_and_commissions: z.number(),
    price_effect: z.number(),
    fx_effect: z.number(),
  }),
  expected,
});

const annualising = z.object({
  name: z.string(),
  cases: z.array(z.object({ total_return: z.number(), base_date: day, end_date: day, expected: value })).min(1),
});

const formatting = z.object({
  name: z.string(),
  cases: z
    .array(
      z.object({
        value: z.string(),
        decimals: z.number(),
        kind: z.enum(['money', 'percent']),
        signed: z.boolean(),
        expected: z.string(),
        expected_ascii: z.string(),
      }),
    )
    .min(1),
});

/** One case; told apart by what it holds. */
export const caseForm = z.union([series, flows, holdings, bridge, annualising, formatting]);

export type VectorCase = z.output<typeof caseForm>;
export type SeriesCase = z.output<typeof series>;
export type FlowsCase = z.output<typeof flows>;
export type HoldingsCase = z.output<typeof holdings>;
export type BridgeCase = z.output<typeof bridge>;
