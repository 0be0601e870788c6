import { FLEX_KEY } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import type { StateFile } from './state-file.ts';

/** What is known of the Flex Web Service as a whole, under {@link FLEX_KEY}. Never the token itself. */
export interface FlexState {
  readonly schema: 'daybook-flex/1';
  /** The last day the token is good for, as the owner gave it. Absent: never told. */
  readonly tokenExpires?: CalendarDate;
  /** When the first statement of this archive came, and the newest. ISO 8601 UTC. */
  readonly first?: string;
  readonly last?: { readonly marketDate: CalendarDate; readonly at: string };
  /** The service's standing refusal (token expired, query unknown …); gone with the next statement. */
  readonly refused?: FlexRefusal;
  /** It has shut out the token: whoever asks before `until`, for whatever day, is shut out for longer. ISO 8601 UTC. */
  readonly rest?: { readonly until: string; readonly why: Gap };
}

export interface FlexRefusal {
  /** The service's code as sent: `1012`. */
  readonly code: string;
  /** For a person, and what to do about it. */
  readonly message: string;
  readonly nextStep: string;
  /** First and last time. ISO 8601 UTC. */
  readonly since: string;
  readonly at: string;
  /** The attempt that met it last, as in the record of a run; absent when it was no run's. */
  readonly by?: string;
}

export const FLEX_FILE: StateFile<FlexState> = {
  key: FLEX_KEY,
  schema: 'daybook-flex/1',
  what: 'The record of the Flex Web Service',
};
