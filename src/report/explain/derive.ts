import type { EffectKey } from '#report/day-effects';
import { concentrationRule, largestRule, schemeRule, sharesRule } from './allocation-rules.ts';
import { type Book, figureInput } from './book.ts';
import { activityRule, bookingRule, dayTradeRule, declaredRule, moneyRule } from './booking-rules.ts';
import { bridgeRule } from './bridge-rules.ts';
import { checkRule } from './check-rules.ts';
import { changedRule, checksPassedRule, coverageRule, eventRule, sourceCountRule } from './count-rules.ts';
import { type Derivation, sameAs } from './derivation.ts';
import { contributionRule, dayEffectRule, impliedBy, moverRule } from './effect-rules.ts';
import { cashRule, holdingsRule } from './holding-rules.ts';
import { incomeMonthRule, payerRule } from './income-rules.ts';
import { monthsRule } from './month-rules.ts';
import { isKnown, type KnownFigure, type NamedFigure } from './named-figure.ts';
import { ownMoneyRule, performanceRule, shortReturnsRule } from './period-rules.ts';
import { fallsRule, seriesRule } from './series-rules.ts';
import { briefRiskRule, rollingRule, statisticRule } from './statistic-rules.ts';

const DAY_EFFECTS: ReadonlySet<string> = new Set<EffectKey>(['dayPart', 'dayPrice', 'dayFx']);

/** Where there is one among the returns by period, it is that one. */
const OWN_RETURN = 'Your money’s return (MWR), year to date';

type Rule = (figure: KnownFigure, book: Book) => Derivation | undefined;

const RULES: Readonly<Record<string, Rule>> = {
  summary: summaryRule,
  account: summaryRule,
  checks: checkRule,
  'mail-checks': checkRule,
  performance: performanceRule,
  'own-money': ownMoneyRule,
  returns: shortReturnsRule,
  value: seriesRule,
  cumulative: seriesRule,
  drawdown: seriesRule,
  'deepest-falls': fallsRule,
  months: monthsRule,
  'months-benchmark': monthsRule,
  'rolling-volatility': rollingRule,
  'rolling-beta': rollingRule,
  risk: statisticRule,
  'risk-mail': briefRiskRule,
  movers: moverRule,
  contributions: contributionRule,
  'contributions-all': contributionRule,
  'contributions-year': contributionRule,
  'contributions-year-all': contributionRule,
  'bridge-day': bridgeRule,
  bridge: bridgeRule,
  events: eventRule,
  money: moneyRule,
  'money-by-period': moneyRule,
  'cash-flows': moneyRule,
  income: moneyRule,
  costs: moneyRule,
  'income-months': incomeMonthRule,
  'income-payers': payerRule,
  allocation: sharesRule,
  'holdings-by-class': sharesRule,
  concentration: concentrationRule,
  exposure: concentrationRule,
  'largest-holdings': largestRule,
  'allocation-currency': schemeRule,
  'allocation-sector': schemeRule,
  holdings: (figure, book) => (DAY_EFFECTS.has(figure.column) ? dayEffectRule : holdingsRule)(figure, book),
  cash: cashRule,
  flows: bookingRule,
  'income-bookings': bookingRule,
  'cost-bookings': bookingRule,
  trades: bookingRule,
  'trades-day': dayTradeRule,
  actions: bookingRule,
  'actions-recent': bookingRule,
  'declared-dividends': declaredRule,
  activity: activityRule,
  'activity-week': activityRule,
  'activity-contracts': coverageRule,
  sources: sourceCountRule,
  changes: changedRule,
};

/** How a figure came about; undefined for one without a value, and for one whose Snapshots tell it otherwise by now. */
export function derive(figure: NamedFigure, book: Book): Derivation | undefined {
  return isKnown(figure) ? RULES[figure.block]?.(figure, book) : undefined;
}

function summaryRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { row } = figure;
  if (row === 'Checks passed') return checksPassedRule(figure, book);
  if (row.startsWith('Net paid in, day, implied')) return impliedBy(book).by;
  if (row === OWN_RETURN) {
    const same = figureInput(book.cell('performance', 'Year', 'mwr'));
    if (same) return sameAs(same, 'the return of the period');
  }
  const exact = book.summary.get(row);
  if (exact) return exact;
  // A label may go on with what the figure leaves out: `Costs without tax, day`.
  const period = row.slice(row.lastIndexOf(','));
  const near = [...book.summary].filter(
    ([name]) => name.endsWith(period) && row.startsWith(name.slice(0, -period.length)),
  );
  return near.length === 1 ? near[0]?.[1] : undefined;
}
