import { valueOf } from '#domain/dataset';
import type { Snapshot } from '#domain/snapshot';
import type { Block, Figure } from '#report/block';
import { momentText } from '#report/headline';
import { REASON_WORDS, totalCell } from '#report/missing';
import { performancePeriods } from '#report/performance-periods';
import type { ReportSection } from '#report/report';
import type { HoldingsValue, ReportContext } from '#report/report-context';
import { statementFigures } from '#report/statement-figures';
import { isMissing } from '#report/value';
import { countText, weightText } from '#report/wording';

/** The figures a reader wants first, on the workbook's first sheet. Page and mail have them on top. */
export function overview(snapshot: Snapshot, context: ReportContext): ReportSection {
  const block: Block = {
    kind: 'figures',
    id: 'summary',
    title: 'Summary',
    shownIn: ['workbook'],
    sheet: 'Summary',
    figures: [...results(context), ...lookedUp(snapshot, context), ...statementFigures(context), checkFigure(context)],
  };
  return { id: 'overview', blocks: [block] };
}

/** What the account is made of and the broker's margin figures, beside the page's other answers to "how is it split". */
export function parts(snapshot: Snapshot, context: ReportContext): ReportSection {
  const figures = lookedUp(snapshot, context);
  if (figures.length === 0) return { id: 'parts', blocks: [] };
  const seen = context.holdings ?? context.ledger;
  const block: Block = {
    kind: 'figures',
    id: 'account',
    title: accountTitle(context),
    subtitle: seen ? `Parts and margin, ${momentText(seen, context.run, context.timeZone)}` : 'The broker’s figures',
    shownIn: ['page'],
    figures,
  };
  return { id: 'parts', blocks: [block] };
}

function lookedUp(snapshot: Snapshot, context: ReportContext): readonly Figure[] {
  return [...partsOf(snapshot, context), ...brokerFigures(snapshot, context)];
}

function accountTitle({ holdings, headline }: ReportContext): string {
  const total = holdings?.valuation.total;
  if (!holdings || !total || total.without.length > 0 || total.amount <= 0) return 'The account';
  if (isMissing(headline.netAssetValue)) return 'The account';
  return `${weightText(holdings.valuation.holdings.amount / total.amount)} invested`;
}

/** Value, result and returns, first rank first. */
function results(context: ReportContext): Figure[] {
  const { headline, history, ledger, holdings, base, marketDate } = context;
  const exact = typeof history?.marketDay?.netAssetValue === 'number';
  const figures: Figure[] = [
    {
      label: 'Net asset value',
      kind: 'money',
      value: headline.netAssetValue,
      unit: base,
      period: headline.netAssetValueBasis,
      source: exact || !holdings ? 'broker' : 'holdings',
      asOf: exact ? marketDate : ((holdings ?? ledger)?.asOf ?? marketDate),
      rank: 1,
    },
    ...dayFigures(context),
    ...periodFigures(context),
  ];
  return figures.sort((a, b) => (a.rank ?? 3) - (b.rank ?? 3));
}

function dayFigures({ headline, history, base, calendar, marketDate, money }: ReportContext): Figure[] {
  const day = { period: `${calendar.previousTradingDay(marketDate)} to ${marketDate}`, asOf: marketDate };
  const figures: Figure[] = [
    { label: 'Result, day', kind: 'change', value: headline.dayResult, unit: base, source: 'own', rank: 2, ...day },
    { label: 'Return (TWR), day', kind: 'return', value: headline.dayReturn, source: 'broker', rank: 2, ...day },
  ];
  const flow = history && !('missing' in history.day) ? history.day.impliedFlow : 0;
  // Where statements tell the flows, nothing need be implied.
  if (flow !== 0 && !(money && money.periods.flows.untold.size === 0)) {
    const label = 'Net paid in, day, implied by the return';
    figures.push({ label, kind: 'change', value: flow, unit: base, source: 'own', ...day });
  }
  return figures;
}

function periodFigures({ history, marketDate }: ReportContext): Figure[] {
  const periods = history ? performancePeriods(history, marketDate) : [];
  return periods
    .filter(({ name }) => name !== 'Day')
    .map(({ name, from, to, twr }) => ({
      label: `Return (TWR), ${PERIOD_NAMES[name] ?? name.replace('Since', 'since')}`,
      kind: 'return',
      value: twr,
      period: `${from} to ${to}`,
      source: 'broker',
      asOf: to,
      rank: RANKED.has(name) ? 2 : 3,
    }));
}

const PERIOD_NAMES: Readonly<Record<string, string>> = {
  Month: 'month to date',
  Quarter: 'quarter to date',
  Year: 'year to date',
};
const RANKED = new Set(['Month', 'Year']);

/** What the account is made of: holdings of their moment, cash and accruals of the ledger's. */
function partsOf(snapshot: Snapshot, { ledger, holdings, base }: ReportContext): Figure[] {
  if (!ledger) return [];
  const { valuation, asOf } = ledger;
  const common = { unit: base, source: 'ledger', asOf };
  return [
    ...holdingsFigure(snapshot, holdings, base),
    { label: 'Cash', kind: 'money', value: totalCell(valuation.cash), ...common },
    { label: 'Accrued, not yet paid', kind: 'money', value: totalCell(valuation.accruals), ...common },
  ];
}

/** The ledger's rates value them: without it there is no section to stand in. */
function holdingsFigure({ datasets }: Snapshot, holdings: HoldingsValue | undefined, base: string): Figure[] {
  const figure = { label: 'Holdings', kind: 'money', unit: base, source: 'holdings' } as const;
  const { positions } = datasets;
  if (positions.status === 'missing') return [{ ...figure, value: { missing: REASON_WORDS[positions.gap.reason] } }];
  if (!holdings) return [];
  const { valuation, asOf } = holdings;
  const contracts = new Set(valuation.positions.map(({ position }) => position.conid)).size;
  return [{ ...figure, value: totalCell(valuation.holdings), period: countText(contracts, 'contract'), asOf }];
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
  add('Cushion', summary.cushion, 'weight', 'of value');
  return figures;
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
