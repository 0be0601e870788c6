import { mediumDay } from '#render/day-text';
import { instantTextWithYear } from '#render/instant-text';
import type { Report } from '#report/report';
import type { Book } from './book.ts';
import { note } from './note.ts';
import type { Plan } from './plan.ts';
import { HEADER_ROW, type HeaderCell, Sheet, type StyledCell } from './sheet.ts';

interface AboutRow {
  readonly topic: string;
  readonly term: string;
  readonly text: string;
  /** Sheet that the term leads to. */
  readonly sheet?: string;
  readonly tone?: 'loss';
}

const HEADER: readonly HeaderCell[] = [
  { name: 'Topic', width: 22, align: 'left' },
  { name: 'Term', width: 34, align: 'left' },
  { name: 'Text', width: 100, align: 'left' },
];
const LINE_HEIGHT = 14;
/** Excel's tallest row. */
const TALLEST = 409;

/** The last sheet: what the book is, what was noticed, how to read it, and the way to every other sheet. */
export async function writeAboutSheet(book: Book, plan: Plan): Promise<void> {
  const rows = [
    ...identity(book.report),
    ...warnings(book.report),
    ...asOf(book.report),
    ...words(plan),
    ...index(plan),
    ...reading(),
  ];
  const sheet = new Sheet(book, {
    name: plan.about,
    title: 'About',
    note: note(book.report),
    header: HEADER,
    frozenColumns: 0,
    rowHeight: 18,
    print: 'one page wide',
  });
  for (const [position, row] of rows.entries()) {
    const lastOfTopic = rows[position + 1]?.topic !== row.topic;
    const lines = Math.max(lineCount(row.text, 105), lineCount(row.term, 34), lineCount(row.topic, 24));
    await sheet.addRow(
      cells(book, row, lastOfTopic),
      lines === 1 ? undefined : Math.min(TALLEST, lines * LINE_HEIGHT + 4),
    );
  }
  await sheet.close({
    table: {
      name: book.tableName(plan.about),
      headerRow: HEADER_ROW,
      rows: rows.length,
      columns: HEADER.map(({ name }) => ({ name, filter: false })),
    },
  });
}

function cells(book: Book, row: AboutRow, lastOfTopic: boolean): readonly StyledCell[] {
  const shared = { align: 'left', vertical: 'top', wrap: true, below: lastOfTopic ? 'group' : 'row' } as const;
  const term: StyledCell = row.sheet
    ? {
        value: {
          formula: `HYPERLINK("${linkTo(row.sheet)}","${quoted(row.term)}")`,
          result: row.term,
          date1904: false,
        },
        style: book.look({ ...shared, color: 'link' }),
      }
    : { value: row.term, style: book.look({ ...shared, ...(row.tone ? { color: row.tone } : {}) }) };
  return [
    { value: row.topic, style: book.look({ ...shared, size: 9, color: 'quiet' }) },
    term,
    { value: row.text, style: book.look(shared) },
  ];
}

function identity(report: Report): readonly AboutRow[] {
  const { account } = report;
  const topic = 'This workbook';
  const row = (term: string, text: string): AboutRow => ({ topic, term, text });
  return [
    row(
      'Account',
      `${account.label}, ${account.maskedId}${account.paper ? ', a paper account: its money is not real' : ''}`,
    ),
    row('Base currency', account.baseCurrency),
    row('Day', `${mediumDay(report.marketDate)}, ${report.finality}, revision ${report.revision}`),
    row('Data taken', instantTextWithYear(report.takenAt, report.timeZone)),
    row('Time zone', `Times are those of ${report.timeZone} unless a header says otherwise.`),
    row('Snapshot', report.snapshotHash),
    row('Made by', `Daybook ${report.version}`),
    row('Checks', `${report.checks.passed} of ${report.checks.possible} possible checks passed`),
  ];
}

function warnings(report: Report): readonly AboutRow[] {
  return report.warnings.map(({ term, text }) => ({ topic: 'Warnings', term, text, tone: 'loss' }));
}

function asOf(report: Report): readonly AboutRow[] {
  return report.asOf.map(({ data, at, missing, late }) => {
    const when = at === undefined ? undefined : at.length === 10 ? at : instantTextWithYear(at, report.timeZone);
    const text =
      when === undefined ? `n/a: ${missing ?? 'no data'}` : `${when}${late ? ', older than this day asks for' : ''}`;
    return { topic: 'Data as of', term: data, text, ...(late ? { tone: 'loss' as const } : {}) };
  });
}

function words(plan: Plan): readonly AboutRow[] {
  return plan.notices.flatMap(({ title, items, note: more }) => [
    ...items.map(({ term, text }) => ({ topic: title, term, text })),
    ...(more === undefined ? [] : [{ topic: title, term: 'Note', text: more }]),
  ]);
}

function index(plan: Plan): readonly AboutRow[] {
  return plan.sheets.map(({ name, block }) => ({
    topic: 'Sheets',
    term: name,
    text: [block.title, block.subtitle, block.note].filter((text) => text !== undefined && text !== '').join('. '),
    sheet: name,
  }));
}

function reading(): readonly AboutRow[] {
  const topic = 'How to read it';
  return [
    { topic, term: 'Empty cell', text: 'Does not apply there, or nothing that day.' },
    { topic, term: 'n/a: reason', text: 'The figure cannot be given, and why. It is never zero.' },
    {
      topic,
      term: 'Figures',
      text: 'Cells hold full precision; formats round for display. Changes carry a sign, levels only a minus.',
    },
    { topic, term: 'Totals', text: 'Sums of the rows that the filter shows; sums only where units agree.' },
    {
      topic,
      term: 'Information, not advice',
      text: 'The broker’s statement prevails. Past returns do not predict future ones.',
    },
  ];
}

function linkTo(sheet: string): string {
  return quoted(`#'${sheet.replace(/'/g, "''")}'!A1`);
}

/** Inside a text of a formula, a quotation mark is doubled; such a text has at most 255 characters. */
function quoted(text: string): string {
  return text.slice(0, 120).replace(/"/g, '""');
}

function lineCount(text: string, width: number): number {
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / width)), 0);
}
