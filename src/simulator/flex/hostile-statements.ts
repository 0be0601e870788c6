import type { FlexTrouble } from '#simulator/faults';
import type { ApiAnswer } from '#simulator/scenario';
import { xmlAnswer } from './flex-response.ts';

const OPEN =
  '<FlexQueryResponse queryName="Daybook" type="AF"><FlexStatements count="1">' +
  '<FlexStatement accountId="U7315402" fromDate="20260102" toDate="20260102" period=""><CashTransactions>';
const CLOSE = '</CashTransactions></FlexStatement></FlexStatements></FlexQueryResponse>';
const DEPTH = 100_000;

/** A body that no broker sends; undefined for a trouble that is none of these. */
export function hostileAnswer(trouble: FlexTrouble | undefined): ApiAnswer | undefined {
  switch (trouble) {
    case 'flex-entities':
      return xmlAnswer(entityBomb());
    case 'flex-external-entity':
      return xmlAnswer([
        '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        `${OPEN}<CashTransaction description="&file;" />&file;${CLOSE}`,
      ]);
    case 'flex-deep':
      return xmlAnswer(deep());
    case 'flex-encoding':
      // Latin-1 bytes, which are no UTF-8.
      return xmlAnswer([
        '<?xml version="1.0" encoding="UTF-8"?>',
        OPEN,
        '<CashTransaction description="',
        new Uint8Array([0xe9, 0xff, 0xfe]),
        `" />${CLOSE}`,
      ]);
    default:
      return undefined;
  }
}

/** Ten entities, each ten times the one before: ten thousand million letters. */
function* entityBomb(): Generator<string> {
  yield '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY e0 "x">';
  for (let level = 1; level <= 10; level += 1) yield `<!ENTITY e${level} "${`&e${level - 1};`.repeat(10)}">`;
  yield `]>${OPEN}<CashTransaction description="&e10;" />${CLOSE}`;
}

function* deep(): Generator<string> {
  yield OPEN;
  for (let level = 0; level < DEPTH; level += 1) yield '<a>';
  for (let level = 0; level < DEPTH; level += 1) yield '</a>';
  yield CLOSE;
}

const PIECES_BEFORE_THE_END = 24;

/** The beginning of a body, up to the middle of a row. */
export function* begun(text: ApiAnswer['text']): Generator<string | Uint8Array> {
  let pieces = 0;
  for (const piece of text) {
    pieces += 1;
    if (pieces <= PIECES_BEFORE_THE_END) yield piece;
    else {
      yield piece.slice(0, Math.ceil(piece.length / 2));
      return;
    }
  }
}
