// The simulator in a process of its own, so that its time and memory are in no figure of the product.
// Its clock stands still but for what the product's own virtual clock tells it over the control path.

import { newYorkCalendar } from '#domain/market-calendar';
import { VirtualClock } from '#effects/virtual-clock';
import { dueAt } from '#pipeline/run-times';
import { startSimulator } from '#simulator/simulator';
import { makeScenario } from '#wiring/make-scenario';
import { readDay } from '#wiring/read-day';
import { isScenarioName } from '#wiring/scenarios';

const [name = 'demo', size = '1', day = '2026-11-20', clients = '25'] = process.argv.slice(2);
const marketDate = readDay(day);
if (!isScenarioName(name) || !marketDate) throw new TypeError(`no scenario ${name} on ${day}`);
const made = await makeScenario(name, { marketDate, seed: 1, size: Number(size), clients: Number(clients) });
if ('problem' in made) throw new TypeError(made.problem);
const clock = new VirtualClock(dueAt({ kind: 'close', marketDate }, newYorkCalendar()));
const simulator = await startSimulator({ scenario: made.scenario, clock });
const { url, certificate, flex } = simulator;
process.stdout.write(`${JSON.stringify({ url, certificate, token: flex.token })}\n`);
process.once('SIGTERM', () => {
  void simulator.close().then(() => process.exit(0));
});
