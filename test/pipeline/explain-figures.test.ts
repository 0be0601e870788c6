import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import { accountKey } from '#archive/keys';
import { calendarDate } from '#domain/calendar-date';
import { newYorkCalendar } from '#domain/market-calendar';
import { type Explainer, openExplainer } from '#pipeline/explain-figures';
import { latestReport } from '#pipeline/publish';
import type { Figure } from '#report/block';
import { isMissing } from '#report/value';
import { DEMO_ACCOUNT } from '#simulator/demo-scenario';
import { openTerminal, type Terminal } from '#test/support/command';

const run = { kind: 'final', marketDate: calendarDate('2026-11-20') } as const;
const account = accountKey(DEMO_ACCOUNT);

describe.each(['both', 'gateway', 'flex'])('each figure of the summary, from sources %s,', (sources) => {
  let terminal: Terminal;
  let archive: Archive;
  let explainer: Explainer;
  let figures: readonly Figure[];

  beforeAll(async () => {
    terminal = await openTerminal();
    await terminal.type('demo', '--date', run.marketDate, '--sources', sources, '--quiet');
    archive = folderArchive(`${terminal.folder}/daybook-demo`);
    explainer = (await openExplainer(archive, account, run, newYorkCalendar())) as Explainer;
    const report = await latestReport(archive, account, run);
    const blocks = report?.sections.flatMap((section) => section.blocks) ?? [];
    figures = blocks.flatMap((block) => (block.kind === 'figures' && block.id === 'summary' ? block.figures : []));
  }, 120_000);
  afterAll(() => terminal.leave());

  it('is taken apart into fields of answers that are in the archive, and these give the figure', async () => {
    const wrong: string[] = [];
    for (const { label, value } of figures) {
      if (isMissing(value) || label === 'Checks passed') continue;
      const explained = await explainer.explain(label);
      if (!explained) {
        wrong.push(`${label}: not explained`);
        continue;
      }
      if (Math.abs(explained.reckoned - Number(value)) > 1e-9 * Math.max(1, Math.abs(Number(value)))) {
        wrong.push(`${label}: ${explained.reckoned} in place of ${value}`);
      }
      for (const { label: name, value: of, why, found, lookedIn } of explained.inputs) {
        if (why === undefined && !found) wrong.push(`${label}: ${name} = ${of} not found in ${lookedIn?.length}`);
        if (!found) continue;
        const body = Buffer.from((await archive.get(found.key)) ?? []).toString('utf8');
        if (!body.includes(found.text)) wrong.push(`${label}: ${found.key} does not hold ${found.text}`);
      }
      const nothing = explained.inputs.length === 0;
      if (nothing && !(explained.emptyIn && explained.emptyIn.length > 0)) wrong.push(`${label}: of nothing`);
    }
    expect(wrong).toEqual([]);
    expect(figures.length).toBeGreaterThan(10);
  }, 60_000);
});
