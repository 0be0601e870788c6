import type { Archive } from '#archive/archive';
import { INCIDENT_KEY } from '#archive/keys';
import type { Notice } from './events.ts';
import { changeState, type StateFile } from './state-file.ts';

/** Which notices the owner has had, under {@link INCIDENT_KEY}. */
export interface IncidentState {
  readonly schema: 'daybook-incident/1';
  /** By name: when it was given out, and by which step of which execution. Gone once the trouble is over. */
  readonly told: Readonly<Record<string, { readonly at: string; readonly by: string }>>;
}

/** A notice with the name under which it goes out once. */
export interface Trouble {
  /** `login-needed`, `late`, `failed <run>`, `account <key>`, `recipient <key>`, `certificate <host>`, `build <host>`. */
  readonly name: string;
  readonly notice: Notice;
}

/** What one step has to say. */
export interface Telling {
  /** Execution and step: the same step, repeated, is given the same notices again. */
  readonly step: string;
  readonly now: Date;
  readonly troubles: readonly Trouble[];
  /** Names of troubles that are over by themselves: nobody is told. */
  readonly healed?: readonly string[];
  /** A report is out again: ends the incident, and is told if the owner had a notice of it. */
  readonly backAgain?: Notice;
}

export const INCIDENT_FILE: StateFile<IncidentState> = {
  key: INCIDENT_KEY,
  schema: 'daybook-incident/1',
  what: 'The record of the notices',
};

const BACK_AGAIN = 'back-again';

/** Troubles that keep reports from coming, and that a good run ends. */
const keepsReports = (name: string): boolean =>
  name === 'login-needed' || name === 'late' || name.startsWith('failed ');

/**
 * Gives out notices: each trouble once until it is over, one "back again" after it. What is given out is noted before
 * it is sent, so that two processes never send the same; the step that noted it gets it again when it is repeated.
 */
export async function tellOwner(archive: Archive, telling: Telling): Promise<readonly Notice[]> {
  let notices: readonly Notice[] = [];
  await changeState(archive, INCIDENT_FILE, (before): IncidentState | undefined => {
    const told = { ...before?.told };
    const mark = { at: telling.now.toISOString(), by: telling.step };
    notices = [];
    const give = (name: string, notice: Notice): void => {
      const had = told[name];
      if (had && had.by !== telling.step) return;
      told[name] ??= mark;
      notices = [...notices, notice];
    };
    for (const name of telling.healed ?? []) delete told[name];
    if (telling.backAgain) {
      const open = Object.keys(told).filter(keepsReports);
      for (const name of open) delete told[name];
      if (open.length > 0) delete told[BACK_AGAIN];
      if (open.length > 0 || told[BACK_AGAIN]?.by === telling.step) give(BACK_AGAIN, telling.backAgain);
    }
    for (const { name, notice } of telling.troubles) give(name, notice);
    const same = JSON.stringify(told) === JSON.stringify(before?.told ?? {});
    return same ? before : { schema: 'daybook-incident/1', told };
  });
  return notices;
}
