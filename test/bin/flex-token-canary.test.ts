import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoScenario } from '#simulator/demo-scenario';
import { parseFault } from '#simulator/faults';
import { DEFAULT_FLEX } from '#simulator/flex/flex-settings';
import { type Simulator, startSimulator } from '#simulator/simulator';
import { openHttpClient, type StreamingHttpClient } from '#sources/http/http-client';
import { openTerminal, type Terminal } from '#test/support/command';
import { readZip } from '#test/support/zip';

/** T31: the Flex token stands in nothing that a command prints, starts or writes. */

const TOKEN = DEFAULT_FLEX.token;

let terminal: Terminal;
let simulator: Simulator;
let connect: (origin: string) => StreamingHttpClient;
/** Programs that were started, with their arguments and what they were given of the environment. */
let started: string[];

beforeEach(async () => {
  started = [];
  const note = (call: unknown): void => void started.push(JSON.stringify(call));
  terminal = await openTerminal({
    flexToken: TOKEN,
    connectFlex: (origin) => connect(origin),
    programs: {
      has: async (program) => {
        note(program);
        return true;
      },
      run: async (call) => {
        note(call);
        return { code: 0, stdout: '', stderr: '' };
      },
      start: (call) => {
        note(call);
        throw new Error('This terminal starts nothing that lasts.');
      },
    },
  });
  simulator = await startSimulator({
    scenario: demoScenario({ seed: 1, today: terminal.clock.now() }),
    clock: terminal.clock,
  });
  connect = () =>
    openHttpClient({ origin: simulator.flex.origin, ca: simulator.certificate, userAgent: 'daybook/test' });
  const settings = { gateway: 'none', flex: { query: simulator.flex.query } };
  await writeFile(join(terminal.folder, 'daybook.json'), JSON.stringify(settings));
});
afterEach(async () => {
  await simulator.close();
  await terminal.leave();
});

/** Every file below the terminal's folder, with its path; of workbooks each part by itself, properties too. */
async function written(): Promise<string> {
  const files = await readdir(terminal.folder, { recursive: true, withFileTypes: true });
  const texts: string[] = [];
  for (const file of files.filter((one) => one.isFile())) {
    const path = join(file.parentPath, file.name);
    const body = await readFile(path);
    texts.push(path, body.toString('latin1'));
    if (path.endsWith('.xlsx')) texts.push(...readZip(body).map(({ name, content }) => `${name}\n${content}`));
  }
  return texts.join('\n');
}

async function expectSilent(...words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await terminal.type(...words);
  const all = `${stdout}\n${stderr}\n${started.join('\n')}\n${await written()}`;
  expect(all.length).toBeGreaterThan(200);
  expect(all.includes(TOKEN)).toBe(false);
  return all;
}

it('not in a report, its archive and the parts of its workbook', async () => {
  const all = await expectSilent('report', '--debug');
  expect(all.includes('docProps/core.xml')).toBe(true);
  await expectSilent('flex', 'check', '--ask', '--debug');
  await expectSilent('flex', 'backfill', '--from', '2026-11-09', '--debug');
  await expectSilent('archive', 'open', '--debug');
});

it.each(['500', 'html', 'cut', 'flex-1015', 'flex-1025'])('not in what a command says of %s', async (fault) => {
  simulator.fault(parseFault(`/FlexWebService/SendRequest=${fault}`));
  await expectSilent('flex', 'check', '--ask', '--debug');
  await expectSilent('report', '--debug');
});

it('not in the stack of an error that nobody foresaw, which names the address that was asked', async () => {
  connect = (origin) => ({
    receive: ({ target }) => {
      const cause = Object.assign(new Error(`connect to ${origin}${target}`), { cause: `${origin}${target}` });
      return Promise.reject(new TypeError(`fetch failed: ${origin}${target}`, { cause }));
    },
    send: () => Promise.reject(new TypeError('not asked')),
    close: async () => undefined,
  });
  for (const words of [['flex', 'check', '--ask'], ['report'], ['flex', 'backfill', '--from', '2026-11-09']]) {
    const all = await expectSilent(...words, '--debug');
    expect(all.includes('fetch failed')).toBe(true);
  }
});
