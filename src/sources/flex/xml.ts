import { SaxesParser } from 'saxes';
import { FlexCutOff, FlexUnreadable } from './errors.ts';

/** Is told of elements and text in the order of the document. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/** Bounds of one document. */
export interface XmlLimits {
  /** Bytes in all; 512 MiB when absent. A hundred thousand rows with all fields ticked take about 150 MiB. */
  readonly bytes?: number;
}

const BYTES = 512 * 1024 * 1024;
/** Statements are five deep. */
const DEPTH = 16;
/** Characters of one tag, comment or text; rows with all fields ticked have about 5,000. */
const TOKEN = 1024 * 1024;
/** Fed to the parser at once, so that an endless tag is seen before it is whole. */
const PIECE = 64 * 1024;

/** Takes a document piece by piece and never holds more of it than one tag. */
export interface XmlReader {
  /** @throws FlexUnreadable */
  write(bytes: Uint8Array): void;
  /** After the last byte. @throws FlexUnreadable | FlexCutOff */
  end(): void;
}

/** Opens a reader for UTF-8 XML without a document type: so there are no entities but the five of XML. */
export function openXmlReader(listener: XmlListener, limits: XmlLimits = {}): XmlReader {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser({ position: false, xmlns: false });
  const most = limits.bytes ?? BYTES;
  let bytes = 0;
  let depth = 0;
  let token = 0;
  let closing = false;
  let finished = false;
  let begun = false;
  parser.on('error', (error) => {
    if (closing && !finished) throw new FlexCutOff({ cause: error });
    throw new FlexUnreadable('is no well-formed XML', { cause: error });
  });
  parser.on('doctype', (type) => {
    if (/^\s*html\b/i.test(type)) throw new FlexUnreadable('is a web page and no statement');
    throw new FlexUnreadable('has a document type, which a statement never has');
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^(?:utf-8|us-ascii)$/i.test(encoding)) {
      throw new FlexUnreadable('is in another encoding than UTF-8');
    }
  });
  parser.on('opentag', ({ name, attributes }) => {
    token = 0;
    depth += 1;
    if (depth > DEPTH) throw new FlexUnreadable(`is nested deeper than ${DEPTH} elements`);
    listener.open(name, attributes);
  });
  parser.on('text', (text) => listener.text(text));
  parser.on('cdata', (text) => listener.text(text));
  parser.on('closetag', ({ name }) => {
    token = 0;
    depth -= 1;
    finished = depth === 0;
    listener.close(name);
  });
  const feed = (text: string) => {
    if (!begun) begun = begins(text);
    for (let at = 0; at < text.length; at += PIECE) {
      const piece = text.slice(at, at + PIECE);
      token += piece.length;
      parser.write(piece);
      if (token > TOKEN) throw new FlexUnreadable('has a tag or a text that does not end');
    }
  };
  return {
    write: (chunk) => {
      if (bytes === 0) refusePacked(chunk);
      bytes += chunk.byteLength;
      if (bytes > most) throw new FlexUnreadable(`is larger than ${Math.round(most / 1024 / 1024)} MiB`);
      for (let at = 0; at < chunk.byteLength; at += TOKEN) feed(decoded(decoder, chunk.subarray(at, at + TOKEN)));
    },
    end: () => {
      if (bytes === 0) throw new FlexUnreadable('is empty');
      closing = true;
      feed(ending(decoder));
      parser.close();
    },
  };
}

/** Whether more than blanks has come. @throws FlexUnreadable when it is no markup */
function begins(text: string): boolean {
  const first = text.trimStart().charAt(0);
  if (first !== '' && first !== '<') {
    throw new FlexUnreadable('is no XML, which is the one Format of a Flex query that is read');
  }
  return first === '<';
}

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

function refusePacked(chunk: Uint8Array): void {
  const starts = (signature: readonly number[]) => signature.every((byte, at) => chunk[at] === byte);
  if (starts(GZIP) || starts(ZIP)) throw new FlexUnreadable('is a packed file: unpack it first');
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch (error) {
    throw new FlexUnreadable('is in another encoding than UTF-8', { cause: error });
  }
}

function ending(decoder: TextDecoder): string {
  try {
    return decoder.decode();
  } catch (error) {
    throw new FlexCutOff({ cause: error });
  }
}
