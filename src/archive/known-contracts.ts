import { type CalendarDate, dayInZone } from '#domain/calendar-date';
import { ABSENT, type Archive } from './archive.ts';
import { ArchiveCorrupted, ArchiveError } from './errors.ts';
import { contractsKey } from './keys.ts';

/** A contract that was seen as held. */
export interface KnownContract {
  readonly symbol: string;
  /** As last seen; 0 when it was held once and is no more. */
  readonly quantity: number;
  /** The day on which the quantity was first seen to be another than before. Absent: it never was. */
  readonly changedOn?: CalendarDate;
  /** When its bookings were last asked for, ISO 8601 UTC. Absent: never. */
  readonly askedAt?: string;
  /** When asking for them failed for a cause of the contract's own, ISO 8601 UTC. Absent: it did not, or was told since. */
  readonly failedAt?: string;
}

/** A look at the holdings. */
export interface Sighting {
  readonly positions: readonly { readonly conid: number; readonly symbol: string; readonly quantity: number }[];
  /** When they were seen, ISO 8601 UTC. */
  readonly at: string;
  /** The market's day at that moment. */
  readonly day: CalendarDate;
  /** Whether these are all holdings: then what is not among them is no longer held. */
  readonly whole: boolean;
}

/** The contracts of one account, by number, and when the holdings were last seen. */
export interface KnownContracts {
  readonly schema: 'daybook-contracts/1';
  readonly seenAt: string;
  readonly contracts: Readonly<Record<string, KnownContract>>;
}

const NONE: KnownContracts = { schema: 'daybook-contracts/1', seenAt: '', contracts: {} };
/** Quantities with fractions carry up to four decimals; below this they are equal. */
const SAME_QUANTITY = 1e-6;
const MOST_TRIES = 50;

/** The known contracts after a look at the holdings. */
export function seen(known: KnownContracts, sighting: Sighting): KnownContracts {
  const { positions, at, day, whole } = sighting;
  if (at <= known.seenAt) return seenBefore(known, sighting);
  const held = new Map<number, { symbol: string; quantity: number }>();
  for (const { conid, symbol, quantity } of positions) {
    held.set(conid, { symbol, quantity: (held.get(conid)?.quantity ?? 0) + quantity });
  }
  const contracts: Record<string, KnownContract> = { ...known.contracts };
  for (const [conid, { symbol, quantity }] of held) {
    const before = contracts[conid];
    const same = before && Math.abs(before.quantity - quantity) <= SAME_QUANTITY;
    // At the very first look there is no before: that all are new then says nothing of when they were bought.
    const changed = same || known.seenAt === '' ? {} : { changedOn: day };
    contracts[conid] = { ...before, symbol, quantity, ...changed };
  }
  for (const [conid, before] of whole ? Object.entries(contracts) : []) {
    if (!held.has(Number(conid)) && before.quantity !== 0)
      contracts[conid] = { ...before, quantity: 0, changedOn: day };
  }
  return { ...known, seenAt: at, contracts };
}

/**
 * An older look than the last one, of a day that is made up for after a newer one: quantities it tells nothing of, but
 * what was held then and is not known was sold in between, and has a history to be asked for.
 */
function seenBefore(known: KnownContracts, { positions }: Sighting): KnownContracts {
  const unknown = positions.filter(({ conid, quantity }) => known.contracts[conid] === undefined && quantity !== 0);
  if (unknown.length === 0) return known;
  // At the latest: its bookings are asked for until those of that day are told.
  const changedOn = dayInZone(new Date(known.seenAt), 'America/New_York');
  const gone = unknown.map(({ conid, symbol }) => [conid, { symbol, quantity: 0, changedOn }] as const);
  return { ...known, contracts: { ...known.contracts, ...Object.fromEntries(gone) } };
}

/** The known contracts after one was asked for. */
export function asked(known: KnownContracts, conid: number, symbol: string, at: string): KnownContracts {
  const { failedAt, ...before }: KnownContract = known.contracts[conid] ?? { symbol, quantity: 0 };
  if (before.askedAt !== undefined && before.askedAt >= at) return known;
  const failed = failedAt !== undefined && failedAt > at ? { failedAt } : {};
  return { ...known, contracts: { ...known.contracts, [conid]: { ...before, ...failed, askedAt: at } } };
}

/** The known contracts after one was asked for in vain. */
export function failed(known: KnownContracts, conid: number, at: string): KnownContracts {
  const before = known.contracts[conid];
  if (!before || at <= (before.failedAt ?? before.askedAt ?? '')) return known;
  return { ...known, contracts: { ...known.contracts, [conid]: { ...before, failedAt: at } } };
}

/** @throws ArchiveCorrupted when the list is damaged, or written by a newer version */
export async function readContracts(archive: Archive, account: string): Promise<KnownContracts> {
  return (await readVersion(archive, contractsKey(account))).known;
}

/** Changes the list by compare and swap; `change` may be called several times. @throws ArchiveError */
export async function changeContracts(
  archive: Archive,
  account: string,
  change: (before: KnownContracts) => KnownContracts,
): Promise<KnownContracts> {
  const key = contractsKey(account);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { known, version } = await readVersion(archive, key);
    const after = change(known);
    if (after === known) return known;
    if ((await archive.putIfVersion(key, JSON.stringify(after, null, 1), version)) === 'written') return after;
  }
  throw new ArchiveError(
    `${archive.locate(key)} was changed by others ${MOST_TRIES} times while this process tried.`,
    'Look how many runs are at work at the same time, and run again.',
  );
}

async function readVersion(archive: Archive, key: string): Promise<{ known: KnownContracts; version: string }> {
  const there = await archive.read(key);
  if (!there) return { known: NONE, version: ABSENT };
  const where = `The list of contracts ${archive.locate(key)}`;
  let known: KnownContracts;
  try {
    known = JSON.parse(Buffer.from(there.body).toString('utf8')) as KnownContracts;
  } catch (error) {
    throw new ArchiveCorrupted(key, `${where} is damaged.`, MOVE_AWAY, { cause: error });
  }
  if (known.schema !== NONE.schema) {
    throw new ArchiveCorrupted(
      key,
      `${where} has the form "${known.schema}", which this version of Daybook doesn't know.`,
      `Use the version of Daybook that wrote it, or a newer one. If it is damage: ${MOVE_AWAY}`,
    );
  }
  return { known, version: there.version };
}

const MOVE_AWAY = 'Move the object away; it is made anew at the next run, and every contract held is asked once more.';
