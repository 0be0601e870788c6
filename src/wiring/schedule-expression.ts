/** Of the names a field may use beside numbers, each stands for its place in the list, counted from 1. */
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

/** The six fields of a cron expression of EventBridge Scheduler, in order. */
const FIELDS: readonly Field[] = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: MONTHS },
  { name: 'day of week', from: 1, to: 7, names: DAYS },
  { name: 'year', from: 1970, to: 2199 },
];

/** Every calendar day at a time of day, in the zone that the schedule names beside it. `time` as `05:45`. */
export function everyDayAt(time: string): string {
  const [hour = '', minute = ''] = time.split(':');
  return `cron(${Number(minute)} ${Number(hour)} * * ? *)`;
}

/**
 * What is wrong with a schedule's expression, or nothing. Takes `cron(…)` with lists, ranges and steps, and `rate(…)`;
 * the signs L, W and # are refused, for nothing here needs them. The service itself tells only when the stack deploys.
 */
export function expressionProblem(expression: string): string | undefined {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate) return rateProblem(Number(rate[1]), rate[3] === 's');
  const cron = /^cron\((.*)\)$/.exec(expression);
  if (!cron) return 'is neither cron(…) nor rate(…)';
  const parts = (cron[1] ?? '').split(' ');
  if (parts.length !== FIELDS.length) return `has ${parts.length} fields, not ${FIELDS.length}`;
  const either = [parts[2], parts[4]].filter((part) => part === '?').length;
  if (either !== 1) return 'needs a ? in day of month or in day of week, and only in one';
  for (const [index, field] of FIELDS.entries()) {
    const part = parts[index] ?? '';
    if (part !== '?' && !fits(part, field)) return `has no ${field.name} ${part}`;
    if (part === '?' && index !== 2 && index !== 4) return `has no ${field.name} ?`;
  }
  return undefined;
}

function rateProblem(count: number, plural: boolean): string | undefined {
  if (count < 1) return 'repeats never';
  return count > 1 === plural ? undefined : 'names one unit in the plural, or several in the singular';
}

function fits(part: string, field: Field): boolean {
  return part.split(',').every((item) => {
    const [range = '', step, more] = item.split('/');
    if (more !== undefined || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === '*') return true;
    const ends = range.split('-').map((text) => valueOf(text, field));
    const [from = Number.NaN, to = from] = ends;
    return ends.length <= 2 && from >= field.from && to <= field.to && from <= to;
  });
}

function valueOf(text: string, field: Field): number {
  if (/^\d+$/.test(text)) return Number(text);
  const place = field.names?.indexOf(text) ?? -1;
  return place < 0 ? Number.NaN : place + 1;
}
