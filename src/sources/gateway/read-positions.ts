import type { Account } from '#domain/account';
import type { Gap } from '#domain/gap';
import type { Position } from '#domain/position';
import type { Oddity } from '#domain/snapshot';
import type { InstrumentFields } from '#sources/gateway/answers/instrument';
import { type PositionRow, readPositions } from '#sources/gateway/answers/positions';
import { readSecurityDefinitions } from '#sources/gateway/answers/security-definitions';
import { SourceError } from '#sources/source-error';
import { DEFINITIONS_PER_CALL, ENDPOINTS } from './endpoints.ts';
import { AnswerUnreadable } from './errors.ts';
import { addUp } from './oddities.ts';
import type { GatewaySession } from './session.ts';
import type { Reply } from './tried.ts';

/** What a read of the holdings gives. */
export interface Holdings {
  /** Without rows of quantity 0: what was closed or has expired stays in the raw answers. */
  readonly positions: readonly Position[];
  readonly fetchedAt: string;
  readonly raw: readonly string[];
  readonly oddities: readonly Oddity[];
  readonly gaps: readonly Gap[];
}

const PAGE_SIZE = 100;
/** Builds before 2023 gave pages of 30 and did not say so. */
const OLD_PAGE_SIZE = 30;
/** Sorted pages only: without an order, pages repeat and omit rows. */
const QUERY = { sort: 'position', direction: 'd' };

/**
 * Reads all pages of an account's positions afresh and fills rows that came without their security's definition.
 * @throws SourceError also when a row comes twice with different quantities: the list changed between two pages
 */
export async function readHoldings(session: GatewaySession, account: Account): Promise<Holdings> {
  const gaps: Gap[] = [];
  const stale = await dropCache(session, account);
  if (stale) gaps.push(stale);
  const pages = await readPages(session, account);
  const lean = leanRows(pages);
  const definitions = new Map<number, InstrumentFields>();
  const raw: string[] = [];
  const oddities: Oddity[][] = [];
  try {
    for (let from = 0; from < lean.length; from += DEFINITIONS_PER_CALL) {
      const query = { conids: lean.slice(from, from + DEFINITIONS_PER_CALL).join(',') };
      const reply = await session.ask({ endpoint: ENDPOINTS.securityDefinitions, query });
      raw.push(...reply.raw);
      const reading = readSecurityDefinitions(reply.form, ENDPOINTS.securityDefinitions.name);
      for (const definition of reading.value) definitions.set(definition.conid, definition.fields);
      oddities.push([...reading.oddities]);
    }
  } catch (error) {
    gaps.push(passable(error, 'Names and details of some holdings could not be had'));
  }
  const rows = new Map<string, Position>();
  let fetchedAt = '';
  for (const { reply } of pages) {
    const reading = readPositions(reply.form, ENDPOINTS.positions.name, { account: account.id, definitions });
    for (const { position } of reading.value) addRow(rows, position);
    oddities.push([...reading.oddities]);
    raw.push(...reply.raw);
    fetchedAt = reply.receivedAt;
  }
  const positions = [...rows.values()].filter(({ quantity }) => quantity !== 0);
  return { positions, fetchedAt, raw, oddities: addUp(oddities.flat()), gaps };
}

/** Without this the broker may answer from a cache that is minutes old. */
async function dropCache(session: GatewaySession, account: Account): Promise<Gap | undefined> {
  try {
    await session.ask({ endpoint: ENDPOINTS.invalidate, account: account.id });
    return undefined;
  } catch (error) {
    return passable(error, "The broker's own cache could not be emptied: holdings may be some minutes old");
  }
}

interface Page {
  readonly reply: Reply<typeof ENDPOINTS.positions>;
  readonly rows: readonly PositionRow[];
}

async function readPages(session: GatewaySession, account: Account): Promise<readonly Page[]> {
  const pages: Page[] = [];
  const seen = new Set<string>();
  for (let page = 0; ; page += 1) {
    const reply = await session.ask({ endpoint: ENDPOINTS.positions, account: account.id, page, query: QUERY });
    const rows = readPositions(reply.form, ENDPOINTS.positions.name, { account: account.id }).value;
    pages.push({ reply, rows });
    const before = seen.size;
    for (const { position } of rows) seen.add(keyOf(position));
    const size = rows.find(({ pageSize }) => pageSize !== undefined)?.pageSize ?? PAGE_SIZE;
    if (seen.size === before || (rows.length < size && rows.length !== OLD_PAGE_SIZE)) return pages;
  }
}

/** Contracts still held whose rows came without a definition. */
function leanRows(pages: readonly Page[]): readonly number[] {
  const rows = pages.flatMap((page) => page.rows).filter(({ lean, position }) => lean && position.quantity !== 0);
  return [...new Set(rows.map(({ position }) => position.conid))];
}

function addRow(rows: Map<string, Position>, position: Position): void {
  const key = keyOf(position);
  const before = rows.get(key);
  if (before !== undefined && before.quantity !== position.quantity) {
    throw new AnswerUnreadable(
      ENDPOINTS.positions.name,
      `the row of conid ${position.conid}`,
      'comes twice with different quantities: the list changed while it was read',
    );
  }
  if (before === undefined) rows.set(key, position);
}

/** Rows are split by advisor model. */
function keyOf(position: Position): string {
  return `${position.conid} ${position.model}`;
}

/** A side question failed: a gap where the main answer stands without it, else the error itself. */
function passable(error: unknown, message: string): Gap {
  const passes =
    error instanceof SourceError &&
    ['bad-request', 'blocked', 'server-error', 'unreadable', 'not-available'].includes(error.reason);
  if (!passes) throw error;
  return { ...error.asGap(), message: `${message}. ${error.message}` };
}
