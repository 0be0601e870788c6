// Zip size and init time of each function, beside an empty function with the same SDK clients, in one run.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { BUNDLING, bundleFunction } from '#lib/bundle';
import { FUNCTION_NAMES, type FunctionName } from '#wiring/function-settings';
import { checkSettings } from '#wiring/settings';

const RUNS = 9;
/** What the issue aims at, on two x64 cores. */
const AIM_MS = { publish: 400, other: 200 };

const CLIENTS: Readonly<Record<FunctionName, readonly ('S3' | 'SES' | 'SNS' | 'SSM')[]>> = {
  begin: ['S3'],
  collect: ['S3'],
  'collect-flex': ['S3', 'SSM'],
  join: ['S3'],
  publish: ['S3'],
  notify: ['S3', 'SES'],
  end: ['S3'],
  'keep-session': ['S3'],
  'note-delivery': ['S3', 'SNS'],
};

const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'BENCH',
  AWS_SECRET_ACCESS_KEY: 'bench',
  DAYBOOK_BUCKET: 'daybook-bench',
  DAYBOOK_FLEX_TOKEN_PARAMETER: '/daybook/Bench/flex-token',
  DAYBOOK_CONFIGURATION_SET: 'daybook-bench',
  DAYBOOK_GATEWAY_NAME: 'gateway.daybook.internal',
  DAYBOOK_GATEWAY_URL: 'https://10.0.0.5:8443',
  DAYBOOK_HOST: 'i-0123456789abcdef0',
  DAYBOOK_NOTICE_TOPIC: 'arn:aws:sns:us-east-1:123456789012:notices',
};

const INIT = `
const [file] = process.argv.slice(1);
const start = performance.now();
const { handler } = await import(file);
const ms = performance.now() - start;
if (typeof handler !== 'function') throw new TypeError('no handler');
process.stdout.write(String(ms));
`;

const run = promisify(execFile);

async function initMs(file: string): Promise<number> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', INIT, file], { env: ENVIRONMENT });
  return Number(stdout);
}

/** An empty function that makes the same clients. */
function emptyFunction(clients: readonly string[]): Uint8Array {
  const imports = clients.map((name) => `import { ${name}Client } from '@aws-sdk/client-${name.toLowerCase()}';`);
  const made = clients.map((name) => `new ${name}Client({})`);
  const contents = `${imports.join('\n')}\nconst clients = [${made.join(', ')}];\nexport const handler = async () => clients.length;\n`;
  const { outputFiles } = buildSync({ ...BUNDLING, stdin: { contents, resolveDir: BUNDLING.absWorkingDir } });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;

interface FunctionFigures {
  readonly name: FunctionName;
  readonly kB: number;
  readonly zipKB: number;
  readonly initMs: number;
  readonly emptyMs: number;
}

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const checked = checkSettings({ flex: { query: '1234567' } });
if (!('settings' in checked)) throw new TypeError(JSON.stringify(checked.problems));
const { settings } = checked;
const folder = await mkdtemp(join(tmpdir(), 'daybook-bench-'));
const figures: FunctionFigures[] = [];
try {
  for (const name of FUNCTION_NAMES) {
    const file = join(bundleFunction(name, settings), 'index.mjs');
    const empty = join(folder, `${name}.mjs`);
    await writeFile(empty, emptyFunction(CLIENTS[name]));
    const times: { own: number; empty: number }[] = [];
    for (let count = 0; count < RUNS; count += 1) times.push({ own: await initMs(file), empty: await initMs(empty) });
    const bytes = await readFile(file);
    figures.push({
      name,
      kB: Math.round(bytes.byteLength / 1000),
      zipKB: Math.round(deflateRawSync(bytes, { level: 9 }).byteLength / 1000),
      initMs: Math.round(median(times.map(({ own }) => own))),
      emptyMs: Math.round(median(times.map((time) => time.empty))),
    });
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
say(`Node ${process.versions.node}, medians of ${RUNS} starts; "empty" makes the same SDK clients and nothing else.\n`);
say(
  `${'function'.padEnd(15)}${['kB', 'zip kB', 'init ms', 'empty ms', 'ratio', 'aim ms'].map((head) => head.padStart(10)).join('')}`,
);
for (const { name, kB, zipKB, initMs: own, emptyMs } of figures) {
  const aim = name === 'publish' ? AIM_MS.publish : AIM_MS.other;
  const cells = [kB, zipKB, own, emptyMs, (own / emptyMs).toFixed(2), aim].map((cell) => String(cell).padStart(10));
  say(`${name.padEnd(15)}${cells.join('')}`);
}
if (values.json) {
  await writeFile(values.json, `${JSON.stringify({ node: process.versions.node, figures }, null, 2)}\n`);
  say(`\nwritten to ${values.json}`);
}
