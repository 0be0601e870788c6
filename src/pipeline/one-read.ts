import { dayInZone } from '#domain/calendar-date';
import type { DatasetName, Run } from '#domain/snapshot';
import { type AccountDraft, lacks } from './account-draft.ts';

/** Totals, cash, holdings and allocation are summed with each other and compared: they belong to one moment. */
const HOLDINGS: readonly DatasetName[] = ['summary', 'ledger', 'positions', 'allocation'];
/** What an earlier process of the same session read so long ago still counts as the same read. */
const ONE_READ_MS = 10 * 60_000;
const NEW_YORK = 'America/New_York';

/**
 * Sets aside what an earlier try read of the holdings when the rest of them would be read in another session: all four
 * cost less than a second, and a sum over the midnight at which sessions end and the day's figures begin anew is of
 * neither day. What was read on the market day itself stays once that day is over, for it can't be had any more; the
 * report says then that two moments meet in it.
 */
export function keepOneRead(draft: AccountDraft, run: Run, now: Date): void {
  const there = HOLDINGS.filter((name) => !lacks(draft, name));
  if (there.length === 0 || there.length === HOLDINGS.length) return;
  const times = there.map((name) => fetchedAt(draft, name));
  const today = dayInZone(now, NEW_YORK);
  if (run.marketDate !== today && times.every((at) => dayInZone(at, NEW_YORK) === run.marketDate)) return;
  const same = times.every(
    (at) => Math.abs(now.getTime() - at.getTime()) <= ONE_READ_MS && dayInZone(at, NEW_YORK) === today,
  );
  if (same) return;
  draft.earlierRead = Object.fromEntries(there.map((name) => [name, draft.datasets[name]]));
  for (const name of there) delete draft.datasets[name];
}

/**
 * Takes the earlier read again, whole and alone, when the new one lacks a part that it had: a session that ends, or a
 * part that fails, must not cost what was there. To be called before the draft is saved.
 */
export function mendOneRead(draft: AccountDraft): void {
  const { earlierRead } = draft;
  if (!earlierRead) return;
  delete draft.earlierRead;
  const had = Object.keys(earlierRead) as DatasetName[];
  if (had.every((name) => !lacks(draft, name))) return;
  for (const name of HOLDINGS) if (!lacks(draft, name)) delete draft.datasets[name];
  Object.assign(draft.datasets, earlierRead);
}

function fetchedAt(draft: AccountDraft, name: DatasetName): Date {
  const dataset = draft.datasets[name];
  return new Date(dataset?.status === 'present' ? dataset.fetchedAt : Number.NaN);
}
