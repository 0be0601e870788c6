import * as z from 'zod';
import type { BenchmarkChoice, RiskFreeRate } from '#domain/benchmark';
import { calendarDate } from '#domain/calendar-date';
import { wordsOf } from './setting-words.ts';

/** Heads of tables on a phone have no room for more. */
export const MOST_NAME = 24;

/** What is wrong with the name of a benchmark, after the name; undefined when nothing is. */
export function nameProblem(text: string): string | undefined {
  return benchmarkForm.shape.name.safeParse(text).error?.issues.map(wordsOf).join('; ');
}

/** A name that stands in heads and sentences of every output. */
const name = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => text.trim() === text && !/\p{Cc}/u.test(text), {
      error: 'begins or ends with a blank, or holds a line break or another control character',
    });

/** What the account is compared with. */
export const benchmarkForm = z.strictObject({
  name: name(MOST_NAME).describe('What you call it, shown in every output: "S&P 500 TR".'),
  kind: z
    .enum(['price', 'total-return'])
    .describe('What its closes hold: prices alone, or prices with payments reinvested.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'is not a currency code such as USD' })
    .describe('Currency of its closes. Nothing is converted.'),
});

/** What excess returns are counted from. */
export const riskFreeForm = z.strictObject({
  rate: z
    .number()
    .min(-0.05, { error: 'is not a rate as a fraction, such as 0.0425 for 4.25 %' })
    .max(0.5, { error: 'is not a rate as a fraction, such as 0.0425 for 4.25 %' })
    .describe('Effective for a year, as a fraction: 0.0425.'),
  source: name(60).describe('Where it is from: "3-month US Treasury bill".'),
  date: z.iso.date({ error: 'is not a day of the form YYYY-MM-DD' }).describe('The day it is of.'),
});

/** What reports are reckoned with beside the account's own data. */
export const reportSettings = z
  .strictObject({
    benchmark: benchmarkForm
      .extend({
        file: z
          .string()
          .min(1)
          .optional()
          .describe(
            'CSV file of its closes on this machine, put into the archive at each `daybook report`. Default: what `daybook benchmark put` sent.',
          ),
      })
      .optional()
      .describe('What the account is compared with. Absent: nothing.'),
    riskFree: riskFreeForm
      .optional()
      .describe('The risk-free rate of Sharpe, Sortino, Martin and alpha. Absent: 0, and said so.'),
  })
  .prefault({});

/** What publish is told: which benchmark, and which rate. */
export interface ReportChoices {
  readonly benchmark?: BenchmarkChoice;
  readonly riskFree?: Required<RiskFreeRate>;
}

/** The settings as publish takes them; the file stays here. */
export function reportChoices({
  benchmark,
  riskFree,
}: {
  readonly benchmark?: z.output<typeof benchmarkForm> | undefined;
  readonly riskFree?: z.output<typeof riskFreeForm> | undefined;
}): ReportChoices {
  return {
    ...(benchmark ? { benchmark: { name: benchmark.name, kind: benchmark.kind, currency: benchmark.currency } } : {}),
    ...(riskFree ? { riskFree: { ...riskFree, date: calendarDate(riskFree.date) } } : {}),
  };
}
