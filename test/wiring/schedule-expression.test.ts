import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyDayAt, expressionProblem } from '#wiring/schedule-expression';

const two = (value: number): string => String(value).padStart(2, '0');
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => ({ hour, minute, text: `${two(hour)}:${two(minute)}` }));

describe('a schedule of every day', () => {
  it('is valid for each time of day, and fires at that minute', () => {
    fc.assert(
      fc.property(timeOfDay, ({ hour, minute, text }) => {
        const expression = everyDayAt(text);
        expect(expressionProblem(expression)).toBeUndefined();
        expect(expression).toBe(`cron(${minute} ${hour} * * ? *)`);
      }),
    );
  });
});

describe('the check of an expression', () => {
  it.each(['rate(1 minute)', 'rate(5 minutes)', 'cron(0/5 8-17 ? * MON-FRI *)', 'cron(15,45 6 1 JAN,JUL ? 2027-2030)'])(
    'lets %s pass',
    (expression) => expect(expressionProblem(expression)).toBeUndefined(),
  );

  it.each([
    ['cron(nonsense)', 'has 1 fields, not 6'],
    ['cron(60 5 * * ? *)', 'has no minutes 60'],
    ['cron(45 24 * * ? *)', 'has no hours 24'],
    ['cron(45 5 0 * ? *)', 'has no day of month 0'],
    ['cron(45 5 * 13 ? *)', 'has no month 13'],
    ['cron(45 5 ? * 8 *)', 'has no day of week 8'],
    ['cron(45 5 * * ? 1969)', 'has no year 1969'],
    ['cron(45 5 * * * *)', 'needs a ? in day of month or in day of week, and only in one'],
    ['cron(45 5 ? * ? *)', 'needs a ? in day of month or in day of week, and only in one'],
    ['cron(? 5 * * ? *)', 'has no minutes ?'],
    ['cron(30-10 5 * * ? *)', 'has no minutes 30-10'],
    ['cron(0/0 5 * * ? *)', 'has no minutes 0/0'],
    ['cron( 5 * * ? *)', 'has no minutes '],
    ['cron(NaN 5 * * ? *)', 'has no minutes NaN'],
    ['rate(1 minutes)', 'names one unit in the plural, or several in the singular'],
    ['rate(5 minute)', 'names one unit in the plural, or several in the singular'],
    ['rate(0 minutes)', 'repeats never'],
    ['every minute', 'is neither cron(…) nor rate(…)'],
  ])('refuses %s', (expression, problem) => expect(expressionProblem(expression)).toBe(problem));

  it('refuses every number out of its field', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 9999 }), fc.integer({ min: 24, max: 9999 }), (minute, hour) => {
        expect(expressionProblem(`cron(${minute} 5 * * ? *)`)).toBeDefined();
        expect(expressionProblem(`cron(5 ${hour} * * ? *)`)).toBeDefined();
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void expressionProblem(`cron(${text})`)));
  });
});
