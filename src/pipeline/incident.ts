import type { Archive } from '#archive/archive';
import { INCIDENT_KEY } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { Notice } from './events.ts';
import { changeState, type StateFile } from './state-file.ts';

/** Which notices the owner has had, under {@link INCIDENT_KEY}. */
export interface IncidentState {
  readonly schema: 'daybook-incident/1';
  /** By name: when it was given out, and by which step of which execution. Gone once the trouble is over. */
  readonly told: Readonly<Record<string, Told>>;
}

interface Told {
  readonly at: string;
  readonly by: string;
  /** Reports came again, and the owner knows; the day itself is still without one, of which they are not told again. */
  readonly past?: true;
  /** Market days without a report of which it told, those that still are. */
  readonly days?: readonly CalendarDate[];
}

/** A notice with the name under which it goes out once. */
export interface Trouble {
  /** `login-needed`, `gateway`, `late`, `limit`, `failed <run>`, `account <key>`, `damaged <archive key>`, `recipient <key>`, `certificate <host>`, `build <host>`, `flex-refused <code>`, `flex-late`, `flex-to-come`, `flex-account <key>`, `flex-token expires <date>`, `source-gateway`. */
  readonly name: string;
  readonly notice: Notice;
  /** Market days without a report that it tells of. Once reports come again, it is told anew for other days alone. */
  readonly days?: readonly CalendarDate[];
}

/** What one step has to say. */
export interface Telling {
  /** Execution and step: the same step, repeated, is given the same notices again. */
  readonly step: string;
  readonly now: Date;
  readonly troubles: readonly Trouble[];
  /** Names of troubles that are over by themselves: nobody is told. */
  readonly healed?: readonly string[];
  /** A final report is out: ends the incident, and is told if the owner had a notice of it. */
  readonly backAgain?: { readonly marketDate: CalendarDate; readonly notice: Notice };
}

export const INCIDENT_FILE: StateFile<IncidentState> = {
  key: INCIDENT_KEY,
  schema: 'daybook-incident/1',
  what: 'The record of the notices',
};

const BACK_AGAIN = 'back-again';
/** A day that has no report by then gets none by itself. */
const PAST_MS = 30 * 86_400_000;

/** The name of a run's failure among the troubles. */
export const failureOf = ({ kind, marketDate }: Run): string => `failed ${kind} ${marketDate}`;

/** Troubles that keep reports from coming. */
const keepsReports = (name: string): boolean =>
  name === 'login-needed' || name === 'gateway' || name === 'late' || name.startsWith('failed ');

/**
 * Gives out notices: each trouble once until it is over, one "back again" after it. What is given out is noted before
 * it is sent, so that two processes never send the same; the step that noted it gets it again when it is repeated.
 */
export async function tellOwner(archive: Archive, telling: Telling): Promise<readonly Notice[]> {
  let notices: readonly Notice[] = [];
  await changeState(archive, INCIDENT_FILE, (before): IncidentState | undefined => {
    const told = current(before, telling.now);
    const mark = { at: telling.now.toISOString(), by: telling.step };
    notices = [];
    const give = ({ name, notice, days }: Trouble): void => {
      const had = told[name];
      if (had && had.by !== telling.step) {
        if (!tellsMore(had, days)) return;
        delete told[name];
      }
      told[name] ??= { ...mark, ...(days ? { days } : {}) };
      notices = [...notices, notice];
    };
    for (const name of telling.healed ?? []) delete told[name];
    const ended = telling.backAgain ? endIncident(told, telling.backAgain.marketDate) : 'goes on';
    if (ended === 'over') delete told[BACK_AGAIN];
    const again = ended === 'was none' && told[BACK_AGAIN]?.by === telling.step;
    if (telling.backAgain && (ended === 'over' || again)) give({ name: BACK_AGAIN, notice: telling.backAgain.notice });
    for (const trouble of telling.troubles) give(trouble);
    const same = JSON.stringify(told) === JSON.stringify(before?.told ?? {});
    return same ? before : { schema: 'daybook-incident/1', told };
  });
  return notices;
}

/** Whether a notice that the owner has had is to be given again: it is past, and one of the days is new to them. */
export const tellsMore = ({ past, days: known = [] }: Told, days: readonly CalendarDate[] = []): boolean =>
  past === true && days.some((day) => !known.includes(day));

/** What was told, without the days that have no report and get none any more. */
function current(state: IncidentState | undefined, now: Date): Record<string, Told> {
  const known = Object.entries(state?.told ?? {});
  const lasts = ([name, { at, past }]: (typeof known)[number]): boolean =>
    !(past || name.startsWith('given-up ') || name.startsWith('damaged ')) || now.getTime() - Date.parse(at) < PAST_MS;
  return Object.fromEntries(known.filter(lasts));
}

/** Takes out of `told` what the final report of a day ends. */
function endIncident(told: Record<string, Told>, marketDate: CalendarDate): 'over' | 'goes on' | 'was none' {
  const own = failureOf({ kind: 'final', marketDate });
  const open = Object.entries(told).filter(([name, { past }]) => keepsReports(name) && !past);
  delete told[own];
  for (const [name, mark] of Object.entries(told)) {
    if (!keepsReports(name) || name.startsWith('failed final ')) continue;
    // A statement may carry a newer day while an older one still waits: of that one the owner knows already.
    const days = mark.days?.filter((day) => day !== marketDate) ?? [];
    if (days.length === 0) delete told[name];
    else told[name] = { ...mark, days, past: true };
  }
  // These names are in the order of their days. A newer day that failed is what the owner waits for: an older one that
  // was made up for doesn't mean that reports come again.
  if (open.some(([name]) => name.startsWith('failed final ') && name > own)) return 'goes on';
  for (const [name, mark] of open) if (told[name]) told[name] = { ...mark, past: true };
  return open.length > 0 ? 'over' : 'was none';
}
