import type { Writable } from 'node:stream';
import exceljs from 'exceljs';
import { type Zip, ZipGate } from './zip-gate.ts';

interface WriterOptions {
  readonly stream: Writable;
  /** Date of the book and of every part in the zip. */
  readonly created: Date;
  /** Level of compression, 1 to 9. */
  readonly level: number;
}

interface ArchiverZip extends Zip {
  unpipe(): unknown;
  destroy(): unknown;
}

/**
 * exceljs's streaming writer with the gate in front of its zip. `addThemes` is the first thing its constructor calls
 * once the zip exists, and so the one public place where the gate comes before the first part.
 */
export class GatedWriter extends exceljs.stream.xlsx.WorkbookWriter {
  /** Set while the parent is being made: a field with an initial value would wipe it out again. */
  declare readonly gate: ZipGate;
  /** exceljs's own, not in its types. */
  declare readonly zip: ArchiverZip;

  constructor({ stream, created, level }: WriterOptions) {
    // Both dates are read by the constructor; the types name neither.
    const options = {
      stream,
      created,
      modified: created,
      useStyles: true,
      useSharedStrings: false,
      zip: { zlib: { level } },
    };
    super(options);
    this.creator = 'Daybook';
    this.lastModifiedBy = 'Daybook';
    // Every sheet view refers to a view of the book.
    this.views = [{ x: 0, y: 0, width: 28_000, height: 16_000, firstSheet: 0, activeTab: 0, visibility: 'visible' }];
  }

  override addThemes(): Promise<void> {
    Object.defineProperty(this, 'gate', { value: new ZipGate(this.zip, this.created) });
    return super.addThemes();
  }

  /** Lets go of the sink without ending it, after a failure. */
  abandon(): void {
    this.zip.unpipe();
    this.zip.destroy();
  }
}
