/** A figure that no workbook can hold: not a number, or infinite. A fault of the report's maker, never of a reader. */
export class WorkbookValueRefused extends Error {
  override readonly name = 'WorkbookValueRefused';
  readonly sheet: string;
  readonly column: string;
  readonly row: number;

  constructor(value: number, sheet: string, column: string, row: number) {
    super(
      `Sheet "${sheet}", column "${column}", row ${row}: ${value} is not a figure. ` +
        'No workbook was written; please report this with the archived Snapshot of the day.',
    );
    this.sheet = sheet;
    this.column = column;
    this.row = row;
  }
}

/** The library that writes the workbook did something other than what the gate in front of its zip relies on. */
export class WorkbookPartUnexpected extends Error {
  override readonly name = 'WorkbookPartUnexpected';
  readonly part: string;

  constructor(part: string, found: string) {
    super(
      `Workbook part "${part}" ${found}. The installed exceljs is not the version this program was made for: ` +
        'run "npm ci" to get the pinned one.',
    );
    this.part = part;
  }
}

/** The place the workbook was written to closed before the workbook was complete, without saying why. */
export class WorkbookSinkClosed extends Error {
  override readonly name = 'WorkbookSinkClosed';

  constructor(cause: unknown) {
    super('The output closed before the workbook was complete. Run the command again.', { cause });
  }
}

/** More rows than a sheet of Excel can hold. */
export class WorkbookSheetTooLong extends Error {
  override readonly name = 'WorkbookSheetTooLong';
  readonly sheet: string;

  constructor(sheet: string, rows: number, most: number) {
    super(
      `Sheet "${sheet}" would have ${rows} rows; Excel holds ${most} below the header. ` +
        'No workbook was written; the archived Snapshot has the data.',
    );
    this.sheet = sheet;
  }
}
