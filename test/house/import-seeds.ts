/** Lines of one file that the rules of `biome.json` must let pass, and lines they must catch. */
export interface Seed {
  /** The row or held thing that is tried, for the test's name. */
  readonly name: string;
  readonly file: string;
  readonly legal: readonly string[];
  readonly caught: readonly Breach[];
}

export interface Breach {
  readonly line: string;
  /** Category of the finding, as Biome prints it. */
  readonly rule: string;
  /** Part of the message: which row speaks. */
  readonly says: string;
}

const IMPORTS = 'lint/style/noRestrictedImports';

/** At least one address of each folder, and each adapter by name. */
const ADDRESSES = [
  '#analytics/period-return',
  '#archive/archive',
  '#archive/folder-archive',
  '#archive/keys',
  '#archive/s3-archive',
  '#bin/cli/main',
  '#delivery/mailout',
  '#delivery/mime',
  '#delivery/outbox',
  '#domain/gap',
  '#effects/clock',
  '#effects/system-clock',
  '#effects/virtual-clock',
  '#functions/collect',
  '#lib/daybook-stack',
  '#owner/summary',
  '#pipeline/collect',
  '#render/format',
  '#render/page',
  '#render/workbook/workbook',
  '#report/archive-index',
  '#report/block',
  '#report/build-report',
  '#report/sections/overview',
  '#simulator/simulator',
  '#sources/benchmark/benchmark-source',
  '#sources/flex/statements',
  '#sources/gateway/endpoints',
  '#sources/gateway/gateway',
  '#sources/http/http-client',
  '#sources/source-error',
  '#templates/page',
  '#test/support/sample-report',
  '#wiring/deploy-settings',
  '#wiring/settings',
  '#wiring/settings-file',
  '#wiring/stack-settings',
];

/** What reaches the outside or belongs to one place. */
const PACKAGES = [
  '@aws-sdk/client-s3',
  '@aws-sdk/client-ses',
  '@aws-sdk/client-sfn',
  '@date-fns/tz',
  'aws-cdk-lib',
  'aws-cdk-lib/aws-s3',
  'cdk-nag',
  'constructs',
  'd3-array',
  'date-fns',
  'esbuild',
  'exceljs',
  'fs',
  'nodemailer',
  'nodemailer/lib/mail-composer/index.js',
  'node:child_process',
  'node:crypto',
  'node:dgram',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:http2',
  'node:https',
  'node:net',
  'node:os',
  'node:process',
  'node:stream',
  'node:timers/promises',
  'node:tls',
  'node:worker_threads',
  'preact',
  'preact-render-to-string',
  'saxes',
  'selfsigned',
  'undici',
  'zod',
];

/** Seeds of one row: what the folder may import. All else is a breach. */
function row(name: string, file: string, may: readonly string[]): Seed {
  const breaches = (modules: readonly string[], says: string): Breach[] =>
    modules
      .filter((module) => !may.includes(module))
      .map((module) => ({ line: `import '${module}';`, rule: IMPORTS, says: `${name} ${says}` }));
  return {
    name,
    file,
    legal: ['./own-file.ts', ...may].map((module) => `import '${module}';`),
    caught: [
      ...breaches([...ADDRESSES, '../domain/gap.ts', './deeper/file.ts'], 'may import'),
      ...breaches(PACKAGES, 'may use'),
    ],
  };
}

const REPORT_TYPES = ['#report/block'];
const STAGE_PORTS = [
  '#archive/archive',
  '#archive/keys',
  '#delivery/mailout',
  '#domain/gap',
  '#effects/clock',
  '#sources/gateway/endpoints',
  '#sources/gateway/gateway',
  '#sources/source-error',
];
const OWN_WORKBOOK = ['#render/format', '#render/page', '#render/workbook/workbook'];
const OWN_SOURCES = [
  '#sources/benchmark/benchmark-source',
  '#sources/flex/statements',
  '#sources/gateway/endpoints',
  '#sources/gateway/gateway',
  '#sources/http/http-client',
  '#sources/source-error',
];
const OWN_REPORT = ['#report/archive-index', '#report/block', '#report/build-report', '#report/sections/overview'];

/** What src/wiring may reach: all but what stands above it. */
const INNER = ADDRESSES.filter((address) => !/^#(?:bin|functions|lib|test)\//.test(address));
const DEPLOY = ['#wiring/deploy-settings', '#wiring/settings', '#wiring/stack-settings'];
const WIRING = [...DEPLOY, '#wiring/settings-file'];
/** What makes the stack and the bundles; and with AWS's clients, what only the wiring for AWS may use. */
const BUILD = /^(?:aws-cdk-lib|cdk-nag|constructs|esbuild)/;
const CLOUD = /^(?:aws-cdk-lib|cdk-nag|constructs|esbuild|@aws-sdk)/;

/** One row each of the table "Who may import whom". */
export const ROWS: readonly Seed[] = [
  row('A folder without a row in biome.json', 'src/new-folder/seed.ts', []),
  row('src/domain', 'src/domain/seed.ts', ['date-fns', '@date-fns/tz']),
  row('src/analytics', 'src/analytics/seed.ts', ['#domain/gap', 'date-fns']),
  row('src/report', 'src/report/seed.ts', [
    '#domain/gap',
    '#analytics/period-return',
    ...OWN_REPORT,
    'date-fns',
    '@date-fns/tz',
  ]),
  row('src/report', 'src/report/sections/seed.ts', [
    '#domain/gap',
    '#analytics/period-return',
    ...OWN_REPORT,
    'date-fns',
    '@date-fns/tz',
  ]),
  row('src/render', 'src/render/seed.ts', [
    ...REPORT_TYPES,
    '#report/archive-index',
    ...OWN_WORKBOOK,
    '#templates/page',
    'd3-array',
    'preact',
    'preact-render-to-string',
    '@date-fns/tz',
    'node:crypto',
  ]),
  row('src/render/workbook', 'src/render/workbook/seed.ts', [
    ...REPORT_TYPES,
    ...OWN_WORKBOOK,
    'exceljs',
    'node:stream',
  ]),
  row('templates', 'templates/seed.tsx', [...REPORT_TYPES, 'preact']),
  row('src/sources', 'src/sources/gateway/seed.ts', ['#domain/gap', '#effects/clock', ...OWN_SOURCES, 'zod']),
  row('src/sources/flex', 'src/sources/flex/seed.ts', ['#domain/gap', '#effects/clock', ...OWN_SOURCES, 'saxes']),
  row('src/sources/http', 'src/sources/http/seed.ts', [
    '#domain/gap',
    '#effects/clock',
    ...OWN_SOURCES,
    'undici',
    'node:crypto',
    'node:net',
    'node:tls',
  ]),
  row('src/owner', 'src/owner/seed.ts', [
    ...STAGE_PORTS,
    '#sources/benchmark/benchmark-source',
    '#sources/flex/statements',
    ...REPORT_TYPES,
    '#render/format',
    '#pipeline/collect',
    'node:crypto',
  ]),
  row('src/archive', 'src/archive/seed.ts', ['#domain/gap', 'node:crypto', 'node:stream', 'node:stream/promises']),
  row('src/archive/archive.ts', 'src/archive/archive.ts', ['#domain/gap', 'node:stream']),
  row('The folder adapter of src/archive', 'src/archive/folder-seed.ts', [
    '#domain/gap',
    'node:crypto',
    'node:fs',
    'node:fs/promises',
    'node:stream',
  ]),
  row('The S3 adapter of src/archive', 'src/archive/s3-seed.ts', [
    '#domain/gap',
    '@aws-sdk/client-s3',
    'node:crypto',
    'node:fs/promises',
    'node:path',
    'node:stream',
  ]),
  row('src/delivery', 'src/delivery/seed.ts', [
    '#domain/gap',
    ...REPORT_TYPES,
    '#templates/page',
    '#archive/archive',
    '#archive/keys',
    'node:crypto',
  ]),
  row('src/delivery/mime.ts', 'src/delivery/mime.ts', ['nodemailer', 'nodemailer/lib/mail-composer/index.js']),
  row('The SES channel of src/delivery', 'src/delivery/ses-seed.ts', [
    '#domain/gap',
    '#archive/archive',
    '#archive/keys',
    '@aws-sdk/client-ses',
    'node:crypto',
    'zod',
  ]),
  row('src/pipeline', 'src/pipeline/seed.ts', [
    ...STAGE_PORTS,
    '#sources/benchmark/benchmark-source',
    '#analytics/period-return',
    '#sources/flex/statements',
    ...OWN_REPORT,
    ...OWN_WORKBOOK,
    'date-fns',
    '@date-fns/tz',
    'node:crypto',
    'node:stream',
  ]),
  row('src/effects', 'src/effects/seed.ts', ['node:timers/promises']),
  row('src/simulator', 'src/simulator/seed.ts', [
    '#effects/clock',
    '#effects/system-clock',
    '#effects/virtual-clock',
    '#simulator/simulator',
    'selfsigned',
    'node:crypto',
    'node:fs',
    'node:fs/promises',
    'node:http',
    'node:https',
    'node:net',
    'node:stream',
    'node:tls',
  ]),
  row('src/wiring', 'src/wiring/seed.ts', [...INNER, ...PACKAGES.filter((name) => !CLOUD.test(name))]),
  row('The AWS wiring', 'src/wiring/aws/seed.ts', [...INNER, ...PACKAGES.filter((name) => !BUILD.test(name))]),
  row('The AWS wiring', 'src/wiring/aws-owner/seed.ts', [...INNER, ...PACKAGES.filter((name) => !BUILD.test(name))]),
  row('functions', 'functions/seed.ts', ['#pipeline/collect', ...WIRING]),
  row('lib', 'lib/seed.ts', [
    '#archive/keys',
    '#lib/daybook-stack',
    '#sources/gateway/endpoints',
    ...DEPLOY,
    'aws-cdk-lib',
    'aws-cdk-lib/aws-s3',
    'cdk-nag',
    'constructs',
    'esbuild',
    'node:crypto',
    'node:fs',
    'node:os',
    'node:process',
  ]),
  row('bin', 'bin/cli/seed.ts', ['#bin/cli/main', '#domain/gap', '#owner/summary', ...WIRING]),
  row('The CDK app in bin', 'bin/cdk-app.ts', ['#lib/daybook-stack', ...WIRING, 'aws-cdk-lib', 'cdk-nag']),
  row('The samples check in bin', 'bin/samples/seed.ts', [
    '#bin/cli/main',
    '#domain/gap',
    '#sources/flex/statements',
    '#sources/gateway/endpoints',
    '#sources/gateway/gateway',
    '#sources/source-error',
    'node:fs',
    'node:fs/promises',
  ]),
  row('The vectors check in bin', 'bin/vectors/seed.ts', [
    '#bin/cli/main',
    '#domain/gap',
    '#analytics/period-return',
    '#render/format',
    'node:fs',
    'node:fs/promises',
    'zod',
  ]),
];

const GLOBALS = 'lint/style/noRestrictedGlobals';
const PROPERTIES = 'lint/nursery/noJsRestrictedProperties';

/** What is held outside of imports: clock, chance, environment, network and console, and the files that may have them. */
export const HELD: readonly Seed[] = [
  {
    name: 'clock, chance, environment, network and console in an inner folder',
    file: 'src/report/held.ts',
    legal: ['export const legal = [new Date(0), Math.max(1, 2), Date.UTC(2026, 0)];'],
    caught: [
      { line: 'export const a = new Date();', rule: 'plugin', says: 'Clock' },
      { line: 'export const b = Date();', rule: 'plugin', says: 'Clock' },
      { line: 'export const c = Date.now();', rule: PROPERTIES, says: 'Date.now' },
      { line: 'export const d = Math.random();', rule: PROPERTIES, says: 'Math.random' },
      { line: 'export const e = AbortSignal.timeout(5);', rule: PROPERTIES, says: 'AbortSignal.timeout' },
      { line: 'export const f = setTimeout(String, 5);', rule: GLOBALS, says: 'setTimeout' },
      { line: 'export const g = setInterval(String, 5);', rule: GLOBALS, says: 'setInterval' },
      { line: 'export const h = performance.now();', rule: GLOBALS, says: 'performance' },
      { line: "export const i = fetch('https://localhost');", rule: GLOBALS, says: 'fetch' },
      { line: "export const j = new WebSocket('wss://localhost');", rule: GLOBALS, says: 'WebSocket' },
      { line: 'export const k = process.argv;', rule: GLOBALS, says: 'process' },
      { line: 'export const l = process.env;', rule: 'lint/style/noProcessEnv', says: 'process.env' },
      { line: 'export const m = globalThis;', rule: GLOBALS, says: 'globalThis' },
      { line: 'export const n = crypto.randomUUID();', rule: GLOBALS, says: 'crypto' },
      { line: "console.log('n');", rule: 'lint/suspicious/noConsole', says: 'console' },
      { line: "export const o = import('undici');", rule: IMPORTS, says: 'src/report may use' },
      { line: "export type { Dispatcher } from 'undici';", rule: IMPORTS, says: 'src/report may use' },
    ],
  },
  {
    name: 'the clock in src/effects',
    file: 'src/effects/held.ts',
    legal: ['export const legal = [new Date(), Date.now(), performance.now()];'],
    caught: [{ line: "console.log('n');", rule: 'lint/suspicious/noConsole', says: 'console' }],
  },
  {
    name: 'the environment in src/wiring',
    file: 'src/wiring/held.ts',
    legal: ['export const legal = process.env;'],
    caught: [
      { line: 'export const a = new Date();', rule: 'plugin', says: 'Clock' },
      { line: 'export const b = Date.now();', rule: PROPERTIES, says: 'Date.now' },
      { line: "console.log('n');", rule: 'lint/suspicious/noConsole', says: 'console' },
    ],
  },
  {
    name: 'deadlines in src/sources/http',
    file: 'src/sources/http/held.ts',
    legal: ['export const legal = AbortSignal.timeout(5);'],
    caught: [
      { line: 'export const a = Date.now();', rule: PROPERTIES, says: 'Date.now' },
      { line: 'export const b = Math.random();', rule: PROPERTIES, says: 'Math.random' },
    ],
  },
  {
    name: 'the console in bin',
    file: 'bin/held.ts',
    legal: ["console.log('legal');", 'export const legal = process.env;'],
    caught: [{ line: "import '../src/domain/gap.ts';", rule: IMPORTS, says: 'bin may import' }],
  },
  {
    name: 'tests, which may reach everything by its address',
    file: 'test/report/held.test.ts',
    legal: [
      "import '#archive/folder-archive';",
      "import 'node:fs';",
      "console.log('legal');",
      'export default new Date();',
    ],
    caught: [{ line: "import '../support/snapshot.ts';", rule: IMPORTS, says: 'by its address' }],
  },
];

/** Files that import each other in a circle, by ./ and by address. */
export const CYCLES: readonly { readonly name: string; readonly files: Readonly<Record<string, string>> }[] = [
  {
    name: 'within a folder',
    files: {
      'src/domain/cycle-a.ts': "import { b } from './cycle-b.ts';\nexport const a = () => b;\n",
      'src/domain/cycle-b.ts': "import { a } from './cycle-a.ts';\nexport const b = () => a;\n",
    },
  },
  {
    name: 'through addresses',
    files: {
      'src/report/cycle-c.ts': "import { d } from '#report/sections/cycle-d';\nexport const c = () => d;\n",
      'src/report/sections/cycle-d.ts': "import { c } from '#report/cycle-c';\nexport const d = () => c;\n",
    },
  },
  {
    name: 'of types alone',
    files: {
      'src/domain/cycle-e.ts': "import type { F } from './cycle-f.ts';\nexport interface E {\n  f: F;\n}\n",
      'src/domain/cycle-f.ts': "import type { E } from './cycle-e.ts';\nexport interface F {\n  e: E;\n}\n",
    },
  },
];
