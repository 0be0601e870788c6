import type * as z from 'zod';

const TYPES: Readonly<Record<string, string>> = { array: 'a list', object: 'an object', int: 'a whole number' };
const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
};

/**
 * What is wrong within the one form of a setting that was meant: of several forms, the one whose kind of value it is.
 * The issue itself when it names no forms, or when the value is of none or of more than one.
 */
export function meantIssues(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.filter((form) => !form.some(isOfAnotherKind));
  const [form] = meant;
  if (!form || meant.length > 1) return [issue];
  return form.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

const isOfAnotherKind = ({ path, code }: z.core.$ZodIssue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');

/** What is wrong with one setting, in plain words that follow its name. Needs `reportInput`. */
export function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  // The form's own words.
  if (issue.message.startsWith('is ')) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `should be ${TYPES[issue.expected] ?? `a ${issue.expected}`}`;
    case 'too_small':
      return `should be at least ${measure(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `should be at most ${measure(issue.maximum, issue.origin)}`;
    case 'invalid_value':
      return `should be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    default:
      return issue.message.slice(0, 1).toLowerCase() + issue.message.slice(1);
  }
}

function measure(limit: number | bigint, origin: string): string {
  const [one, many] = UNITS[origin] ?? [];
  return one && many ? `${limit} ${limit === 1 ? one : many}` : String(limit);
}
