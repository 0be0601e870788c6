import type { Writable } from 'node:stream';
import type { Report } from '#report/report';
import { type Chart, drawingXml } from './drawing.ts';
import { GatedWriter } from './gated-writer.ts';
import { type Looks, looks } from './look.ts';
import { tableNames } from './names.ts';
import type { SinkGuard } from './sink-guard.ts';
import { type TableSpec, tableXml } from './table-part.ts';
import { type ZoneTime, zoneTime } from './zone-time.ts';

/** 6 costs about a tenth more time than 1 and saves about a fifth of the file. */
export const LEVEL = 6;

/** The workbook while it is written: the writer, and the numbers and names that count through all its sheets. */
export class Book {
  readonly report: Report;
  readonly writer: GatedWriter;
  readonly guard: SinkGuard;
  readonly look: Looks = looks();
  readonly zone: ZoneTime;
  readonly #newTableName = tableNames();
  readonly #tableNames = new Map<string, string>();
  #tables = 0;
  #charts = 0;

  constructor(report: Report, sink: Writable, guard: SinkGuard) {
    this.report = report;
    this.guard = guard;
    this.zone = zoneTime(report.timeZone);
    this.writer = new GatedWriter({ stream: sink, created: new Date(report.takenAt), level: LEVEL });
  }

  /** Name of the table on a sheet, also before that sheet is written: formulas of other sheets name it. */
  tableName(sheet: string): string {
    const known = this.#tableNames.get(sheet) ?? this.#newTableName(sheet);
    this.#tableNames.set(sheet, known);
    return known;
  }

  /** Gives the open sheet its table and its charts. */
  attach(sheetNumber: number, table: TableSpec | undefined, charts: readonly Chart[]): void {
    const { gate } = this.writer;
    const relations: { id: string; type: string; target: string }[] = [];
    let tail = '';
    if (charts.length > 0) {
      const drawing = `xl/drawings/drawing${sheetNumber}.xml`;
      const chartRelations = charts.map((chart, index) => {
        this.#charts += 1;
        gate.addPart(`xl/charts/chart${this.#charts}.xml`, 'drawingml.chart+xml', chart.xml);
        return { id: `rIdChart${index + 1}`, type: 'chart', target: `../charts/chart${this.#charts}.xml` };
      });
      gate.addPart(drawing, 'drawing+xml', drawingXml(charts));
      gate.addRelations(drawing, chartRelations);
      relations.push({ id: 'rIdDrawing', type: 'drawing', target: `../drawings/drawing${sheetNumber}.xml` });
      tail += '<drawing r:id="rIdDrawing"/>';
    }
    if (table) {
      this.#tables += 1;
      gate.addPart(`xl/tables/table${this.#tables}.xml`, 'spreadsheetml.table+xml', tableXml(this.#tables, table));
      relations.push({ id: 'rIdTable', type: 'table', target: `../tables/table${this.#tables}.xml` });
      tail += '<tableParts count="1"><tablePart r:id="rIdTable"/></tableParts>';
    }
    gate.attach({ tail, relations });
  }
}
