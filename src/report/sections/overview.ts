import { valueOf } from '#domain/dataset';
import type { Snapshot } from '#domain/snapshot';
import type { Block, Figure } from '#report/block';
import { NEEDS_FLEX, totalCell } from '#report/missing';
import { performancePeriods } from '#report/performance-periods';
import type { ReportSection } from '#report/report';
import type { ReportContext } from '#report/report-context';
import { isMissing } from '#report/value';
import { countText, weightText } from '#report/wording';

/** The figures a reader wants first: all of them on the workbook's first sheet, the look-up ones beside the page's table. */
export function overview(snapshot: Snapshot, context: ReportContext): ReportSection {
  const lookUp = [...partsOf(context), ...brokerFigures(snapshot, context)];
  const blocks: Block[] = [
    {
      kind: 'figures',
      id: 'summary',
      title: 'Summary',
      shownIn: ['workbook'],
      sheet: 'Summary',
      note: context.headline.netAssetValueBasis,
      figures: [...results(context), ...lookUp, ...flexFigures(context), checkFigure(context)],
    },
  ];
  if (lookUp.length > 0) {
    blocks.push({
      kind: 'figures',
      id: 'account',
      title: accountTitle(context),
      subtitle: context.headline.netAssetValueBasis,
      shownIn: ['page'],
      figures: lookUp,
    });
  }
  return { id: 'overview', blocks };
}

function accountTitle({ holdings, headline }: ReportContext): string {
  const total = holdings?.valuation.total;
  if (!holdings || !total || total.without.length > 0 || total.amount <= 0) return 'The account';
  if (isMissing(headline.netAssetValue)) return 'The account';
  return `${weightText(holdings.valuation.holdings.amount / total.amount)} invested`;
}

function results(context: ReportContext): Figure[] {
  const { headline, history, holdings, base, marketDate } = context;
  const asOf = marketDate;
  const valueAsOf = typeof history?.marketDay?.netAssetValue === 'number' ? asOf : (holdings?.asOf ?? asOf);
  const figures: Figure[] = [
    {
      label: 'Net asset value',
      kind: 'money',
      value: headline.netAssetValue,
      unit: base,
      period: headline.netAssetValueBasis,
      source: 'broker',
      asOf: valueAsOf,
      rank: 1,
    },
    { label: 'Result, day', kind: 'change', value: headline.dayResult, unit: base, source: 'own', asOf, rank: 2 },
  ];
  const periods = history ? performancePeriods(history, marketDate) : [];
  for (const { name, from, to, twr } of periods) {
    const long = name.startsWith('Since') ? name.toLowerCase() : (PERIOD_NAMES[name] ?? name);
    const rank = RANKED.has(name) ? 2 : 3;
    figures.push({
      label: `Return (TWR), ${long}`,
      kind: 'return',
      value: twr,
      period: `${from} to ${to}`,
      source: 'broker',
      asOf: to,
      rank,
    });
  }
  if (periods.length === 0) {
    figures.push({
      label: 'Return (TWR), day',
      kind: 'return',
      value: headline.dayReturn,
      source: 'broker',
      asOf,
      rank: 2,
    });
  }
  if (history && !('missing' in history.day) && history.day.impliedFlow !== 0) {
    figures.push({
      label: 'Net paid in, day',
      kind: 'change',
      value: history.day.impliedFlow,
      unit: base,
      period: 'implied by the broker’s return',
      source: 'own',
      asOf,
    });
  }
  return figures;
}

const PERIOD_NAMES: Readonly<Record<string, string>> = {
  Day: 'day',
  Month: 'month to date',
  Quarter: 'quarter to date',
  Year: 'year to date',
};
const RANKED = new Set(['Day', 'Month', 'Year']);

/** What the account is made of, at the moment of the holdings. */
function partsOf({ holdings, base }: ReportContext): Figure[] {
  if (!holdings) return [];
  const { valuation, asOf } = holdings;
  const common = { unit: base, source: 'holdings', asOf };
  const contracts = new Set(valuation.positions.map(({ position }) => position.conid)).size;
  return [
    {
      label: 'Holdings',
      kind: 'money',
      value: totalCell(valuation.holdings),
      period: countText(contracts, 'contract'),
      ...common,
    },
    { label: 'Cash', kind: 'money', value: totalCell(valuation.cash), ...common },
    { label: 'Accrued, not yet paid', kind: 'money', value: totalCell(valuation.accruals), ...common },
  ];
}

/** Margin figures of the broker, where the account has them. */
function brokerFigures(snapshot: Snapshot, { base }: ReportContext): Figure[] {
  const dataset = snapshot.datasets.summary;
  const summary = valueOf(dataset);
  if (!summary || dataset.status !== 'present') return [];
  const figures: Figure[] = [];
  const add = (label: string, value: number | undefined, kind: 'money' | 'weight', unit: string): void => {
    if (value !== undefined) figures.push({ label, kind, value, unit, source: 'broker', asOf: dataset.asOf });
  };
  const currency = summary.currency || base;
  add('Excess liquidity', summary.excessLiquidity, 'money', currency);
  add('Initial margin', summary.initialMargin, 'money', currency);
  add('Maintenance margin', summary.maintenanceMargin, 'money', currency);
  add('Cushion', summary.cushion, 'weight', 'of NAV');
  return figures;
}

function flexFigures({ base }: ReportContext): Figure[] {
  return [
    { label: 'Your money’s return (MWR)', kind: 'return', value: NEEDS_FLEX },
    { label: 'Deposits, fees, interest, tax', kind: 'change', value: NEEDS_FLEX, unit: base },
  ];
}

function checkFigure({ checks, marketDate }: ReportContext): Figure {
  const passed = checks.filter(({ verdict }) => verdict === 'pass').length;
  const possible = checks.filter(({ verdict }) => verdict !== 'unchecked').length;
  return {
    label: 'Checks passed',
    kind: 'count',
    value: passed,
    unit: `of ${possible}`,
    source: 'own',
    asOf: marketDate,
  };
}
