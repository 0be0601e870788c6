import { afterEach, describe, expect, it } from 'vitest';
import { demoScenario } from '#simulator/demo-scenario';
import type { Fault } from '#simulator/faults';
import type { Scenario } from '#simulator/scenario';
import type { Simulator } from '#simulator/simulator';
import { diagnose } from '#sources/gateway/diagnosis';
import { CANARIES, carrying, leaks } from '#test/support/canaries';
import { simulatedMachine } from '#test/support/simulated-machine';
import { logLine } from '#wiring/aws/log';

/** F70: what a gateway may say in any field, header and error, and nobody but the account's own reader may see. */

const MORNING = '2026-11-21T10:45:00Z';
const open: Simulator[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

const said = CANARIES.join(' ');
const headers = {
  'Set-Cookie': `x=${said}`,
  'Retry-After': said,
  'X-User': said,
  Server: said,
  'Content-Encoding': 'identity',
};
const status = (code: number, body: string, contentType = 'application/json'): object => ({
  kind: 'status',
  status: code,
  body,
  contentType,
  headers,
});
const error = JSON.stringify({ error: `Failed for ${said}`, statusCode: 500, [said]: said });

const REFUSALS: readonly (readonly [string, object])[] = [
  ...[400, 401, 403, 404, 410, 429, 500, 503].map((code) => [`a ${code}`, status(code, error)] as const),
  ['an error with status 200', status(200, error)],
  ['a saying that is known', status(500, JSON.stringify({ error: `data unavailable for ${said}` }))],
  ['a session that is not ready', status(500, JSON.stringify({ error: `init session first ${said}` }))],
  ['a page', status(200, `<html><title>${said}</title>${said}</html>`, 'text/html')],
  ['a text', status(503, said, 'text/plain')],
  ['broken JSON', status(200, `{"${said}": "${said}`)],
  ['JSON of another form', status(200, JSON.stringify({ [said]: { [said]: [said] }, x: said }))],
  ['a list of another form', status(200, JSON.stringify([{ [said]: said, id: said, conid: said, currency: 7 }, said]))],
  ['a number in place of all', status(200, '7')],
  [
    'a redirect to another host',
    {
      ...status(302, ''),
      headers: { ...headers, Location: `https://ib.invalid/${CANARIES.join('/')}?u=${CANARIES[0]}` },
    },
  ],
];
/** Each set breaks at another depth: who gets no list of accounts asks for nothing more. */
const PLACES: readonly (readonly string[])[] = [
  ['/portfolio/accounts'],
  ['/portfolio/*/*', '/pa/*', '/trsrv/*'],
  ['/tickle', '/iserver/*', '/pa/*'],
];

/** Everything that leaves the archive's own readers: records, notices, steps' results, lines of the log. */
async function written(faults: readonly Fault[], scenario: Scenario): Promise<string> {
  const { machine, simulator } = await simulatedMachine(MORNING, { scenario });
  open.push(simulator);
  await machine.reportedBefore('2026-11-20');
  for (const fault of faults) simulator.fault(fault);
  const lines: string[] = [];
  const source = machine.source;
  if (!source) throw new TypeError('the machine has no gateway');
  const gateway = source();
  // What an exception says in a function's log.
  for (const ask of [() => gateway.tickle(), () => gateway.authStatus(), () => gateway.accounts()]) {
    await ask().catch((failure: unknown) => {
      const { message, nextStep } = diagnose(failure);
      lines.push(message, nextStep, logLine('error', message, { stage: 'collect' }));
      lines.push(failure instanceof Error ? `${failure.stack} ${JSON.stringify(failure)}` : '');
    });
  }
  await gateway.close();
  lines.push(JSON.stringify(await machine.minute()));
  lines.push(JSON.stringify(await machine.start({ start: 'schedule', kind: 'final' })));
  await machine.at('2026-11-21T17:00:00Z');
  await machine.start({ start: 'deadline' });
  lines.push(JSON.stringify(machine.notices));
  for (const [key, body] of machine.archive.objects) {
    lines.push(key);
    // Raw answers and Snapshots are the account's own; all else is state.
    if (/^(?:state|pacing)\//.test(key)) lines.push(Buffer.from(body).toString('utf8'));
  }
  await simulator.close();
  return lines.join('\n');
}

const demo = demoScenario({ seed: 1, today: new Date(MORNING) });

describe('F70: a cookie, a token, a name and a number', () => {
  it.each(REFUSALS)('in %s stand in no record, notice, message or line of the log', async (_, effect) => {
    for (const paths of PLACES) {
      const faults = paths.map((path) => ({ path, ...effect }) as Fault);
      expect([paths, leaks(await written(faults, demo), demo.accountIds)]).toEqual([paths, []]);
    }
  });

  it('in every field of good answers stand there neither', async () => {
    const changed: Scenario = { ...demo, answer: (call) => carrying(demo.answer(call)) };
    expect(leaks(await written([], changed), demo.accountIds)).toEqual([]);
  });
});
