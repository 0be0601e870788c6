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

/** Seeds of one row: addresses and packages a folder may import, and one breach for each that it must not. */
function row(
  name: string,
  file: string,
  legal: readonly string[],
  illegal: { readonly addresses: readonly string[]; readonly packages: readonly string[] },
): Seed {
  const breaches = (modules: readonly string[], says: string): Breach[] =>
    modules.map((module) => ({ line: `import '${module}';`, rule: IMPORTS, says }));
  return {
    name,
    file,
    legal: ['./own-file.ts', ...legal].map((module) => `import '${module}';`),
    caught: [
      ...breaches([...illegal.addresses, '../domain/gap.ts', './deeper/file.ts'], `${name} may import`),
      ...breaches(illegal.packages, `${name} may use`),
    ],
  };
}

/** One row each of the table "Who may import whom". */
export const ROWS: readonly Seed[] = [
  row('A folder without a row in biome.json', 'src/new-folder/seed.ts', [], {
    addresses: ['#domain/gap', '#wiring/local'],
    packages: ['node:fs', 'date-fns'],
  }),
  row('src/domain', 'src/domain/seed.ts', ['date-fns', '@date-fns/tz'], {
    addresses: ['#analytics/returns', '#report/block', '#effects/clock', '#archive/archive'],
    packages: ['node:fs', 'node:crypto', 'zod', 'exceljs', 'undici'],
  }),
  row('src/analytics', 'src/analytics/seed.ts', ['#domain/gap'], {
    addresses: ['#report/value', '#effects/clock', '#sources/gateway/gateway'],
    packages: ['node:fs', 'zod', 'd3-array'],
  }),
  row('src/report', 'src/report/seed.ts', ['#domain/gap', '#analytics/returns', '#report/sections/overview'], {
    addresses: ['#render/format', '#archive/archive', '#sources/gateway/gateway', '#effects/clock', '#templates/page'],
    packages: ['node:fs', 'zod', 'exceljs'],
  }),
  row('src/report', 'src/report/sections/seed.ts', ['#domain/gap', '#analytics/returns', '#report/block'], {
    addresses: ['#render/format', '#archive/archive', '#pipeline/publish'],
    packages: ['node:fs', 'zod', 'exceljs'],
  }),
  row(
    'src/render',
    'src/render/seed.ts',
    ['#report/block', '#report/report', '#report/value', '#templates/page', 'd3-array'],
    {
      addresses: ['#report/build-report', '#report/sections/overview', '#analytics/returns', '#archive/archive'],
      packages: ['exceljs', 'node:fs', 'zod'],
    },
  ),
  row(
    'src/render/workbook',
    'src/render/workbook/seed.ts',
    ['#report/block', '#render/format', 'exceljs', 'node:stream'],
    {
      addresses: ['#report/sections/overview', '#domain/position', '#archive/archive'],
      packages: ['node:fs', 'preact', 'zod'],
    },
  ),
  row('templates', 'templates/seed.tsx', ['#report/value', 'preact'], {
    addresses: ['#report/build-report', '#render/format', '#domain/position'],
    packages: ['node:fs', 'd3-array', 'preact-render-to-string'],
  }),
  row('src/sources', 'src/sources/gateway/seed.ts', ['#domain/gap', '#effects/clock', '#sources/http/client', 'zod'], {
    addresses: [
      '#report/block',
      '#archive/archive',
      '#effects/system-clock',
      '#simulator/simulator',
      '#pipeline/collect',
    ],
    packages: ['undici', 'node:https', 'node:fs', 'exceljs'],
  }),
  row('src/sources/http', 'src/sources/http/seed.ts', ['#domain/gap', '#effects/clock', 'undici'], {
    addresses: ['#archive/archive', '#effects/system-clock', '#simulator/simulator'],
    packages: ['zod', 'node:fs', 'node:https', 'node:http'],
  }),
  row('src/owner', 'src/owner/seed.ts', ['#archive/archive', '#report/report', '#render/format', '#domain/gap'], {
    addresses: ['#archive/folder-archive', '#delivery/outbox', '#render/page', '#wiring/local', '#simulator/simulator'],
    packages: ['node:fs', 'undici', 'zod'],
  }),
  row('src/archive', 'src/archive/seed.ts', ['#domain/snapshot', 'node:crypto'], {
    addresses: ['#report/report', '#delivery/mailout', '#effects/clock'],
    packages: ['node:fs', 'node:fs/promises', 'undici'],
  }),
  row('src/archive/archive.ts', 'src/archive/archive.ts', ['#domain/snapshot', 'node:stream'], {
    addresses: ['#report/report'],
    packages: ['node:fs', 'node:crypto'],
  }),
  row(
    'The folder adapter of src/archive',
    'src/archive/folder-seed.ts',
    ['#domain/gap', 'node:fs', 'node:fs/promises'],
    {
      addresses: ['#report/report'],
      packages: ['zod', 'node:net'],
    },
  ),
  row(
    'src/delivery',
    'src/delivery/seed.ts',
    ['#archive/archive', '#archive/keys', '#report/report', '#templates/mail'],
    {
      addresses: ['#archive/folder-archive', '#report/build-report', '#render/mail', '#sources/gateway/gateway'],
      packages: ['nodemailer', 'node:fs', 'node:net'],
    },
  ),
  row('src/delivery/mime.ts', 'src/delivery/mime.ts', ['nodemailer', 'nodemailer/lib/mail-composer/index.js'], {
    addresses: ['#archive/archive'],
    packages: ['node:fs', 'node:crypto'],
  }),
  row(
    'src/pipeline',
    'src/pipeline/seed.ts',
    ['#archive/archive', '#report/build-report', '#sources/gateway/gateway'],
    {
      addresses: [
        '#archive/folder-archive',
        '#archive/s3-archive',
        '#delivery/outbox',
        '#delivery/mime',
        '#sources/http/client',
        '#effects/system-clock',
        '#effects/virtual-clock',
        '#simulator/simulator',
        '#wiring/local',
        '#analytics/returns',
      ],
      packages: ['node:fs', 'undici', 'zod', 'exceljs'],
    },
  ),
  row('src/effects', 'src/effects/seed.ts', ['node:timers/promises'], {
    addresses: ['#domain/gap', '#wiring/local'],
    packages: ['node:fs', 'node:net', 'date-fns'],
  }),
  row(
    'src/simulator',
    'src/simulator/seed.ts',
    ['#effects/clock', '#simulator/demo/life', 'selfsigned', 'node:https'],
    {
      addresses: ['#domain/position', '#sources/gateway/limits', '#analytics/returns'],
      packages: ['zod', 'undici', 'exceljs', 'node:child_process'],
    },
  ),
  row('src/wiring', 'src/wiring/seed.ts', ['#archive/folder-archive', '#simulator/simulator', 'zod', 'node:fs'], {
    addresses: ['#bin/cli/help', '#test/support/snapshot'],
    packages: [],
  }),
  row('bin', 'bin/cli/seed.ts', ['#wiring/settings', '#owner/summary', '#bin/cli/help', '#domain/gap'], {
    addresses: [
      '#archive/archive',
      '#archive/folder-archive',
      '#render/format',
      '#report/build-report',
      '#simulator/simulator',
      '#sources/gateway/gateway',
      '#effects/system-clock',
    ],
    packages: ['undici', 'exceljs', 'zod', 'node:fs'],
  }),
  row(
    'The samples check in bin',
    'bin/samples/seed.ts',
    ['#sources/gateway/verdict', '#domain/gap', 'node:fs/promises'],
    {
      addresses: ['#sources/http/http-client', '#simulator/simulator', '#archive/folder-archive'],
      packages: ['undici', 'node:https'],
    },
  ),
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
