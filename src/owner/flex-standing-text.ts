import { dayLine, printable } from './printable.ts';
import type { FlexStanding } from './status.ts';

/** How the Flex Web Service stands, for `status`: a line for the token, one for the statements, one for a refusal. */
export function flexLines(flex: FlexStanding, at: (iso: string) => string): string[] {
  const { query, last, refused } = flex;
  const statement = last
    ? `the newest is of ${dayLine(last.marketDate)}, fetched ${at(last.at)}`
    : 'none has come yet: the next final run asks';
  return [
    `Flex      token ${tokenText(flex)}`,
    `Flex      statements of the query ${query}: ${statement}`,
    ...(refused
      ? [
          `REFUSED   ${printable(refused.message)} Since ${at(refused.since)}`,
          `          → ${printable(refused.nextStep)}`,
        ]
      : []),
  ];
}

function tokenText({ token, tokenExpires }: FlexStanding): string {
  if (token === 'missing') return 'missing: give it with "npx daybook flex token"';
  const kept = token === 'kept' ? 'kept' : 'not seen';
  return tokenExpires === undefined
    ? `${kept}, its last day not known`
    : `${kept}, good until ${dayLine(tokenExpires)}`;
}
