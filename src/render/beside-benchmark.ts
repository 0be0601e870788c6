import type { Headline, Report } from '#report/report';
import { isMissing } from '#report/value';
import { daysInWords, figureText } from './format.ts';
import { brief } from './inert.ts';

const NAME_LIMIT = 30;
const WHY_LIMIT = 60;

/** The day beside the benchmark, in one line: `0.11 pp above S&P 500 TR`. Empty where none is set. */
export function besideBenchmark({ benchmark }: Pick<Headline, 'benchmark'>): string {
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

/**
 * The total of several accounts beside the benchmark they share, for the day: the benchmark's own return is what each
 * account made less what it made more. A total has no linked return, and so nothing is said of longer periods.
 *
 * @param dayReturn of all accounts together; null where it is not known
 * @returns empty where no account has a benchmark
 */
export function totalBesideBenchmark(reports: readonly Report[], dayReturn: number | null): string {
  const [first] = reports;
  if (!first || reports.every(({ benchmark }) => benchmark === undefined)) return '';
  const shared = JSON.stringify(first.benchmark);
  if (first.benchmark === undefined || reports.some(({ benchmark }) => JSON.stringify(benchmark) !== shared)) {
    return 'Beside no benchmark: the accounts name different ones';
  }
  const { name } = first.benchmark;
  const its = reports.flatMap(({ headline: { dayReturn: own, benchmark } }) =>
    typeof own === 'number' && typeof benchmark?.day === 'number' ? [own - benchmark.day] : [],
  );
  const [day] = its;
  const why = day === undefined ? 'no account has its day' : 'the total has no return of the day';
  const known = day !== undefined && dayReturn !== null;
  const beside = { name, day: known ? dayReturn - day : { missing: why }, year: null };
  return `${besideBenchmark({ benchmark: beside })}${known ? ', longer periods by account' : ''}`;
}
