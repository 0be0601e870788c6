import type { Writable } from 'node:stream';
import exceljs, { type Style } from 'exceljs';
import { isFigure } from '#render/format';
import { looks } from '#render/workbook/look';
import { columnFormat } from '#render/workbook/number-format';
import { dateSerial, zoneTime } from '#render/workbook/zone-time';
import type { Report } from '#report/report';
import { type Cell, isMissing, type ValueKind } from '#report/value';

interface BareColumn {
  readonly kind: ValueKind;
  readonly style: (value: unknown) => Style;
}

interface BareSheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly columns: readonly BareColumn[];
  readonly rows: number;
  readonly cell: (row: number, column: number) => Cell | undefined;
}

/**
 * The cells of a report's tables and series by exceljs's streaming writer alone: no gate, no tables, no charts, no
 * check of any value, no waiting for the sink. The same values, formats and compression as the product's workbook.
 */
export async function writeBareWorkbook(report: Report, sink: Writable, level: number): Promise<void> {
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream: sink, useStyles: true, zip: { zlib: { level } } });
  const zone = zoneTime(report.timeZone);
  for (const { name, header, columns, rows, cell } of sheetsOf(report)) {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 3 }] });
    sheet.columns = columns.map(() => ({ width: 14 }));
    sheet.addRow([name]).commit();
    sheet.addRow([report.account.maskedId]).commit();
    sheet.addRow([...header]).commit();
    for (let index = 0; index < rows; index += 1) {
      const values = columns.map(({ kind }, column) => {
        const value = cell(index, column);
        if (value === null || value === undefined || typeof value === 'number') return value ?? null;
        if (isMissing(value)) return `n/a: ${value.missing}`;
        return (kind === 'date' ? dateSerial(value) : kind === 'instant' ? zone.serial(value) : undefined) ?? value;
      });
      const row = sheet.addRow(values);
      for (const [column, { style }] of columns.entries()) row.getCell(column + 1).style = style(values[column]);
      row.commit();
    }
    sheet.commit();
  }
  await book.commit();
}

function* sheetsOf(report: Report): Iterable<BareSheet> {
  const look = looks();
  const column = (
    kind: ValueKind,
    weight: 'lead' | 'side' | undefined,
    cells: readonly (Cell | undefined)[],
    daily = false,
  ): BareColumn => {
    const format =
      daily && kind === 'return'
        ? () => '0.000000%'
        : columnFormat(
            kind,
            cells.filter((value) => typeof value === 'number'),
          );
    const made = new Map<string | undefined, Style>();
    const styleOf = (numberFormat: string | undefined): Style => {
      const known = made.get(numberFormat);
      if (known) return known;
      const style = look({
        align: isFigure(kind) ? 'right' : 'left',
        below: 'row',
        ...(weight === 'side' ? { size: 9, color: 'quiet' } : {}),
        ...(weight === 'lead' ? { bold: true } : {}),
        ...(numberFormat ? { format: numberFormat } : {}),
      });
      made.set(numberFormat, style);
      return style;
    };
    return { kind, style: (value) => styleOf(typeof value === 'number' ? format(value) : undefined) };
  };
  for (const block of report.sections.flatMap(({ blocks }) => blocks)) {
    const name = block.sheet ?? block.title;
    if (block.kind === 'table') {
      const { rows, columns } = block;
      yield {
        name,
        header: columns.map(({ title }) => title),
        columns: columns.map(({ key, kind, weight }) =>
          column(
            kind,
            weight,
            rows.map((row) => row[key]),
          ),
        ),
        rows: rows.length,
        cell: (row, index) => rows[row]?.[columns[index]?.key ?? ''],
      };
    }
    if (block.kind === 'series') {
      const { dates, lines, extra = [], valueKind } = block;
      const all: readonly { title: string; kind: ValueKind; values: readonly Cell[] }[] = [
        { title: 'Date', kind: 'date', values: dates },
        ...lines.map(({ name: title, values }) => ({ title, kind: valueKind, values })),
        ...extra,
      ];
      yield {
        name,
        header: all.map(({ title }) => title),
        columns: all.map(({ kind, values }, index) => column(kind, index === 1 ? 'lead' : undefined, values, true)),
        rows: dates.length,
        cell: (row, index) => all[index]?.values[dates.length - 1 - row],
      };
    }
  }
}
