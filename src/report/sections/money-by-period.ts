import type { DaySpan } from '#domain/statement';
import { type Block, type Row, table } from '#report/block';
import { bridgeColumn } from '#report/bridge-column';
import { NOT_IN_STATEMENT } from '#report/missing';
import { costLines, flowLines, incomeLines, withoutText } from '#report/money-lines';
import type { MoneyPeriods } from '#report/money-periods';
import { byPeriod, type MoneyKey, type MoneyLine, moneyColumns, moneyRow } from '#report/money-table';
import type { ReportContext } from '#report/report-context';
import { section } from '#report/section';
import { netPaidIn, type StatementMoney, sumCell } from '#report/statement-money';
import type { Cell } from '#report/value';
import { longDayText } from '#report/wording';

/** Flows, income and costs by period in one table: whole in the workbook, short in a mail that has no bridge of the day. */
export const moneyByPeriod = section({
  id: 'money',
  title: 'Deposits, income and costs',
  needs: ['statement'],
  build: (_data, context) => {
    const { money } = context;
    if (!money) return [];
    // Of three lists of lists the shortest told decides, so that one column is one span of days.
    const periods = narrowest(money);
    if (periods.columns.length === 0) return [];
    // A day that is told line by line from opening to closing has these figures there.
    const ports = { ...context, statement: context.statement, money };
    const told = context.moves.some((moves) => moves.name === 'Day' && bridgeColumn(moves, ports) !== undefined);
    return [...(told ? [] : [short(money, periods, context)]), whole(money, periods, context)];
  },
});

function narrowest({ periods }: StatementMoney): MoneyPeriods {
  return [periods.flows, periods.income, periods.costs]
    .filter(({ columns }) => columns.length > 0)
    .reduce((least, each) => ((each.since ?? '') > (least.since ?? '') ? each : least), periods.income);
}

type Sum = (span: DaySpan) => Cell;
interface Part {
  readonly name: string;
  readonly lines: readonly MoneyLine[];
  readonly total: string;
  readonly sum: Sum;
}

function partsOf(money: StatementMoney, base: string): readonly Part[] {
  const [flows, income, costs] = [flowLines(money), incomeLines(money), costLines(money)];
  return [
    {
      name: 'Flows',
      lines: flows,
      total: `Net paid in${withoutText(flows)}`,
      sum: (span) => netPaidIn(money, base, span),
    },
    { name: 'Income', lines: income, total: 'Income after tax', sum: (span) => sumCell(money.income, base, span) },
    {
      name: 'Costs',
      lines: costs,
      total: `Costs${withoutText(costs)}`,
      sum: (span) => sumCell(money.costs, base, span),
    },
  ];
}

function whole(money: StatementMoney, periods: MoneyPeriods, { base }: ReportContext): Block {
  return table<MoneyKey | 'part'>({
    id: 'money-by-period',
    title: 'Flows, income and costs by period',
    subtitle: `By day of report, ${base} at each booking’s own rate`,
    shownIn: ['workbook'],
    sheet: 'Flows and income',
    columns: [
      { key: 'part', title: 'Part', kind: 'text' },
      { key: 'line', title: 'Line', kind: 'text' },
      ...moneyColumns(periods, base),
    ],
    rows: partsOf(money, base).flatMap(({ name, lines, total, sum }): Row<MoneyKey | 'part'>[] => [
      ...lines.map((line) => ({ part: name, ...moneyRow(line, periods, base) })),
      { $tone: 'strong', part: name, line: total, ...byPeriod(periods, sum) },
    ]),
  });
}

/** The day and the longest span told: what a phone has room for. */
function short(money: StatementMoney, periods: MoneyPeriods, { base }: ReportContext): Block {
  const [first, ...rest] = periods.columns;
  const longest = rest.toSorted((a, b) => (a.span.from < b.span.from ? -1 : 1)).slice(0, 1);
  const shown = { ...periods, columns: first ? [first, ...longest] : [] };
  const [flows, income, costs] = partsOf(money, base);
  const line = (label: string, sum: Sum): Row<MoneyKey> => ({ line: label, ...byPeriod(shown, sum) });
  const kinds = (label: string, names: readonly (typeof money.income)[number]['kind'][]): Row<MoneyKey> =>
    line(label, (span) =>
      sumCell(
        money.income.filter(({ kind }) => names.includes(kind)),
        base,
        span,
      ),
    );
  return table<MoneyKey>({
    id: 'money',
    title: 'Flows, income, costs',
    shownIn: ['mail'],
    columns: [{ key: 'line', title: 'Line', kind: 'text' }, ...moneyColumns(shown, base)],
    rows: [
      ...(flows ? [line(flows.total, flows.sum)] : []),
      ...(income?.lines.some(({ missing }) => missing)
        ? [line('Income after tax', () => NOT_IN_STATEMENT)]
        : [
            kinds('Dividends', ['dividend', 'payment-in-lieu']),
            kinds('Tax withheld', ['withholding-tax']),
            kinds('Interest', ['interest-received', 'interest-paid', 'bond-interest']),
          ]),
      ...(costs ? [line(costs.total, costs.sum)] : []),
    ],
    ...(periods.since === undefined ? {} : { note: `Statements are at hand since ${longDayText(periods.since)}.` }),
  });
}
