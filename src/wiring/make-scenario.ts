import type { CalendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import { deadlineOf, dueAt } from '#pipeline/run-times';
import { advisorScenario } from '#simulator/advisor-scenario';
import { demoScenario } from '#simulator/demo-scenario';
import { emptyScenario } from '#simulator/empty-scenario';
import { type Fault, parseFault } from '#simulator/faults';
import { largeScenario } from '#simulator/large-scenario';
import { recordedScenario } from '#simulator/recorded-scenario';
import { RecordingsError } from '#simulator/recordings-error';
import type { Scenario } from '#simulator/scenario';
import { OWN_RECORDINGS, type ScenarioName } from './scenarios.ts';

export type { Fault };

/** Reads a fault in the form `POST /pa/allperiods=429`. @throws Error naming what is possible */
export const readFault = (text: string): Fault => parseFault(text);

export interface ScenarioChoice {
  readonly marketDate: CalendarDate;
  readonly seed: number;
  readonly size: number;
  /** Of an advisor; 25 when absent. */
  readonly clients?: number;
  readonly recordings?: string;
  readonly account?: string;
}

export interface MadeScenario {
  readonly scenario: Scenario;
  readonly marketDate: CalendarDate;
  /** A recording plays at the hour it was made. */
  readonly startAt?: Date;
}

/** The last market day whose final figures are out at `now`. */
export function defaultMarketDate(now: Date): CalendarDate {
  const calendar = newYorkCalendar();
  const last = calendar.lastClosedMarketDay(now);
  return dueAt({ kind: 'final', marketDate: last }, calendar) <= now ? last : calendar.previousTradingDay(last);
}

/** Makes the scenario a person named; a folder of recordings that can't be played is a problem in a sentence. */
export async function makeScenario(
  name: ScenarioName,
  choice: ScenarioChoice,
): Promise<MadeScenario | { readonly problem: string }> {
  try {
    return await scenarioFor(name, choice);
  } catch (error) {
    if (error instanceof RecordingsError) return { problem: error.message };
    throw error;
  }
}

async function scenarioFor(name: ScenarioName, choice: ScenarioChoice): Promise<MadeScenario> {
  const { marketDate, seed, size } = choice;
  // The life goes on through the morning of the final run.
  const today = deadlineOf({ kind: 'final', marketDate });
  switch (name) {
    case 'demo':
      return { scenario: demoScenario({ seed, today }), marketDate };
    case 'empty':
      return { scenario: emptyScenario({ today }), marketDate };
    case 'advisor':
      return {
        scenario: advisorScenario({
          seed,
          today,
          ...(choice.clients === undefined ? {} : { clients: choice.clients }),
        }),
        marketDate,
      };
    case 'large':
      return { scenario: largeScenario({ seed, today, size }), marketDate };
    case 'recorded': {
      const made = await recordedScenario({
        folder: choice.recordings ?? OWN_RECORDINGS,
        ...(choice.account === undefined ? {} : { account: choice.account }),
      });
      return { scenario: made.scenario, marketDate: newYorkCalendar().lastClosedMarketDay(made.at), startAt: made.at };
    }
  }
}
