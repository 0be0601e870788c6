import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { deadlineOf } from '#pipeline/run-times';
import type { Block, TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { demoScenario } from '#simulator/demo-scenario';
import type { LifeTruth, TrueDay } from '#simulator/life/truth';
import { openTerminal, type Terminal } from '#test/support/command';

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal();
});
afterEach(() => terminal.leave());

type Sources = 'gateway' | 'flex' | 'both';

const made = new Map<string, ReturnType<typeof runDemo>>();

/** Everything the demo wrote for one seed and day, and what is true; one run of it serves all that look at it. */
function demoOf(seed: number, day: string, sources: Sources = 'both'): ReturnType<typeof runDemo> {
  const key = `${seed} ${day} ${sources}`;
  const outcome = made.get(key) ?? runDemo(seed, day, sources);
  made.set(key, outcome);
  return outcome;
}

async function runDemo(seed: number, day: string, sources: Sources) {
  const words = ['--seed', String(seed), '--date', day, '--sources', sources, '--out', `s${seed}-${day}`];
  const outcome = await terminal.type('demo', '--json', ...words);
  expect(outcome.stderr).not.toMatch(/failed|daybook demo:/);
  expect(outcome.code).toBe(0);
  const [line] = JSON.parse(outcome.stdout).accounts;
  const eml = await readFile(JSON.parse(outcome.stdout).mails[0].where, 'utf8');
  const report = JSON.parse(await readFile(join(dirname(line.page), 'report.json'), 'utf8')) as Report;
  const page = await readFile(line.page, 'utf8');
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(line.workbook);
  const today = deadlineOf({ kind: 'final', marketDate: calendarDate(day) });
  const truth = demoScenario({ seed, today }).truth(today);
  return { report, page, workbook, mail: mailText(eml), truth: truth.day(day), history: truth };
}

/** The mail's text part, decoded. */
function mailText(eml: string): string {
  const part = /Content-Type: text\/plain[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n--/.exec(eml)?.[1] ?? '';
  const bytes = part
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const money = (amount: number): string =>
  Math.abs(amount).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const blocks = (report: Report): readonly Block[] => report.sections.flatMap((section) => section.blocks);

const tableOf = (report: Report, sheet: string): TableBlock =>
  blocks(report).find((block) => block.kind === 'table' && block.sheet === sheet) as TableBlock;

/** Cells of a sheet that hold exactly this amount. */
function cellsWith(workbook: ExcelJS.Workbook, sheet: string, amount: number): number {
  let found = 0;
  workbook.getWorksheet(sheet)?.eachRow((row) => {
    row.eachCell((cell) => {
      if (typeof cell.value === 'number' && Math.abs(cell.value - amount) < 0.005) found += 1;
    });
  });
  return found;
}

const baseValue = (day: TrueDay, currency: string, amount: number): number => amount * (day.rates[currency] as number);

describe.each([
  [1, '2026-11-20'],
  [2, '2026-03-31'],
  [7, '2026-01-02'],
] as const)('the demo of seed %i on %s', (seed, day) => {
  it('has the true value, cash and holdings to the cent in report, workbook, page and mail', async () => {
    const { report, page, workbook, mail, truth } = await demoOf(seed, day);

    expect(report.headline.netAssetValue).toBeCloseTo(truth.netAssetValueBase, 2);
    expect(cellsWith(workbook, 'Summary', truth.netAssetValueBase)).toBeGreaterThan(0);
    expect(page).toContain(money(truth.netAssetValueBase));
    expect(mail).toContain(money(truth.netAssetValueBase));

    const cash = tableOf(report, 'Cash');
    for (const [currency, amount] of Object.entries(truth.cash)) {
      const row = cash.rows.find((candidate) => Object.values(candidate).includes(currency));
      expect(Object.values(row ?? {}), `${currency} ${amount}`).toContain(amount);
      expect(cellsWith(workbook, 'Cash', amount), `${currency} in the workbook`).toBeGreaterThan(0);
      expect(page, `${currency} on the page`).toContain(money(amount));
    }

    for (const position of truth.positions) {
      expect(cellsWith(workbook, 'Positions', position.value), `${position.symbol} in the workbook`).toBeGreaterThan(0);
      expect(page, `${position.symbol} on the page`).toContain(
        money(baseValue(truth, position.currency, position.value)),
      );
    }
  });

  it('has the true result and return of the day, and of the year', async () => {
    const { report, truth, history } = await demoOf(seed, day);
    const before = history.day(history.days.at(-2) as string);
    const result = truth.netAssetValueBase - truth.externalFlowBase - before.netAssetValueBase;
    expect(report.headline.dayResult).toBeCloseTo(result, 1);
    expect(report.headline.dayReturn).toBeCloseTo(truth.dayReturn, 6);
    const yearEnd = `${Number(day.slice(0, 4)) - 1}-12-31`;
    expect(report.headline.yearReturn).toBeCloseTo(history.returnBetween(yearEnd, day), 6);
  });

  it('passes every check that can be made', async () => {
    const { report } = await demoOf(seed, day);
    expect(report.checks.failed).toEqual([]);
    expect(report.checks.passed).toBeGreaterThanOrEqual(5);
  });
});

type Amounts = Readonly<Record<string, number>>;

/** Sums by currency over the days of a year up to one of them. */
function inYear(history: LifeTruth, day: string, of: (day: TrueDay) => Amounts): Amounts {
  const sums: Record<string, number> = {};
  for (const date of history.days.filter((each) => each.startsWith(day.slice(0, 4)) && each <= day)) {
    for (const [currency, amount] of Object.entries(of(history.day(date)))) {
      sums[currency] = (sums[currency] ?? 0) + amount;
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => Math.abs(sum) >= 0.005));
}

interface Listed {
  readonly date: string;
  readonly kind: string;
  readonly amount: number;
  readonly currency: string;
}

/** The same of the rows of a sheet whose kind fits. */
function listed(report: Report, sheet: string, day: string, kind: RegExp): Amounts {
  const sums: Record<string, number> = {};
  for (const row of tableOf(report, sheet).rows as unknown as readonly Listed[]) {
    if (!row.date.startsWith(day.slice(0, 4)) || !kind.test(row.kind)) continue;
    sums[row.currency] = (sums[row.currency] ?? 0) + row.amount;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => Math.abs(sum) >= 0.005));
}

/** The year's amount of a line. */
function ofYear(report: Report, id: string, label?: string): number {
  const table = blocks(report).find((block) => block.id === id) as TableBlock;
  const row = label === undefined ? table.totals : table.rows.find((each) => Object.values(each).includes(label));
  return Number((row as unknown as Amounts).year);
}

const figureOf = (report: Report, label: string): unknown =>
  blocks(report)
    .flatMap((block) => (block.kind === 'figures' && block.sheet === 'Summary' ? block.figures : []))
    .find((figure) => figure.label === label)?.value;

function closeTo(found: Amounts, expected: Amounts): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [currency, amount] of Object.entries(expected)) expect(found[currency], currency).toBeCloseTo(amount, 2);
}

describe.each([
  [1, '2026-11-20'],
  [7, '2026-10-15'],
] as const)('the year of seed %i up to %s, told by statements', (seed, day) => {
  it('has the true flows, dividends, tax, interest, fees and trades to the cent', async () => {
    const { report, page, workbook, history } = await demoOf(seed, day);
    const flows = inYear(history, day, ({ externalFlowBase }) => ({ base: externalFlowBase }));
    expect(ofYear(report, 'cash-flows')).toBeCloseTo(flows.base ?? 0, 2);

    closeTo(
      listed(report, 'Income', day, /^(Dividend|Payment in lieu)/),
      inYear(history, day, ({ dividends }) => dividends),
    );
    closeTo(
      listed(report, 'Income', day, /^Tax withheld/),
      inYear(history, day, ({ withholdingTax }) => withholdingTax),
    );
    closeTo(
      listed(report, 'Income', day, /interest|Interest/),
      inYear(history, day, ({ interest }) => interest),
    );
    closeTo(
      listed(report, 'Costs', day, /^Fee/),
      inYear(history, day, ({ fees }) => fees),
    );
    closeTo(
      listed(report, 'Costs', day, /^Sales tax/),
      inYear(history, day, ({ salesTax }) => salesTax),
    );
    closeTo(
      listed(report, 'Costs', day, /^Commission/),
      inYear(history, day, ({ commissions }) => commissions),
    );
    const trades = tableOf(report, 'Trades').rows as unknown as readonly Record<string, number | string>[];
    const realised: Record<string, number> = {};
    for (const { date, currency, profitLocal } of trades) {
      if (!String(date).startsWith(day.slice(0, 4))) continue;
      realised[String(currency)] = (realised[String(currency)] ?? 0) + Number(profitLocal);
    }
    for (const [currency, amount] of Object.entries(inYear(history, day, ({ realizedProfit }) => realizedProfit)))
      expect(realised[currency], `realised in ${currency}`).toBeCloseTo(amount, 2);

    for (const [id, label] of [
      ['cash-flows', undefined],
      ['income', 'Dividends'],
      ['income', undefined],
      ['costs', 'Commissions'],
      ['costs', undefined],
    ] as const) {
      const amount = ofYear(report, id, label);
      expect(page, `${id} ${label} on the page`).toContain(money(amount));
      expect(cellsWith(workbook, 'Flows and income', amount), `${id} ${label} in the workbook`).toBeGreaterThan(0);
    }
  });
});

/** Lines of the tables of income and costs, and what is true of each day, by currency. */
const LINES: readonly (readonly [string, readonly string[], (day: TrueDay) => Amounts])[] = [
  ['income', ['Dividends', 'Payments in lieu'], ({ dividends }) => dividends],
  ['income', ['Tax withheld', 'Corrections of tax'], ({ withholdingTax }) => withholdingTax],
  ['income', ['Interest received', 'Interest paid', 'Bond interest'], ({ interest }) => interest],
  ['costs', ['Commissions'], ({ commissions }) => commissions],
  ['costs', ['Fees'], ({ fees }) => fees],
  ['costs', ['Sales tax'], ({ salesTax }) => salesTax],
];

/** In base currency, each day's amounts at its own rate, over the days that begin with the prefix. */
function inBase(history: LifeTruth, day: string, prefix: string, of: (day: TrueDay) => Amounts): number {
  const days = history.days.filter((date) => date.startsWith(prefix) && date <= day).map((date) => history.day(date));
  const amounts = days.flatMap((each) => Object.entries(of(each)).map(([name, sum]) => baseValue(each, name, sum)));
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

describe.each([
  [7, '2026-04-13'],
  [1, '2026-06-15'],
] as const)('the sums of seed %i on %s', (seed, day) => {
  it.each([
    ['day', day],
    ['month', day.slice(0, 7)],
    ['year', day.slice(0, 4)],
  ])('are the true ones of the %s in base currency, line by line and in all', async (key, prefix) => {
    const { report, mail, history } = await demoOf(seed, day);
    const totals: Record<string, number> = { income: 0, costs: 0 };
    for (const [id, labels, of] of LINES) {
      const { rows } = blocks(report).find((block) => block.id === id) as TableBlock;
      const found = (rows as unknown as readonly (Amounts & { readonly line: string })[])
        .filter(({ line }) => labels.includes(line))
        .reduce((sum, row) => sum + Number(row[key]), 0);
      const expected = inBase(history, day, prefix, of);
      expect(found, `${labels[0]} of the ${key}`).toBeCloseTo(expected, 2);
      totals[id] = (totals[id] ?? 0) + expected;
    }
    const flows = inBase(history, day, prefix, ({ externalFlowBase }) => ({ USD: externalFlowBase }));
    for (const [id, expected] of Object.entries({ ...totals, 'cash-flows': flows })) {
      const table = blocks(report).find((block) => block.id === id) as TableBlock;
      const found = Number((table.totals as unknown as Amounts)[key]);
      expect(found, `${id} of the ${key}`).toBeCloseTo(expected, 2);
      // Money that came or went that day is a line of its own on the mail's way from the opening to the closing value.
      if (key === 'day' && id === 'cash-flows' && found !== 0) expect(mail).toContain(money(found));
    }
  });

  it('are of the true trades of the day, and of a value that every check holds', async () => {
    const { report, truth } = await demoOf(seed, day);
    expect(report.checks.failed).toEqual([]);
    const rows = tableOf(report, 'Trades').rows as unknown as readonly Record<string, string | number>[];
    const found: Record<string, number> = {};
    // A pair of currencies is a conversion, and no trade of a contract.
    for (const { date, symbol, currency, amount } of rows.filter((row) => !String(row.symbol).includes('.'))) {
      if (date === day) found[`${symbol} ${currency}`] = (found[`${symbol} ${currency}`] ?? 0) + Number(amount);
    }
    const expected: Record<string, number> = {};
    const symbols = new Map(truth.positions.map(({ conid, symbol }) => [conid, symbol]));
    for (const { kind, conid, currency, amount } of truth.bookings) {
      const key = `${symbols.get(conid)} ${currency}`;
      if (kind === 'trade') expected[key] = (expected[key] ?? 0) + amount;
    }
    closeTo(found, expected);
  });
});

describe('one source alone', () => {
  it('the gateway: says what is missing, and passes what can be checked', async () => {
    const { report, page } = await demoOf(1, '2026-11-20', 'gateway');
    expect(figureOf(report, 'Deposits, fees, interest, tax')).toEqual({ missing: 'needs Flex statements' });
    expect(report.checks.failed).toEqual([]);
    expect(page).toContain('No Flex statements');
    expect(blocks(report).filter(({ id }) => /^(income|costs|cash-flows|trades)/.test(id))).toEqual([]);
  });

  it('a statement: is whole for the closed day, and says once what it lacks', async () => {
    const { report, page, mail, truth, history } = await demoOf(1, '2026-11-20', 'flex');
    expect(report.headline.netAssetValue).toBeCloseTo(truth.netAssetValueBase, 2);
    expect(report.headline.netAssetValueBasis).toBe('Flex statement of 20 Nov');
    expect(report.headline.dayReturn).toBeCloseTo(truth.dayReturn, 6);
    expect(report.headline.yearReturn).toBeCloseTo(history.returnBetween('2025-12-31', '2026-11-20'), 6);
    expect(report.warnings).toEqual([]);
    expect(report.checks.failed).toEqual([]);
    expect(report.finality).toBe('final');
    expect(report.asOf.filter(({ missing }) => missing !== undefined)).toEqual([
      { data: 'Live values, margin', missing: 'need the gateway', late: false },
    ]);
    for (const position of truth.positions) {
      expect(page, position.symbol).toContain(money(baseValue(truth, position.currency, position.value)));
    }
    expect(mail).toContain('Flex statement of 20 Nov');
  });
});

it('gives the same files for the same seed and day, byte for byte', async () => {
  const read = async (out: string): Promise<[string, string][]> => {
    const outcome = await terminal.type('demo', '--date', '2026-11-20', '--json', '--out', out);
    const { accounts, mails } = JSON.parse(outcome.stdout);
    const files = [accounts[0].page, accounts[0].workbook, mails[0].where];
    return Promise.all(
      files.map(async (file) => [file.slice(file.lastIndexOf(out) + out.length), await readFile(file, 'base64')]),
    );
  };
  expect(await read('again')).toEqual(await read('once'));
});

it('sends nothing twice and says so', async () => {
  const words = ['demo', '--date', '2026-11-20', '--out', 'twice'] as const;
  expect((await terminal.type(...words)).code).toBe(0);
  const again = await terminal.type(...words);
  expect(again.code).toBe(0);
  expect(again.stdout).toMatch(/was sent to owner@localhost before; nothing was sent again/);
  expect(again.stderr).toMatch(/nothing is asked/);
});
