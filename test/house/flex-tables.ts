import { QUERY_OPTIONS, REQUIRED_SECTIONS } from '#sources/flex/query-sections';
import { type Refusal, refusalOf } from '#sources/flex/refusals';

/** The tables of docs/flex.md, row by row, from what the product itself goes by. */

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export const optionRows = (): string[] =>
  QUERY_OPTIONS.map(({ option, choose, why }) => row(option, choose, capital(why)));

export const sectionRows = (): string[] =>
  REQUIRED_SECTIONS.map(({ section, options, weight, purpose, costs }) =>
    row(
      `**${section}**`,
      capital(options ?? '–'),
      capital(purpose),
      `${weight === 'useful' ? 'Useful: ' : ''}${weight === 'useful' ? costs : capital(costs)}`,
    ),
  );

export const fieldRows = (): string[] =>
  REQUIRED_SECTIONS.map(({ section, fields }) => {
    const named = (weight: string): string =>
      fields
        .filter((field) => field.weight === weight)
        .map(({ label }) => label)
        .join(', ') || '–';
    return row(section, named('needed'), named('useful'));
  });

/** Codes that the product knows, in order, with what they mean. */
export function knownCodes(): readonly (readonly [string, Refusal])[] {
  const codes = Array.from({ length: 200 }, (_, index) => String(1000 + index));
  return codes.flatMap((code) => {
    const refusal = refusalOf({ kind: 'response', status: 'Fail', errorCode: code });
    return refusal && !refusal.message.includes('not documented') ? [[code, refusal] as const] : [];
  });
}

export const codeRows = (): string[] =>
  knownCodes().map(([code, refusal]) => {
    const { message, nextStep } = refusal;
    return row(code, message.replace(` (${code})`, ''), doesOn(refusal), nextStep);
  });

function doesOn({ step, meaning }: Refusal): string {
  if (meaning === 'no-data') return 'asks again later';
  if (meaning === 'locked-out') return 'leaves it alone for an hour';
  const does = {
    poll: 'waits for it',
    later: 'asks again later',
    pause: 'pauses',
    restart: 'starts anew, once',
    stop: 'stops, and tells you',
  };
  return does[step];
}
