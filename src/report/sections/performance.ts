import { type Block, table } from '#report/block';
import { type PerformancePeriod, performancePeriods } from '#report/performance-periods';
import type { ReportContext } from '#report/report-context';
import { section } from '#report/section';
import { longDayText, returnText } from '#report/wording';

/** Returns by period, with the values they lie between. */
export const performance = section({
  id: 'performance',
  title: 'Performance',
  needs: ['performance'],
  build: (_data, context) => {
    const { history, marketDate } = context;
    if (!history) return [youngNotice()];
    const periods = performancePeriods(history, marketDate);
    return periods.length === 0 ? [youngNotice()] : [full(periods, context), short(periods, context)];
  },
});

const FLOWS = 'The change in value holds deposits and withdrawals; the return does not.';

function full(periods: readonly PerformancePeriod[], { base }: ReportContext): Block {
  return table({
    id: 'performance',
    title: titleOf(periods),
    subtitle: `Time-weighted return by period, values in ${base}. Returns are not annualised`,
    shownIn: ['page', 'workbook'],
    sheet: 'Performance',
    columns: [
      { key: 'period', title: 'Period', kind: 'text' },
      { key: 'from', title: 'From', kind: 'date', weight: 'side' },
      { key: 'to', title: 'To', kind: 'date', weight: 'side' },
      { key: 'twr', title: 'Return (TWR)', kind: 'return', weight: 'lead', bar: true },
      { key: 'opening', title: 'Opening value', kind: 'money', unit: base },
      { key: 'closing', title: 'Closing value', kind: 'money', unit: base },
      { key: 'change', title: 'Change in value', kind: 'change', unit: base },
      { key: 'partial', title: 'Partial?', kind: 'text', weight: 'side', shownIn: ['workbook'] },
    ],
    rows: periods.map(({ name, from, to, twr, opening, closing, change, partial }) => ({
      period: name,
      from,
      to,
      twr,
      opening,
      closing,
      change,
      partial: partial ? 'yes' : 'no',
    })),
    note: partialNote(periods),
  });
}

/** Four periods for the mail: the day, the month, the year, and the longest. */
function short(periods: readonly PerformancePeriod[], { base }: ReportContext): Block {
  const longest = periods.at(-1);
  const chosen = periods.filter((period) => SHORT.has(period.name) || period === longest);
  return table({
    id: 'returns',
    title: 'Return',
    shownIn: ['mail'],
    columns: [
      { key: 'period', title: 'Period', kind: 'text' },
      { key: 'twr', title: 'Return', kind: 'return', unit: '%', weight: 'lead' },
      { key: 'change', title: 'Change', kind: 'change', unit: base, weight: 'side' },
    ],
    rows: chosen.map(({ shortName, twr, change }) => ({ period: shortName, twr, change })),
    note: `Return is time-weighted (TWR). ${FLOWS}`,
  });
}

const SHORT = new Set(['Day', 'Month', 'Year']);

function titleOf(periods: readonly PerformancePeriod[]): string {
  const main = periods.find(({ name }) => name === 'Year') ?? periods.at(-1);
  if (!main || typeof main.twr !== 'number') return 'Performance';
  const name = main.partial ? `Since ${longDayText(main.from)}` : main.name;
  return `${name} ${returnText(main.twr)}`;
}

function partialNote(periods: readonly PerformancePeriod[]): string {
  const partial = periods.filter((period) => period.partial);
  const first = partial[0];
  if (!first) return FLOWS;
  return `${partial.map(({ name }) => name).join(', ')}: counted since ${longDayText(first.from)}, the account’s first day. ${FLOWS}`;
}

function youngNotice(): Block {
  return {
    kind: 'notice',
    id: 'performance-young',
    title: 'Performance',
    shownIn: ['page', 'workbook'],
    tone: 'plain',
    items: [
      {
        term: 'No history yet',
        text: 'The broker has no daily values of this account so far; returns begin with the second.',
      },
    ],
  };
}
