import type { StatisticRow } from '#report/block';

/** What a statistic measures. */
export type Measure = StatisticRow['measure'];

/** Cells and columns that the formulas read. */
export interface FormulaPlaces {
  /** Name of the table with the days. */
  readonly table: string;
  /** Address of the report's or the formula's own cell of another statistic on the same sheet: `C7`. */
  readonly cell: (measure: Measure) => string | undefined;
}

/** Names of the cells with the constants. */
export const CONSTANTS = { riskFree: 'RF_Annual', daysAYear: 'Days_A_Year' } as const;

/** Titles of the columns that a table of days must have. */
export const NEEDED_COLUMNS = ['Date', 'Return', 'Drawdown'] as const;

/** Further columns that statistics of a benchmark read: both returns on the days that both have, and their difference. */
export const BENCHMARK_COLUMNS = ['Benchmark return', 'Common return', 'Excess return'] as const;

/** Statistics that read {@link BENCHMARK_COLUMNS}. */
export const OF_BENCHMARK: ReadonlySet<Measure> = new Set([
  'excess-return',
  'beta',
  'alpha',
  'correlation',
  'r-squared',
  'tracking-error',
  'information-ratio',
]);

/** Smallest deviation of daily returns that is one: below lies the rounding of the broker's figures. */
const FLOOR = '1E-7';

/**
 * A statistic in Excel's language; undefined for one that Excel can't reckon in one cell. Newer functions carry the
 * prefix that a file needs; where a formula works on whole columns, SUMPRODUCT keeps it from being read for one row.
 */
export function statisticFormula(measure: Measure, { table, cell }: FormulaPlaces): string | undefined {
  const r = `${table}[Return]`;
  const fall = `${table}[Drawdown]`;
  const days = `(MAX(${table}[Date])-MIN(${table}[Date]))`;
  const rate = `((1+${CONSTANTS.riskFree})^(1/${CONSTANTS.daysAYear})-1)`;
  const root = `SQRT(${CONSTANTS.daysAYear})`;
  const spread = `_xlfn.STDEV.S(${r})`;
  const from = (other: Measure, formula: (address: string) => string | undefined): string | undefined => {
    const address = cell(other);
    return address === undefined ? undefined : formula(address);
  };
  const [b, own, less] = BENCHMARK_COLUMNS.map((title) => `${table}[${title}]`);
  const apart = `_xlfn.STDEV.S(${less})`;
  switch (measure) {
    case 'excess-return':
      return `EXP(SUMPRODUCT(LN(1+${own})))-EXP(SUMPRODUCT(LN(1+${b})))`;
    case 'beta':
      return `SLOPE(${own},${b})`;
    case 'alpha':
      return `${CONSTANTS.daysAYear}*(AVERAGE(${own})-${rate}-SLOPE(${own},${b})*(AVERAGE(${b})-${rate}))`;
    case 'correlation':
      return `CORREL(${own},${b})`;
    case 'r-squared':
      return `RSQ(${own},${b})`;
    case 'tracking-error':
      return `IF(${apart}<${FLOOR},0,${apart}*${root})`;
    case 'information-ratio':
      return `AVERAGE(${less})/${apart}*${root}`;
    case 'total-return':
      return `EXP(SUMPRODUCT(LN(1+${r})))-1`;
    case 'annualised-return':
      return from('total-return', (total) => `(1+${total})^(365/${days})-1`);
    case 'volatility':
      return `IF(${spread}<${FLOOR},0,${spread}*${root})`;
    case 'downside-deviation': {
      const below = `SQRT(SUMPRODUCT((${r}<>"")*(${r}<${rate})*(${r}-${rate})^2)/COUNT(${r}))`;
      return `IF(${below}<${FLOOR},0,${below}*${root})`;
    }
    case 'sharpe':
      return `(AVERAGE(${r})-${rate})/${spread}*${root}`;
    case 'sortino':
      return from('downside-deviation', (below) => `(AVERAGE(${r})-${rate})*${CONSTANTS.daysAYear}/${below}`);
    case 'maximum-drawdown':
      return `MIN(${fall})`;
    case 'current-drawdown':
      return `INDEX(${fall},1)`;
    case 'ulcer':
      return `SQRT(SUMSQ(${fall})/COUNT(${r}))`;
    case 'calmar':
      return from('annualised-return', (yearly) => `${yearly}/ABS(MIN(${fall}))`);
    case 'martin':
      return from('annualised-return', (yearly) =>
        from('ulcer', (ulcer) => `(${yearly}-${CONSTANTS.riskFree})/${ulcer}`),
      );
    case 'value-at-risk':
      return `_xlfn.PERCENTILE.INC(${r},0.05)`;
    case 'conditional-value-at-risk':
      return `AVERAGEIF(${r},"<="&(_xlfn.PERCENTILE.INC(${r},0.05)+1E-12))`;
    case 'skewness':
      return `SKEW(${r})`;
    case 'excess-kurtosis':
      return `KURT(${r})`;
    case 'best-day':
      return `MAX(${r})`;
    case 'worst-day':
      return `MIN(${r})`;
    case 'positive-days':
      return `COUNTIF(${r},">1E-12")/COUNT(${r})`;
    case 'longest-underwater':
      return undefined;
  }
}
