import type { Block, Figure, NoticeBlock, SeriesBlock, SharesBlock, StatisticsBlock } from './block.ts';
import { changesSection } from './changes.ts';
import { discreetTable, type Frame, flowTables } from './discreet-table.ts';
import { holdsAmount, nameWithoutAmounts, withoutAmounts } from './hidden-amounts.ts';
import { hiddenCell, hidesKind } from './hidden-kinds.ts';
import type { Headline, Report, ReportChanges } from './report.ts';
import type { Cell } from './value.ts';

/** Id of the chart of the cumulative return beside its benchmark's. */
const CUMULATIVE = 'cumulative';

/**
 * The same report for eyes that may see percentages and weights, and no amount: money, quantities and prices are taken
 * out of figures, tables, charts and checks, and out of every sentence. Built up from what is allowed and not by striking
 * out what is not: a part of a report that this file does not know is not there.
 */
export function discreetReport(report: Report): Report {
  const { account, benchmark, riskFree } = report;
  const changes = report.changes && discreetChanges(report.changes);
  const all = report.sections.flatMap(({ blocks }) => blocks);
  const flows = flowTables(all);
  const drawn = all.some(({ kind, id }) => kind === 'series' && id === CUMULATIVE);
  return {
    schema: report.schema,
    account: { ...account, label: nameWithoutAmounts(account.label) },
    marketDate: report.marketDate,
    finality: report.finality,
    revision: report.revision,
    takenAt: report.takenAt,
    ...(report.reconstructedAt === undefined ? {} : { reconstructedAt: report.reconstructedAt }),
    snapshotHash: report.snapshotHash,
    version: report.version,
    timeZone: report.timeZone,
    ...(report.closedBefore ? { closedBefore: report.closedBefore } : {}),
    discreet: true,
    ...(benchmark ? { benchmark } : {}),
    ...(riskFree ? { riskFree } : {}),
    ...(changes ? { changes } : {}),
    headline: headline(report.headline),
    checks: {
      passed: report.checks.passed,
      possible: report.checks.possible,
      failed: report.checks.failed.map(withoutAmounts),
    },
    warnings: report.warnings.map(({ term, text }) => ({ term: withoutAmounts(term), text: withoutAmounts(text) })),
    asOf: report.asOf,
    sections: report.sections.flatMap(({ id, blocks }) => {
      if (id === 'changes') return changes ? [changesSection(changes)] : [];
      const kept = blocks.flatMap((block) => (flows.has(block.id) ? [] : (discreetBlock(block, drawn) ?? [])));
      return kept.length === 0 ? [] : [{ id, blocks: kept }];
    }),
  };
}

function headline({ netAssetValueBasis, dayReturn, yearReturn, periods, benchmark }: Headline): Headline {
  return {
    netAssetValue: null,
    netAssetValueBasis: withoutAmounts(netAssetValueBasis),
    dayResult: null,
    dayReturn,
    yearReturn,
    periods,
    ...(benchmark ? { benchmark } : {}),
  };
}

function discreetChanges({ revision, finality, figures }: ReportChanges): ReportChanges {
  return { revision, finality, figures: figures.filter(({ kind }) => !hidesKind(kind)) };
}

/**
 * A block without amounts; undefined where nothing of it is left.
 *
 * @param drawn the report has a chart of the cumulative return beside its benchmark's
 */
function discreetBlock(block: Block, drawn: boolean): Block | undefined {
  switch (block.kind) {
    case 'figures': {
      const figures = block.figures.filter(({ kind }) => !hidesKind(kind)).map(figure);
      return figures.length === 0 ? undefined : { kind: 'figures', ...frame(block), figures };
    }
    case 'table':
      return discreetTable(block, frame(block));
    case 'series':
      return series(block, drawn);
    case 'shares':
      return shares(block);
    case 'checks': {
      const checks = block.checks.map((check) => {
        const cell = (of: Figure['value']): Cell => (hidesKind(check.valueKind) ? null : hiddenCell(of, 'text'));
        return {
          id: check.id,
          name: withoutAmounts(check.name),
          verdict: check.verdict,
          finding: withoutAmounts(check.finding),
          expected: cell(check.expected),
          found: cell(check.found),
          difference: cell(check.difference),
          tolerance: cell(check.tolerance),
          valueKind: check.valueKind,
        };
      });
      return { kind: 'checks', ...frame(block), checks };
    }
    case 'statistics':
      return statistics(block);
    // Nothing but amounts.
    case 'bridge':
      return undefined;
    case 'notice': {
      const items: NoticeBlock['items'] = block.items.map(({ term, text }) => ({
        term: withoutAmounts(term),
        text: withoutAmounts(text),
      }));
      return { kind: 'notice', ...frame(block), tone: block.tone, items };
    }
  }
}

/** Id, titles, places and note. A title that tells an amount gives way to what the block is. */
function frame(block: Block): Frame {
  const plain = block.sheet ?? block.id.slice(0, 1).toUpperCase() + block.id.slice(1).replaceAll('-', ' ');
  return {
    id: block.id,
    title: holdsAmount(block.title) ? plain : block.title,
    ...(block.subtitle === undefined ? {} : { subtitle: withoutAmounts(block.subtitle) }),
    shownIn: block.shownIn,
    ...(block.sheet === undefined ? {} : { sheet: block.sheet }),
    ...(block.note === undefined ? {} : { note: withoutAmounts(block.note) }),
    ...(block.brief ? { brief: block.brief } : {}),
  };
}

function figure({ label, kind, value, unit, period, source, asOf, rank }: Figure): Figure {
  return {
    label: withoutAmounts(label),
    kind,
    value: hiddenCell(value, kind),
    ...(unit === undefined ? {} : { unit }),
    ...(period === undefined ? {} : { period: withoutAmounts(period) }),
    ...(source === undefined ? {} : { source }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(rank === undefined ? {} : { rank }),
  };
}

/**
 * A line of money gives way to the first of the same days' returns that there is; without one there is no chart. A page
 * that has the chart of these returns already doesn't show it twice; the workbook's formulas need their days.
 */
function series(block: SeriesBlock, drawn: boolean): Block | undefined {
  const extra = (block.extra ?? [])
    .filter(({ kind }) => !hidesKind(kind))
    .map(({ title, kind, values }) => ({ title, kind, values: values.map((value) => hiddenCell(value, kind)) }));
  if (!hidesKind(block.valueKind)) {
    const { valueKind, unit, dates, lines } = block;
    const marks = (block.marks ?? []).filter(({ kind }) => !hidesKind(kind));
    return {
      ...{ kind: 'series', ...frame(block), valueKind, unit, dates, lines },
      ...(extra.length > 0 ? { extra } : {}),
      ...(marks.length > 0 ? { marks } : {}),
    };
  }
  const instead = extra.find(({ kind }) => kind === 'return');
  if (!instead) return undefined;
  const values = instead.values.map((value) => (typeof value === 'number' ? value : null));
  return {
    kind: 'series',
    // What the note says is of the amounts that are not there.
    ...frame(noteless({ ...block, title: instead.title, subtitle: `${instead.title}, %` })),
    ...(drawn ? { shownIn: block.shownIn.filter((one) => one !== 'page') } : {}),
    valueKind: instead.kind,
    unit: '%',
    dates: block.dates,
    lines: [{ name: instead.title, role: 'value', values }],
    extra: extra.filter((column) => column !== instead),
  };
}

const noteless = ({ note: _note, ...block }: SeriesBlock): SeriesBlock => block;

/** Bars by weight in place of amounts; what lies below a share is told in amounts alone and goes. */
function shares(block: SharesBlock): Block {
  return {
    kind: 'table',
    ...frame(block),
    columns: [
      { key: 'name', title: 'Part', kind: 'text' },
      { key: 'weight', title: 'Weight', kind: 'weight', unit: '%', weight: 'lead', bar: true },
    ],
    rows: block.shares.map(({ name, fraction }) => ({
      name: nameWithoutAmounts(name),
      weight: hiddenCell(fraction, 'weight'),
    })),
    emptyText: 'Nothing held.',
  };
}

function statistics(block: StatisticsBlock): Block {
  return {
    kind: 'statistics',
    ...frame(block),
    series: block.series,
    riskFree: block.riskFree,
    daysAYear: block.daysAYear,
    statistics: block.statistics
      .filter(({ kind }) => !hidesKind(kind))
      .map(({ measure, label, kind, value, unit, detail, formula, observations }) => ({
        measure,
        label,
        kind,
        value: hiddenCell(value, kind),
        ...(unit === undefined ? {} : { unit }),
        ...(detail === undefined ? {} : { detail: withoutAmounts(detail) }),
        formula,
        observations,
      })),
  };
}
