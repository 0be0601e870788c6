import type { ApiAnswer } from '#simulator/scenario';

/** A cookie, a token, the name of a user in one word and in two, an account's number, an address of mail. */
export const CANARIES = [
  'x-sess-uuid=0.8cafe217.1700000000.1badf00d',
  'eyJhbGciOiJub25lIn0.Y2FuYXJ5.c2ln',
  'canarius77',
  'Serinus Canaria',
  'U8675309',
  'serinus@canary.example',
] as const;

/** The parts of the canaries, and whole numbers of accounts, that stand in a text. */
export function leaks(text: string, accounts: readonly string[]): string[] {
  const parts = [
    ...CANARIES,
    ...CANARIES.flatMap((one) => one.split(/[\s@=]/)).filter((part) => part.length > 5),
    ...accounts,
  ];
  return [...new Set(parts.filter((part) => text.toLowerCase().includes(part.toLowerCase())))];
}

/** The same answer with a canary in each text that is for people, and in a field nobody knows of each object. */
export function carrying(answer: ApiAnswer | undefined): ApiAnswer | undefined {
  if (!answer) return undefined;
  const body = Buffer.concat([...answer.text].map((part) => Buffer.from(part))).toString('utf8');
  const json = parsed(body);
  return json === undefined ? { ...answer, text: [body] } : { ...answer, text: [JSON.stringify(marked(json, ''))] };
}

const FOR_PEOPLE =
  /^(?:accountTitle|displayName|accountAlias|desc|contractDesc|name|fullName|description|companyName)$/;

function marked(value: unknown, field: string): unknown {
  if (typeof value === 'string') return FOR_PEOPLE.test(field) ? `${value} ${CANARIES.join(' ')}` : value;
  if (Array.isArray(value)) return value.map((one) => marked(one, field));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, one]) => [name, marked(one, name)] as const);
  return { ...Object.fromEntries(fields), [CANARIES[2]]: CANARIES.join(' ') };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
