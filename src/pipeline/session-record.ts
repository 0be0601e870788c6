import type { Archive } from '#archive/archive';
import { SESSION_HEALTHY_KEY, SESSION_KEY } from '#archive/keys';
import type { GapReason } from '#domain/gap';
import type { SessionStage } from '#sources/gateway/session-model';
import { readState, type StateFile } from './state-file.ts';

/** What keep-session last saw, under {@link SESSION_KEY}. Written when it changes. */
export interface SessionRecord {
  readonly schema: 'daybook-session/1';
  /** `healthy`, or why the state of the login isn't known or isn't good: `needs-login`, `unreachable` … */
  readonly state: 'healthy' | GapReason;
  /** More closely; absent in records of older versions. */
  readonly stage?: SessionStage;
  /** When this state was first seen; of a gateway or a broker in trouble, when any of it was. ISO 8601 UTC. */
  readonly since: string;
  /** The gateway host that was asked: its instance id. */
  readonly host: string;
  /** For a person: why the state is what it is, or what to know of a healthy session. */
  readonly message?: string;
}

/** Under {@link SESSION_HEALTHY_KEY}: each write of it starts what is due. */
export interface HealthyRecord {
  readonly schema: 'daybook-session-healthy/1';
  /** When the session became healthy, or was found to be while a run waited. ISO 8601 UTC. */
  readonly at: string;
  /** The very first time in this archive. */
  readonly first: string;
}

export const SESSION_FILE: StateFile<SessionRecord> = {
  key: SESSION_KEY,
  schema: 'daybook-session/1',
  what: 'The record of the session',
};

export const HEALTHY_FILE: StateFile<HealthyRecord> = {
  key: SESSION_HEALTHY_KEY,
  schema: 'daybook-session-healthy/1',
  what: 'The record of the last healthy session',
};

/** When somebody first logged in, as far as this archive knows; undefined before. */
export async function firstLoginOf(archive: Archive): Promise<Date | undefined> {
  const record = await readState(archive, HEALTHY_FILE);
  return record && new Date(record.first);
}
