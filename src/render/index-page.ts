import { renderToString } from 'preact-render-to-string';
import { calendarDate, MONTH_NAMES } from '#domain/calendar-date';
import type { IndexedDay, IndexedReport, IndexedState } from '#report/archive-index';
import { type Cell, isMissing } from '#report/value';
import type { IndexData, IndexRow } from '#templates/index-data';
import { INDEX_STYLE, IndexPage } from '#templates/index-page';
import { PAGE_STYLE } from '#templates/page-style';
import { shortDay, weekdayDay } from './day-text.ts';
import { figureText, missingText } from './format.ts';
import { frameOf } from './frame.ts';
import { inert } from './inert.ts';

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
    months: place === 'first' ? allMonths(month, months, aside) : besideMonth(month, months),
    rows: sorted.flatMap((day) => rowsOf(day, up, aside)),
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

const FRAME = frameOf(PAGE_STYLE + INDEX_STYLE);

const htmlOf = (data: IndexData): string => `<!doctype html>\n${renderToString(IndexPage({ data, frame: FRAME }))}\n`;

const monthText = (month: string): string => `${MONTH_NAMES[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

/** The first page leads to every month. */
function allMonths(month: string, months: readonly string[], aside: string): IndexData['months'] {
  return months.map((one) => ({ text: monthText(one), link: one === month ? '' : `${aside}${one}.html` }));
}

/** A month's own page leads to the first one and to its neighbours: it stays right when months are added. */
function besideMonth(month: string, months: readonly string[]): IndexData['months'] {
  const place = months.indexOf(month);
  const beside = [months[place + 1], months[place - 1]].filter((one) => one !== undefined);
  return [
    { text: 'All months', link: '../index.html' },
    ...beside.map((one) => ({ text: monthText(one), link: `${one}.html` })),
  ];
}

const STATES: Readonly<Record<IndexedState, string>> = {
  done: 'done',
  partial: 'partial',
  waiting: 'waiting',
  failed: 'failed',
  skipped: 'skipped',
  running: 'under way',
  open: 'report to come',
  none: 'nothing here',
};

function rowsOf(day: IndexedDay, up: string, aside: string): readonly IndexRow[] {
  const bare: IndexRow = {
    date: weekdayDay(calendarDate(day.date)),
    // The data may be of a newer version, with a state that is not known here.
    state: STATES[day.state] ?? inert(day.state),
    tone: toneOf(day.state),
    why: inert(day.why ?? ''),
    account: '',
    value: '',
    day: '',
    year: '',
    checks: '',
    checksFailed: false,
    files: [],
  };
  if (day.many) {
    const { accounts, failedChecks } = day.many;
    const checks = failedChecks === 0 ? 'all checks passed' : `${failedChecks} with failed checks`;
    const files = [{ text: 'All accounts', link: `${aside}${day.date}.html` }];
    return [{ ...bare, account: `${accounts} accounts`, checks, checksFailed: failedChecks > 0, files }];
  }
  if (day.reports.length === 0) return [bare];
  return day.reports.map((report, index) => ({
    ...(index === 0 ? bare : { ...bare, date: '', state: '', why: '' }),
    ...reportCells(report),
    files: filesOf(report, up),
  }));
}

const LOSS: readonly IndexedState[] = ['failed', 'waiting'];
const DIM: readonly IndexedState[] = ['skipped', 'none', 'open', 'running'];

const toneOf = (state: IndexedState): IndexRow['tone'] =>
  LOSS.includes(state) ? 'loss' : DIM.includes(state) ? 'dim' : 'none';

function reportCells(
  report: IndexedReport,
): Pick<IndexRow, 'account' | 'value' | 'day' | 'year' | 'checks' | 'checksFailed'> {
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
    checksFailed: failed > 0,
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
