import { type Call, SUMMARY } from './attacks.ts';

const hex = (letter: string): string => `%${letter.charCodeAt(0).toString(16)}`;

/** Another spelling of a path that a careless reader takes for it. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path.replace(/[a-z](?=[a-z]*$)/, hex),
  (path) => path.replace(/[a-z](?=[a-z]*$)/, (letter) => `%25${hex(letter).slice(1)}`),
  (path) => path.replace(/(?<=^\/)[a-z]/, hex),
  (path) => path.replaceAll(/(?<=.)\//g, '%2f'),
  (path) => path.replaceAll(/(?<=.)\//g, '%5c'),
  (path) => path.replaceAll(/(?<=.)\//g, '\\'),
  (path) => path.replaceAll('/', '//'),
  (path) => path.replaceAll(/(?<=.)\//g, '/./'),
  (path) => path.replace(/^\//, '/x/../'),
  (path) => path.replace(/^\//, '/x/%2e%2e/'),
  (path) => path.replace(/^\//, '/x/..;/'),
  (path) => path.replace(/^\//, '/;/'),
  (path) => `${path};x`,
  (path) => `${path}/`,
  (path) => `${path}/.`,
  (path) => `${path}.json`,
  (path) => `${path}%00`,
  (path) => `${path}\u0000`,
  (path) => `${path}%20`,
  (path) => `${path}%0d%0aX-A:%201`,
  (path) => `${path}#`,
  (path) => `${path}?`,
  (path) => `${path}?x=1`,
  (path) => path.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  (path) => path.replaceAll('/', '%c0%af'),
];

/** The same, through an allowed path. */
const THROUGH_ALLOWED: readonly ((path: string) => string)[] = [
  (path) => `${SUMMARY}/../../../../..${path}`,
  (path) => `${SUMMARY}/..%2f..%2f..%2f..%2f..${path}`,
  (path) => `${SUMMARY}/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e${path}`,
  (path) => `${SUMMARY}#/../../../../..${path}`,
  (path) => `${SUMMARY}?/../../../../..${path}`,
  (path) => `${SUMMARY};/../../../../..${path}`,
  (path) => `/v1/api/tickle#/../../..${path}`,
];

/** Every odd spelling of a forbidden path, and the path through an allowed one. */
export function disguised(path: string): readonly Call[] {
  return [...SPELLINGS, ...THROUGH_ALLOWED].map((spell) => ({ target: spell(path) }));
}

/** Every odd spelling of an allowed path: matched as a whole or not at all. */
export function oddly(path: string): readonly Call[] {
  return SPELLINGS.map((spell) => ({ target: spell(path) }));
}
