import { datasetOf, type Snapshot } from '#domain/snapshot';
import type { BenchmarkHistory } from '#report/benchmark-history';
import type { ReportContext } from '#report/report-context';
import { countText, kindText, longDayText } from '#report/wording';

interface Item {
  readonly term: string;
  readonly text: string;
}

/** How the figures are made, by the sources they are made of. */
export function methodItems(snapshot: Snapshot, { benchmark }: Pick<ReportContext, 'benchmark'>): readonly Item[] {
  const { performance } = snapshot.datasets;
  const ofStatement = performance.status === 'present' && performance.source === 'flex';
  const told = datasetOf(snapshot, 'statement').status === 'present';
  return [
    ...(ofStatement ? BY_STATEMENT : BY_ANALYST),
    RESULT,
    ...METHOD,
    ...(benchmark ? [benchmarkItem(benchmark)] : []),
    ...(told ? [MONEY, MONEY_WEIGHTED] : [NOT_AVAILABLE]),
  ];
}

const BY_ANALYST: readonly Item[] = [
  {
    term: 'Value',
    text: 'Net asset value of the market day as PortfolioAnalyst gives it; before it is out, the sum of holdings, cash and accruals at the broker’s rates.',
  },
  {
    term: 'Return (TWR)',
    text: 'The broker’s daily time-weighted returns, linked: level at the end ÷ level at the start − 1. Not annualised. Deposits and withdrawals have no part in it.',
  },
];

const BY_STATEMENT: readonly Item[] = [
  { term: 'Value', text: 'Net asset value of the market day as the broker’s Flex statement gives it.' },
  {
    term: 'Return (TWR)',
    text: 'The time-weighted return that a statement names for its day; where it names none, (value − net paid in) ÷ value before − 1. Linked: level at the end ÷ level at the start − 1. Not annualised.',
  },
];

const RESULT: Item = {
  term: 'Result of the day',
  text: 'Change in value less the net deposit that the broker’s return implies (value − value before × (1 + return)). A difference within the rounding of eight decimals counts as none.',
};

const METHOD: readonly Item[] = [
  {
    term: 'Periods',
    text: 'Month, quarter and year count from the last value on or before the previous period’s end; 12 months from the same day a year earlier.',
  },
  {
    term: 'Days',
    text: 'Trading days of the New York Stock Exchange. Points on other days, after the market day, and those under half of both neighbours are left out.',
  },
  {
    term: 'Weight',
    text: 'Value ÷ account value, short holdings and borrowed cash negative. Rounded parts may miss a rounded total.',
  },
  {
    term: 'Risk',
    text: 'Daily returns, 252 a year, sample standard deviation; downside deviation and Sharpe against the risk-free rate. VaR and CVaR of one day at 95%, linear percentile. Under 20 days, 100 for VaR and CVaR, or a year for annual figures: n/a. The Risk sheet has each formula.',
  },
  {
    term: 'Drawdown',
    text: 'Level ÷ highest level so far − 1; the base counts as a high. From a high to the day it is reached again.',
  },
  {
    term: 'Price and currency effect',
    text: 'Quantity × change of price × rate before; quantity × price now × change of rate. Trades count from the purchase, or up to the sale. By holdings and rates of both closes.',
  },
  {
    term: 'Bridge',
    text: 'Closing − opening = flows + price + currency + income + costs + change of accruals + unexplained. Unexplained passes up to 1.00 or 1 bp of the closing value.',
  },
  { term: 'Rounding', text: 'For display only, half to even. The workbook keeps full precision.' },
];

const MONEY: Item = {
  term: 'Flows, income and costs',
  text: 'Bookings of the broker’s statements by their day of report, each at the rate it was booked with; a correction counts on the day it was reported. A day holds the closed days before it. Purchases, sales and realised results are no part of it.',
};

const MONEY_WEIGHTED: Item = {
  term: 'Your money’s return (MWR)',
  text: 'The yearly rate at which opening value, flows on their days and closing value balance (days ÷ 365), for the period: (1 + rate) ^ (days ÷ 365) − 1. A year’s rate from the first anniversary on.',
};

const NOT_AVAILABLE: Item = {
  term: 'Not available',
  text: 'Deposits, withdrawals, fees, interest and tax as such, and the money-weighted return: the gateway doesn’t give them; they need Flex statements.',
};

/**
 * Which series the account is held against, on which days, and how. Closes before all that is compared are not counted:
 * what is added to the file there changes no figure, and shall make no new revision of a day.
 */
function benchmarkItem({ name, missing, comparison, ...choice }: BenchmarkHistory): Item {
  const what = `${name}: ${kindText(choice)}, not converted, from the owner’s own file.`;
  if (missing !== undefined) return { term: 'Benchmark', text: `${what} Not compared: ${missing}.` };
  const days = choice.last ? ` Last close: ${longDayText(choice.last)}.` : '';
  const compared = comparison
    ? ` Compared from ${longDayText(comparison.from)} to ${longDayText(comparison.to)}, on the ${countText(comparison.observations + 1, 'day')} alone that both have; no day is filled in.`
    : ' Not compared: no two days that both have.';
  return { term: 'Benchmark', text: `${what}${days}${compared} Beta, alpha and the like from 60 common returns on.` };
}
