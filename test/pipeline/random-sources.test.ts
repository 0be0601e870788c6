import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, type CalendarDate, calendarDate, dayInZone } from '#domain/calendar-date';
import type { FlexRunRecord } from '#pipeline/flex-run-record';
import type { RunState } from '#pipeline/run-state';
import { FlexRefused, FlexUnreachable } from '#sources/flex/errors';
import { refusalOf } from '#sources/flex/refusals';
import { SourceError } from '#sources/source-error';
import { Machine } from '#test/support/machine';
import { refusedWith, scriptedFlex, statementOf } from '#test/support/scripted-flex';

/** Two weeks with a weekend, Thanksgiving and an early close in them. */
const FIRST = calendarDate('2026-11-16');
const DAYS = 14;

/** How the service is on one calendar day, and how many days late the statement of that market day comes. */
const flexDay = fc.record({
  mood: fc.constantFrom('well', 'well', 'well', 'away', 'expired', 'shut', 'throttled', 'hangs'),
  late: fc.constantFrom(0, 0, 0, 1, 2, 3),
});
const gatewayDay = fc.constantFrom('well', 'well', 'no-login', 'away', 'login-late');

interface Life {
  readonly flex: readonly { readonly mood: string; readonly late: number }[];
  readonly gateway: readonly string[];
  readonly sources: 'both' | 'flex';
}

const shutOut = (until: Date): FlexRefused => {
  const refusal = refusalOf({ kind: 'response', status: 'Fail', errorCode: '1025' });
  if (!refusal) throw new TypeError('1025 refuses nothing');
  return new FlexRefused(refusal, '1025', { outlook: 'later', resumeAt: until });
};

/** @returns what went against a rule; empty: nothing */
async function live({ flex: flexDays, gateway: gatewayDays, sources }: Life): Promise<string[]> {
  const wrong: string[] = [];
  const machine = await (await new Machine(`${FIRST}T05:00:00Z`).settled()).reportedBefore(FIRST);
  machine.hasGateway = sources === 'both';
  if (sources === 'flex')
    await machine.archive.put('state/flex.json', '{"schema":"daybook-flex/1","first":"2026-01-02T15:00:00.000Z"}');
  const today = (): number =>
    Math.round((Date.parse(dayInZone(machine.clock.now(), 'America/New_York')) - Date.parse(FIRST)) / 86_400_000);
  const mends = (): boolean => today() >= DAYS;
  let shutUntil = new Date(0);
  let execution = '';
  const refusedIn = new Set<string>();
  const flex = scriptedFlex((request) => {
    const now = machine.clock.now();
    const { mood } = (mends() ? undefined : flexDays[today()]) ?? { mood: 'well' };
    if (now < shutUntil) wrong.push(`asked while shut out, ${now.toISOString()}`);
    if (refusedIn.has(execution)) wrong.push(`asked again with a refused token, ${now.toISOString()}`);
    if (mood === 'expired') {
      refusedIn.add(execution);
      return refusedWith('1012');
    }
    if (mood === 'away') return new FlexUnreachable('unreachable', 'was not reached');
    if (mood === 'throttled') return refusedWith('1018');
    if (mood === 'hangs') return refusedWith('1001');
    if (mood === 'shut') {
      shutUntil = new Date(now.getTime() + 3_600_000);
      return shutOut(shutUntil);
    }
    const day = request.days?.to ?? '';
    const index = Math.round((Date.parse(day) - Date.parse(FIRST)) / 86_400_000);
    if (!mends() && today() < index + 1 + (flexDays[index]?.late ?? 0)) return refusedWith('1003');
    return statementOf(['U1'])(request);
  });
  machine.flex = flex.open;
  const mailed = new Map<string, number>();
  machine.publish = (account) => ({ account, revision: 1 });
  const start = async (event: Parameters<Machine['start']>[0]) => {
    execution = machine.name();
    const begun = machine.clock.now().getTime();
    for (const end of await machine.start(event, execution)) {
      if (end.run.kind === 'final' && (end.state === 'done' || end.state === 'partial')) {
        mailed.set(end.run.marketDate, (mailed.get(end.run.marketDate) ?? 0) + 1);
      }
    }
    if (machine.clock.now().getTime() - begun >= 24 * 3_600_000) wrong.push(`${execution} lasts a day`);
  };
  for (let day = 0; day < DAYS + 2; day += 1) {
    const date = addDays(FIRST, day);
    const mood = day >= DAYS ? 'well' : (gatewayDays[day] ?? 'well');
    machine.loggedIn = mood === 'well' || mood === 'away';
    machine.fail = () => (mood === 'away' ? new SourceError('unreachable', 'It does not answer.', 'Look.') : undefined);
    await machine.at(`${date}T10:45:00Z`);
    if (sources === 'both') await machine.minute();
    await start({ start: 'schedule', kind: 'final' });
    await machine.at(`${date}T13:00:00Z`);
    await start({ start: 'owner-hour' });
    await machine.at(`${date}T17:00:00Z`);
    await start({ start: 'deadline' });
    if (mood === 'login-late') {
      machine.loggedIn = true;
      await machine.minute();
      await start({ start: 'login' });
    }
    await machine.at(`${date}T21:30:00Z`);
    await start({ start: 'schedule', kind: 'close' });
  }
  const repeated = machine.subjects.filter((subject, at, all) => all.indexOf(subject) !== at);
  if (repeated.length > 0) wrong.push(`told twice: ${repeated.join('; ')}`);
  for (let day = 0; day < DAYS; day += 1) {
    const marketDate: CalendarDate = addDays(FIRST, day);
    if (!machine.calendar.isTradingDay(marketDate)) continue;
    const path = `state/runs/${marketDate.replaceAll('-', '/')}/final`;
    const run = machine.archive.json(`${path}.json`) as RunState | undefined;
    const statement = machine.archive.json(`${path}.flex.json`) as FlexRunRecord | undefined;
    if (!['done', 'partial', 'skipped'].includes(run?.state ?? '')) wrong.push(`${marketDate} ends ${run?.state}`);
    if (run?.state === 'skipped' && !machine.subjects.some((subject) => subject.includes('given up')))
      wrong.push(`${marketDate} was lost in silence`);
    const sent = mailed.get(marketDate) ?? 0;
    if (sent !== (run?.state === 'skipped' ? 0 : 1)) wrong.push(`${marketDate} mailed ${sent} times`);
    // All is well from the sixteenth on: what is not older than five market days by then has its statement.
    if (machine.calendar.tradingDays(marketDate, addDays(FIRST, DAYS)).length <= 5 && statement?.status !== 'complete')
      wrong.push(`${marketDate} has a statement that is ${statement?.status}`);
  }
  return wrong;
}

it('whatever gateway and statements do: each day ends once, is told once, mailed once, and asked for in peace', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(flexDay, { minLength: DAYS, maxLength: DAYS }),
      fc.array(gatewayDay, { minLength: DAYS, maxLength: DAYS }),
      fc.constantFrom('both' as const, 'flex' as const),
      async (flex, gateway, sources) => {
        expect(await live({ flex, gateway, sources })).toEqual([]);
      },
    ),
    { numRuns: 12, seed: 61 },
  );
}, 120_000);
