import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { deadlineOf } from '#pipeline/run-times';
import type { Block, TableBlock } from '#report/block';
import type { Report } from '#report/report';
import { demoScenario } from '#simulator/demo-scenario';
import type { TrueDay } from '#simulator/life/truth';
import { openTerminal, type Terminal } from '#test/support/command';

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal();
});
afterEach(() => terminal.leave());

/** Everything the demo wrote for one seed and day, and what is true. */
async function demoOf(seed: number, day: string) {
  const outcome = await terminal.type(
    'demo',
    '--seed',
    String(seed),
    '--date',
    day,
    '--json',
    '--out',
    `s${seed}-${day}`,
  );
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
