import { calendarDate } from '#domain/calendar-date';
import type { Report } from '#report/report';
import { memoryArchive } from '#test/support/memory-archive';
import { runDemo } from '#wiring/demo-run';
import { makeScenario } from '#wiring/make-scenario';

/** The report of a demo's day, as the whole pipeline makes it. @param seed of the invented life; @param day `YYYY-MM-DD` */
export async function demoReport(seed: number, day: string): Promise<Report> {
  const marketDate = calendarDate(day);
  const made = await makeScenario('demo', { marketDate, seed, size: 1 });
  if ('problem' in made) throw new Error(made.problem);
  const request = { scenario: made.scenario, marketDate, faults: [], timeZone: 'Europe/Zurich' };
  const { day: done } = await runDemo(request, memoryArchive(), () => undefined);
  const [first] = done.published;
  if (!first) throw new Error('The demo made no report.');
  return first.report;
}
