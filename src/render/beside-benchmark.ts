import type { Headline } from '#report/report';
import { isMissing } from '#report/value';
import { daysInWords, figureText } from './format.ts';
import { brief } from './inert.ts';

const NAME_LIMIT = 30;
const WHY_LIMIT = 60;

/** The day beside the benchmark, in one line: `0.11 pp above S&P 500 TR`. Empty where none is set. */
export function besideBenchmark({ benchmark }: Headline): string {
  if (!benchmark) return '';
  const name = brief(benchmark.name, NAME_LIMIT);
  const { day } = benchmark;
  if (typeof day !== 'number') {
    return `${name} n/a${isMissing(day) ? `: ${brief(daysInWords(day.missing), WHY_LIMIT)}` : ''}`;
  }
  const text = figureText(day, 'points', undefined, 'UTC');
  if (!/^[+\u2212]/.test(text)) return `level with ${name}`;
  return `${text.slice(1)} ${text.startsWith('+') ? 'above' : 'below'} ${name}`;
}

/** The longer figure beside the benchmark, as the line after the subject has it: `vs S&P 500 TR −3.00 pp`. */
export function yearBesideBenchmark({ benchmark }: Headline): string {
  if (!benchmark || typeof benchmark.year !== 'number') return '';
  return `vs ${brief(benchmark.name, NAME_LIMIT)} ${figureText(benchmark.year, 'points', undefined, 'UTC')}`;
}
