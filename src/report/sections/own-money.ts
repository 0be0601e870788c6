import { rateOf } from '#analytics/booked-amount';
import { type Block, type Row, table } from '#report/block';
import type { MoneyReturn } from '#report/money-returns';
import type { PerformancePeriod } from '#report/performance-periods';
import type { ReportContext } from '#report/report-context';

/** Id of the table, by which the returns' column finds it. */
export const OWN_MONEY = 'own-money';

type Key = 'period' | 'date' | 'entry' | 'amount';

/**
 * What a money-weighted return is reckoned from, as the owner's purse sees it: the opening value and what was paid in
 * went out of it, what was paid out and the closing value came back. The rows of a period stand together, so that a
 * formula of the workbook can take them as one range.
 */
export function ownMoney(
  periods: readonly (PerformancePeriod & Partial<MoneyReturn>)[],
  { money, base }: Pick<ReportContext, 'money' | 'base'>,
): readonly Block[] {
  if (!money) return [];
  const flows = money.flows.flows
    .map((flow) => ({ date: flow.day, amount: flow.amount * (rateOf(flow, base) ?? 0) }))
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const rows = periods.flatMap(({ name, from, to, opening, closing, mwr }): Row<Key>[] => {
    if (typeof mwr !== 'number' || typeof opening !== 'number' || typeof closing !== 'number') return [];
    return [
      { period: name, date: from, entry: 'Opening value', amount: -opening },
      ...flows
        .filter(({ date }) => date > from && date <= to)
        .map(({ date, amount }) => ({
          ...{ period: name, date, amount: -amount },
          entry: amount < 0 ? 'Paid out' : 'Paid in',
        })),
      { period: name, date: to, entry: 'Closing value', amount: closing },
    ];
  });
  if (rows.length === 0) return [];
  return [
    table<Key>({
      id: OWN_MONEY,
      title: 'What your money’s return (MWR) is reckoned from',
      subtitle: `By period, earliest first, ${base}: minus is what was put in, plus what was taken out or is there`,
      shownIn: ['workbook'],
      sheet: 'Own money',
      columns: [
        { key: 'period', title: 'Period', kind: 'text' },
        { key: 'date', title: 'Date', kind: 'date' },
        { key: 'entry', title: 'Entry', kind: 'text' },
        { key: 'amount', title: 'Amount', kind: 'change', unit: base, weight: 'lead' },
      ],
      rows,
      note: 'MWR by XIRR on Performance solves these rows again: the yearly rate of XIRR, for the days of the period.',
    }),
  ];
}
