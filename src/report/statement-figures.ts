import type { DaySpan } from '#domain/statement';
import type { Figure } from './block.ts';
import { NEEDS_FLEX } from './missing.ts';
import { costLines, flowLines, withoutText } from './money-lines.ts';
import type { MoneyPeriods } from './money-periods.ts';
import { moneyReturnOfYear } from './own-money-return.ts';
import type { ReportContext } from './report-context.ts';
import { netPaidIn, ofPeriod, sumCell } from './statement-money.ts';
import type { Cell } from './value.ts';

/** What statements tell, for the summary: each of the day and of the year, or what it lacks. */
export function statementFigures(context: ReportContext): readonly Figure[] {
  const { money, statement, base, marketDate } = context;
  if (!money || !statement) {
    return [
      { label: 'Your money’s return (MWR)', kind: 'return', value: NEEDS_FLEX },
      { label: 'Deposits, fees, interest, tax', kind: 'change', value: NEEDS_FLEX, unit: base },
    ];
  }
  const { flows, income, costs } = money.periods;
  const figures = (label: string, periods: MoneyPeriods, sum: (span: DaySpan) => Cell): Figure[] =>
    (['Day', 'Year'] as const).map((name): Figure => {
      const span = periods.of[name];
      return {
        label: `${label}, ${name === 'Day' ? 'day' : 'year to date'}`,
        kind: 'change',
        value: ofPeriod(periods, name, sum),
        unit: base,
        ...('missing' in span ? {} : { period: `${span.from} to ${span.to}` }),
        source: 'Flex statements',
        asOf: marketDate,
      };
    });
  return [
    ...figures(`Net paid in${withoutText(flowLines(money))}`, flows, (span) => netPaidIn(money, base, span)),
    {
      label: 'Your money’s return (MWR), year to date',
      kind: 'return',
      ...moneyReturnOfYear(context, statement, money),
      source: 'own',
      asOf: marketDate,
    },
    ...figures('Income after tax', income, (span) => sumCell(money.income, base, span)),
    ...figures(`Costs${withoutText(costLines(money))}`, costs, (span) => sumCell(money.costs, base, span)),
  ];
}
