import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { folderArchive } from '#archive/folder-archive';
import { accountKey } from '#archive/keys';
import { latestSnapshot } from '#archive/snapshot-store';
import { calendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import { openTerminal, type Terminal } from '#test/support/command';
import { OWN_RECORDINGS } from '#wiring/scenarios';

let terminal: Terminal;
beforeEach(async () => {
  terminal = await openTerminal();
  await cp(OWN_RECORDINGS, join(terminal.folder, 'recordings'), { recursive: true });
});
afterEach(() => terminal.leave());

type Json = Record<string, unknown>;

/** Changes one recorded body as a newer IBKR might. */
async function change(file: string, edit: (body: never) => void): Promise<void> {
  const path = join(terminal.folder, 'recordings', file);
  const body = JSON.parse(await readFile(path, 'utf8')) as never;
  edit(body);
  await writeFile(path, JSON.stringify(body));
}

it('shows a new field, a new asset class and a new currency of a recorded answer in the rows and in the report', async () => {
  await change('portfolio-positions-page0.json', (rows: Json[]) => {
    const [first] = rows as [Json];
    first.carbonScore = { grade: 'B' };
    first.assetClass = 'TOKEN';
  });
  await change('portfolio-ledger.json', (ledger: Record<string, Json>) => {
    ledger.XQQ = {
      ...ledger.USD,
      currency: 'XQQ',
      secondkey: 'XQQ',
      cashbalance: 10,
      netliquidationvalue: 10,
      exchangerate: 0.5,
    };
  });
  const outcome = await terminal.type('demo', '--scenario', 'recorded', '--recordings', 'recordings', '--json');
  const [line] = JSON.parse(outcome.stdout).accounts;

  const run = { kind: 'final', marketDate: calendarDate('2026-04-02') } as const;
  const stored = await latestSnapshot(
    folderArchive(join(terminal.folder, 'daybook-demo')),
    accountKey('U1234567'),
    run,
  );
  const [position] = valueOf(stored?.snapshot.datasets.positions) ?? [];
  expect(position).toMatchObject({
    assetClass: 'other',
    brokerClass: 'TOKEN',
    remainder: { carbonScore: { grade: 'B' } },
  });
  expect(stored?.snapshot.oddities).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'field', name: 'carbonScore' }),
      expect.objectContaining({ kind: 'asset-class', name: 'TOKEN' }),
      expect.objectContaining({ kind: 'currency', name: 'XQQ' }),
    ]),
  );

  const report = await readFile(join(dirname(line.page), 'report.json'), 'utf8');
  const page = await readFile(line.page, 'utf8');
  for (const name of ['carbonScore', 'TOKEN', 'XQQ']) {
    expect(report, name).toContain(name);
    expect(page, name).toContain(name);
  }
});
