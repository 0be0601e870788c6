import type { Writable } from 'node:stream';
import type { Report } from '#report/report';
import { writeAboutSheet } from './about-sheet.ts';
import type { Book } from './book.ts';
import { writeBridgeSheet } from './bridge-sheet.ts';
import { writeChecksSheet } from './checks-sheet.ts';
import { writeFiguresSheet } from './figures-sheet.ts';
import { type Plan, type PlannedSheet, plan } from './plan.ts';
import { writeSeriesSheet } from './series-sheet.ts';
import { writeSharesSheet } from './shares-sheet.ts';
import { guardSink } from './sink-guard.ts';
import { writeStatisticsSheet } from './statistics-sheet.ts';
import { writeTableSheet } from './table-sheet.ts';

/**
 * Writes the report as an Excel workbook (xlsx) in one pass and ends the sink. Sheets are drawn by kind of block; the
 * same report gives the same bytes. Memory does not grow with the rows: a slow sink is waited for.
 *
 * When it fails, the sink is destroyed with the same error, and what it took so far is no workbook.
 *
 * @throws WorkbookValueRefused for a figure that is NaN or infinite
 * @throws WorkbookSinkClosed when the sink closes early; its own error when it fails, at once
 */
export async function writeWorkbook(report: Report, sink: Writable): Promise<void> {
  const guard = guardSink(sink);
  try {
    // exceljs takes a quarter of a second to load: only who writes a workbook waits for it.
    const { Book } = await guard(import('./book.ts'));
    await writeSheets(new Book(report, sink, guard));
  } catch (error) {
    sink.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function writeSheets(book: Book): Promise<void> {
  try {
    const planned = plan(book.report);
    for (const sheet of planned.sheets) await writeSheet(book, sheet, planned);
    await writeAboutSheet(book, planned);
    await book.guard(book.writer.commit());
  } catch (error) {
    book.writer.abandon();
    throw error;
  }
}

function writeSheet(book: Book, { name, block }: PlannedSheet, planned: Plan): Promise<void> {
  switch (block.kind) {
    case 'figures':
      return writeFiguresSheet(book, { name, block }, planned);
    case 'table':
      return writeTableSheet(book, { name, block }, planned);
    case 'series':
      return writeSeriesSheet(book, { name, block });
    case 'shares':
      return writeSharesSheet(book, { name, block });
    case 'checks':
      return writeChecksSheet(book, { name, block });
    case 'bridge':
      return writeBridgeSheet(book, { name, block });
    case 'statistics':
      return writeStatisticsSheet(book, { name, block }, planned);
  }
}
