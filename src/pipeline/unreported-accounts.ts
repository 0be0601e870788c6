import type { Archive } from '#archive/archive';
import type { Run } from '#domain/snapshot';
import { readCollectedRecord } from './collected-record.ts';
import { readFlexRun } from './flex-run-record.ts';
import type { Unreported } from './outcome.ts';

/** Accounts of a run of which no source gave anything, with why: the gateway's word where it has one. */
export async function unreportedAccounts(archive: Archive, run: Run): Promise<readonly Unreported[]> {
  const gateway = await readCollectedRecord(archive, run);
  const flex = run.kind === 'final' ? await readFlexRun(archive, run) : undefined;
  return withoutAny(
    { there: gateway?.accounts.map(({ account }) => account) ?? [], unreported: gateway?.unreported ?? [] },
    { there: flex?.accounts ?? [], unreported: flex?.unreported ?? [] },
  );
}

interface SourceAccounts {
  readonly there: readonly string[];
  readonly unreported: readonly Unreported[];
}

/** What is unreported by one source and not given by the other; each account once. */
export function withoutAny(...sources: readonly SourceAccounts[]): readonly Unreported[] {
  const there = new Set(sources.flatMap((source) => source.there));
  const found = new Map<string, Unreported>();
  for (const one of sources.flatMap((source) => source.unreported)) {
    if (!there.has(one.account) && !found.has(one.account)) found.set(one.account, one);
  }
  return [...found.values()];
}
