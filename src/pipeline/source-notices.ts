import type { Archive } from '#archive/archive';
import type { EndEvent } from './events.ts';
import { endedByGateway, endedByStatement, flexRefused, gatewayAway, statementLate } from './flex-notice.ts';
import { FLEX_FILE } from './flex-state.ts';
import { INCIDENT_FILE, type Trouble } from './incident.ts';
import type { RunState } from './run-state.ts';
import { readState } from './state-file.ts';

/** What the sources of a run that has ended give the owner to hear, and which earlier notices they end. */
export interface SourceNotices {
  /** The service refuses until a person does something: told at once, also when nothing was ever reported. */
  readonly refused: readonly Trouble[];
  /** The report is out, without one of its sources. */
  readonly without: readonly Trouble[];
  readonly healed: readonly string[];
}

/** Nothing of a run that has one source, the gateway: then the run's own notices tell all. */
export async function sourceNotices(
  { run, collected }: EndEvent,
  ended: RunState,
  archive: Archive,
): Promise<SourceNotices> {
  const sources = collected && 'sources' in collected ? collected.sources : {};
  const reported = ended.state === 'done' || ended.state === 'partial';
  const gave = (status: string | undefined): boolean => status === 'complete' || status === 'partial';
  const healed: string[] = gave(sources.gateway) ? endedByGateway() : [];
  if (gave(sources.flex)) {
    healed.push(...endedByStatement(Object.keys((await readState(archive, INCIDENT_FILE))?.told ?? {})));
  }
  const refusal = sources.flex === 'failed' ? (await readState(archive, FLEX_FILE))?.refused : undefined;
  const without: Trouble[] = [];
  if (reported && sources.flex === 'failed' && !refusal) without.push(statementLate(run, ended.sources?.flex?.why));
  if (reported && sources.gateway === 'failed') without.push(gatewayAway(run, ended.sources?.gateway?.why));
  return { refused: refusal ? [flexRefused(run, refusal, reported)] : [], without, healed };
}
