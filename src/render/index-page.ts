import { renderToString } from 'preact-render-to-string';
import { calendarDate, MONTH_NAMES } from '#domain/calendar-date';
import type { IndexedDay, IndexedReport } from '#report/archive-index';
import { type Cell, isMissing } from '#report/value';
import type { IndexData, IndexRow } from '#templates/index-data';
import { IndexPage } from '#templates/index-page';
import { shortDay } from './day-text.ts';
import { figureText, missingText } from './format.ts';
import { inert } from './inert.ts';

/** A day with more accounts than this has a page of its own. */
export const DAY_OF_ITS_OWN = 60;

export interface IndexMonthInput {
  /** `2026-11`. */
  readonly month: string;
  /** All months of the archive, newest first. */
  readonly months: readonly string[];
  /** In any order. */
  readonly days: readonly IndexedDay[];
  /** `first`: the archive's own page, above the folder of the others. */
  readonly place: 'first' | 'month';
}

/** The days of a month, newest first, as one HTML file. Links are relative: it works wherever the archive is copied. */
export function renderIndexMonth({ month, months, days, place }: IndexMonthInput): string {
  const [up, aside] = place === 'first' ? ['', 'index/'] : ['../', ''];
  const sorted = [...days].sort((a, b) => (a.date < b.date ? 1 : -1));
  return htmlOf({
    title: `Daybook, ${monthText(month)}`,
    heading: monthText(month),
    months: months.map((one) => ({ text: monthText(one), link: one === month ? '' : `${aside}${one}.html` })),
    rows: sorted.flatMap((day) =>
      rowsOf(day, up, day.reports.length > DAY_OF_ITS_OWN ? `${aside}${day.date}.html` : ''),
    ),
  });
}

/** All accounts of one day. */
export function renderIndexDay(day: IndexedDay): string {
  const text = shortDay(calendarDate(day.date));
  return htmlOf({
    title: `Daybook, ${day.date}`,
    heading: `${text} ${day.date.slice(0, 4)}`,
    months: [{ text: monthText(day.date.slice(0, 7)), link: `${day.date.slice(0, 7)}.html` }],
    rows: rowsOf(day, '../', ''),
  });
}

const htmlOf = (data: IndexData): string => `<!doctype html>\n${renderToString(IndexPage({ data }))}\n`;

const monthText = (month: string): string => `${MONTH_NAMES[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

const STATES: Readonly<Record<string, string>> = {
  done: 'done',
  complete: 'done',
  partial: 'partial',
  waiting: 'waiting',
  failed: 'failed',
  skipped: 'no market day',
};

function rowsOf(day: IndexedDay, up: string, elsewhere: string): readonly IndexRow[] {
  const date = shortDay(calendarDate(day.date));
  const state = STATES[day.state] ?? inert(day.state);
  const why = inert(day.why ?? '');
  const bare = {
    date,
    state,
    tone: toneOf(day.state),
    why,
    account: '',
    value: '',
    day: '',
    year: '',
    checks: '',
    files: [],
  };
  if (day.reports.length === 0) return [bare];
  if (elsewhere !== '') {
    const failed = day.reports.filter(({ checks }) => checks.failed > 0).length;
    const checks = failed === 0 ? 'all checks passed' : `${failed} with failed checks`;
    return [
      {
        ...bare,
        account: `${day.reports.length} accounts`,
        checks,
        files: [{ text: 'All accounts', link: elsewhere }],
      },
    ];
  }
  return day.reports.map((report, index) => ({
    ...(index === 0 ? bare : { ...bare, date: '', state: '', why: '' }),
    ...reportCells(report),
    files: filesOf(report, up),
  }));
}

const toneOf = (state: string): IndexRow['tone'] =>
  state === 'failed' || state === 'waiting' ? 'loss' : state === 'skipped' ? 'dim' : 'none';

function reportCells(report: IndexedReport): Pick<IndexRow, 'account' | 'value' | 'day' | 'year' | 'checks'> {
  const { passed, possible, failed } = report.checks;
  const notes = [
    ...(failed > 0 ? [`${failed} failed`] : [`${passed} of ${possible}`]),
    ...(report.finality === 'preliminary' ? ['preliminary'] : []),
    ...(report.reconstructed ? ['made up for'] : []),
    ...(report.revision > 1 ? [`revision ${report.revision}`] : []),
  ];
  return {
    account: `${inert(report.label)} ${inert(report.maskedId)}`,
    value: cellOf(report.netAssetValue, 'money', report.baseCurrency),
    day: cellOf(report.dayReturn, 'return', undefined),
    year: cellOf(report.yearReturn, 'return', undefined),
    checks: notes.join(', '),
  };
}

function cellOf(cell: Cell, kind: 'money' | 'return', unit: string | undefined): string {
  return isMissing(cell) ? missingText(cell.missing) : figureText(cell, kind, unit, 'UTC');
}

function filesOf({ folder }: IndexedReport, up: string): IndexRow['files'] {
  return [
    { text: 'Report', link: `${up}${folder}page.html` },
    { text: 'Workbook', link: `${up}${folder}workbook.xlsx` },
    { text: 'Data', link: `${up}${folder}report.json` },
  ];
}
