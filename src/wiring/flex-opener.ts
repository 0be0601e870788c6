import type { CalendarDate } from '#domain/calendar-date';
import type { Clock } from '#effects/clock';
import type { OpenedFlex } from '#pipeline/collect-flex';
import { openFlexSource } from '#sources/flex/flex-source';
import { FlexTokenMissing } from '#sources/flex/token-missing';
import type { StreamingHttpClient } from '#sources/http/http-client';

/** What stands in requests alone, and the last day it is good for as far as its keeper knows. */
export interface FlexToken {
  readonly token: string;
  readonly expires?: CalendarDate;
}

/** How the Flex Web Service is reached. */
export interface FlexLine {
  /** Number of the Activity Flex query. */
  readonly query: string;
  readonly clock: Clock;
  /** Makes the connections of one asking; closed with the source. */
  readonly connect: (origin: string) => StreamingHttpClient;
  /** Gives the token when it is needed; undefined when there is none. */
  readonly token: () => Promise<FlexToken | undefined>;
  /** What a person can do where there is no token, one sentence. */
  readonly howToGive: string;
  /** Where the service is; its documented address when absent. */
  readonly origin?: string;
  /** How long one statement is waited for in all; the source's own when absent. */
  readonly patienceMs?: number;
}

/** A line to the service for stages that ask it: the token is read anew each time, so that a new one counts at once. */
export function flexOpener(line: FlexLine): { readonly query: string; readonly open: () => Promise<OpenedFlex> } {
  const { query, clock, connect, origin, patienceMs } = line;
  const open = async (): Promise<OpenedFlex> => {
    const given = await line.token();
    if (given === undefined) throw new FlexTokenMissing(line.howToGive);
    const { token, expires } = given;
    const source = openFlexSource({
      connect,
      clock,
      token,
      ...(origin === undefined ? {} : { origin }),
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
    return { source, ...(expires === undefined ? {} : { tokenExpires: expires }) };
  };
  return { query, open };
}
