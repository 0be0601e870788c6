import { resolve } from 'node:path';
import type { Command } from '#bin/cli/command';
import { EXIT } from '#bin/cli/exit-codes';
import { faultFlags, numberFlag, tradingDayFlag } from '#bin/cli/read-values';
import { scenarioOf } from '#bin/cli/scenario-choice';
import { SCENARIO_FLAGS } from '#bin/cli/scenario-flags';
import { defaultMarketDate } from '#wiring/make-scenario';
import { serve } from '#wiring/serve-simulator';

export const simulate: Command = {
  name: 'simulate',
  summary: 'Serve a simulated gateway and Flex Web Service until Ctrl-C, to try things by hand.',
  operands: '[SCENARIO]',
  description:
    "Serves one of the scenarios demo (default), recorded, empty, advisor or large over HTTPS on a free port of this machine, as a Client Portal gateway would, with IBKR's pacing, and the Flex Web Service about the same accounts beside it. Its certificate is written to the output folder; trust it with --ca. A recording plays at the hour it was made. Faults can also be set while it runs: POST /_simulator/fault with the fault as JSON text, /_simulator/clear, /_simulator/login, /_simulator/logout.",
  flags: [
    { name: 'port', value: 'N', help: 'Port to listen on. Default: a free one.' },
    { name: 'date', value: 'YYYY-MM-DD', help: 'Plays the morning after this market day, whatever today is.' },
    { name: 'out', value: 'DIR', help: 'Folder for the certificate. Default: daybook-simulator.' },
    { name: 'logged-out', help: 'Begin with nobody logged in.' },
    ...SCENARIO_FLAGS,
  ],
  examples: [
    'daybook simulate',
    "daybook simulate --fault 'GET /portfolio/*/ledger=html' --port 5000",
    'daybook simulate --fault /FlexWebService/GetStatement=flex-1019:5',
    'daybook simulate recorded --recordings DIR --account NAME',
  ],
  prepare: async (given, problems, world) => {
    const [name = 'demo', ...more] = given.positionals;
    if (more.length > 0) problems.push(`"${more[0]}" is one word too many`);
    const date = tradingDayFlag(given, 'date', problems);
    const port = numberFlag(given, 'port', 0, { whole: true, min: 0, max: 65_535 }, problems);
    const faults = faultFlags(given, problems);
    const made = await scenarioOf(name, date ?? defaultMarketDate(world.clock.now()), given, problems, world);
    return async () => {
      if (!made) throw new TypeError('unchecked scenario');
      const folder = resolve(world.workingFolder, given.text('out') ?? 'daybook-simulator');
      const served = await serve(
        { made, faults, port, loggedIn: !given.on('logged-out'), ...(date ? { date } : {}) },
        world.archiveIn(folder),
        world.clock,
      );
      const command = `npx daybook report --gateway ${served.url} --ca ${served.certificate}`;
      const { flex } = served;
      if (given.on('json')) world.stdout(`${JSON.stringify({ ...served.facts, flex, command }, null, 2)}\n`);
      else
        world.stdout(
          `Simulated gateway, scenario ${name}: ${served.url}/v1/api\nCertificate  ${served.certificate}\nTry          ${command}\nFlex         token ${flex.token}, query ${flex.query}: a reference first, then the statement\n             curl --cacert ${served.certificate} '${flex.url}SendRequest?t=${flex.token}&q=${flex.query}&v=3'\n             curl --cacert ${served.certificate} '${flex.url}GetStatement?t=${flex.token}&q=REFERENCE&v=3'\nCtrl-C ends it.\n`,
        );
      await new Promise<void>((done) => {
        if (world.interrupted.aborted) done();
        else world.interrupted.addEventListener('abort', () => done(), { once: true });
      });
      await served.close();
      return EXIT.done;
    };
  },
};
