import { once } from 'node:events';
import { Transform, type TransformCallback } from 'node:stream';
import { WorkbookPartUnexpected } from './errors.ts';

/** Where exceljs's zip takes its parts: text, or a stream with `pipe`. */
export interface Zip {
  append(source: string | Transform, entry: { name: string; date: Date }): unknown;
}

type Source = string | { pipe(target: Transform): unknown };

/** What a sheet gets besides its cells. */
export interface SheetExtras {
  /** XML that belongs at the very end of the sheet: `<drawing …/><tableParts …>…</tableParts>`. */
  readonly tail: string;
  readonly relations: readonly { readonly id: string; readonly type: string; readonly target: string }[];
}

const SHEET_END = '</worksheet>';
const TYPES_END = '</Types>';
const SHEET_PART = /^xl\/worksheets\/sheet\d+\.xml$/;
const RELATION_TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const CONTENT_TYPE = 'application/vnd.openxmlformats-officedocument.';
/** The font of cells without a style, from which programs take widths and heights. */
const DEFAULT_FONT = '<font><sz val="10"/><name val="Arial"/><family val="2"/></font>';

/**
 * Stands between exceljs and its zip, and adds what exceljs's streaming writer can't: tables, drawings and charts at
 * the end of a sheet, their parts and content types, one fixed date on every part (same input, same bytes), and a
 * sheet stream that tells when it is full. One sheet may be open at a time.
 */
export class ZipGate {
  readonly #zip: Zip;
  readonly #append: Zip['append'];
  readonly #date: Date;
  readonly #overrides: string[] = [];
  #open: { part: string; tail: SheetTail } | undefined;

  /** Puts the gate in place of `zip.append`. Has to happen before the first part. */
  constructor(zip: Zip, date: Date) {
    this.#zip = zip;
    this.#append = zip.append.bind(zip);
    this.#date = date;
    zip.append = (source: Source, { name }: { name: string }) => this.#pass(source, name.replace(/^\//, ''));
  }

  /** Adds a part of our own and announces its content type, given without the common start. */
  addPart(part: string, contentType: string, content: string): void {
    this.#overrides.push(`<Override PartName="/${part}" ContentType="${CONTENT_TYPE}${contentType}"/>`);
    this.#write(part, content);
  }

  /** Adds the part that says what `part` refers to; `target` is relative to it. */
  addRelations(part: string, relations: SheetExtras['relations']): void {
    const rows = relations.map(
      ({ id, type, target }) => `<Relationship Id="${id}" Type="${RELATION_TYPE}${type}" Target="${target}"/>`,
    );
    const name = part.replace(/([^/]+)$/, '_rels/$1.rels');
    this.#write(name, `${DECLARATION}<Relationships xmlns="${RELATIONS}">${rows.join('')}</Relationships>`);
  }

  /** Gives the open sheet its extras; after its last row, before its commit. */
  attach(extras: SheetExtras): void {
    if (!this.#open) throw new WorkbookPartUnexpected('xl/worksheets', 'is not open');
    this.#open.tail.extra = extras.tail;
    if (extras.relations.length > 0) this.addRelations(this.#open.part, extras.relations);
  }

  /** Comes back when the open sheet's stream can take more rows. */
  async drained(): Promise<void> {
    const tail = this.#open?.tail;
    if (tail?.writableNeedDrain) await once(tail, 'drain');
  }

  #pass(source: Source, name: string): unknown {
    if (typeof source === 'string') return this.#write(name, this.#changed(name, source));
    if (!SHEET_PART.test(name)) throw new WorkbookPartUnexpected(name, 'came as a stream');
    const tail = new SheetTail(name);
    source.pipe(tail);
    this.#open = { part: name, tail };
    return this.#append(tail, { name, date: this.#date });
  }

  #changed(name: string, content: string): string {
    if (name === '[Content_Types].xml') {
      if (!content.endsWith(TYPES_END)) throw new WorkbookPartUnexpected(name, `does not end in ${TYPES_END}`);
      return content.slice(0, -TYPES_END.length) + this.#overrides.join('') + TYPES_END;
    }
    if (name === 'xl/styles.xml') {
      const changed = content.replace(/<font>.*?<\/font>/s, DEFAULT_FONT);
      if (changed === content) throw new WorkbookPartUnexpected(name, 'has no default font');
      return changed;
    }
    return content;
  }

  #write(name: string, content: string): unknown {
    return this.#append.call(this.#zip, content, { name, date: this.#date });
  }
}

/** First line of every part. */
export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** What is compressed at once: a call for each row costs a few hundredths of the whole writing. */
const BATCH_BYTES = 65_536;

/** Passes a sheet on in large pieces, but for its closing tag, before which the extras go. */
class SheetTail extends Transform {
  readonly #part: string;
  #held: Buffer[] = [];
  #size = 0;
  extra = '';

  constructor(part: string) {
    super({ writableHighWaterMark: 262_144 });
    this.#part = part;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#held.push(chunk);
    this.#size += chunk.length;
    if (this.#size < BATCH_BYTES) done();
    else done(null, this.#taken());
  }

  override _flush(done: TransformCallback): void {
    const last = this.#taken();
    if (Buffer.concat(this.#held).toString('utf8') !== SHEET_END) {
      done(new WorkbookPartUnexpected(this.#part, `does not end in ${SHEET_END}`));
      return;
    }
    this.push(last);
    done(null, this.extra + SHEET_END);
  }

  /** What is held, but for as much as a closing tag is long. */
  #taken(): Buffer {
    const whole = Buffer.concat(this.#held);
    const cut = Math.max(0, whole.length - SHEET_END.length);
    this.#held = [whole.subarray(cut)];
    this.#size = whole.length - cut;
    return whole.subarray(0, cut);
  }
}
