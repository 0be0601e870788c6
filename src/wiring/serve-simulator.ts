import type { Archive } from '#archive/archive';
import type { CalendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import type { Clock } from '#effects/clock';
import { shiftedClock } from '#effects/shifted-clock';
import { dueAt } from '#pipeline/run-times';
import type { Fault } from '#simulator/faults';
import { FLEX_SERVICE } from '#simulator/flex/flex-face';
import { startSimulator } from '#simulator/simulator';
import type { MadeScenario } from './make-scenario.ts';

export interface ServeRequest {
  readonly made: MadeScenario;
  readonly faults: readonly Fault[];
  readonly port: number;
  readonly loggedIn: boolean;
  /** Plays the hour of this day's final run; the real hour when absent. */
  readonly date?: CalendarDate;
}

export interface ServedSimulator {
  readonly url: string;
  /** Path of the certificate's file. */
  readonly certificate: string;
  /** The Flex Web Service of the same broker: its two calls lie below `url`. */
  readonly flex: { readonly url: string; readonly token: string; readonly query: string };
  readonly facts: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Serves a scenario by hand: at the real hour, or beginning at the hour asked for and running on from there. */
export async function serve(request: ServeRequest, folder: Archive, real: Clock): Promise<ServedSimulator> {
  const { made, date } = request;
  const start = made.startAt ?? (date ? dueAt({ kind: 'final', marketDate: date }, newYorkCalendar()) : undefined);
  const clock = start ? shiftedClock(start, real) : real;
  const simulator = await startSimulator({
    scenario: made.scenario,
    clock,
    // What reads it here and now would take the played hour for a clock that is wrong.
    dateClock: real,
    port: request.port,
    loggedIn: request.loggedIn,
    globalLimit: true,
  });
  for (const fault of request.faults) simulator.fault(fault);
  await folder.put('certificate.pem', simulator.certificate);
  const certificate = folder.locate('certificate.pem');
  return {
    url: simulator.url,
    certificate,
    flex: { ...simulator.flex, url: `${simulator.flex.origin}${FLEX_SERVICE}` },
    facts: { url: simulator.url, certificate, playsAt: clock.now().toISOString() },
    close: () => simulator.close(),
  };
}
