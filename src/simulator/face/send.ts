import type { ServerResponse } from 'node:http';
import { promises, Readable } from 'node:stream';
import { systemClock } from '#effects/system-clock';
import type { ApiAnswer } from '#simulator/scenario';

const PIECE = 64 * 1024;
const DRIP_MS = 5_000;
const MEGABYTE = 1024 * 1024;

export type Headers = Readonly<Record<string, string>>;

/** Writes status and headers. Every answer is chunked, none has a length, as the gateway's. */
function sendHead(response: ServerResponse, answer: ApiAnswer, now: number, headers: Headers = {}): void {
  response.sendDate = false;
  response.writeHead(answer.status, {
    // The simulated hour: a recording must not tell the real one.
    ...(response.hasHeader('Date') ? {} : { Date: new Date(now).toUTCString() }),
    'Transfer-Encoding': 'chunked',
    ...(answer.contentType === null ? {} : { 'Content-Type': answer.contentType }),
    ...headers,
  });
}

/** Sends an answer, no faster than it is read. Ends quietly when the reader goes away. */
export async function send(
  response: ServerResponse,
  answer: ApiAnswer,
  now: number,
  headers: Headers = {},
): Promise<void> {
  sendHead(response, answer, now, headers);
  try {
    await promises.pipeline(Readable.from(inPieces(answer.text)), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function* inPieces(text: ApiAnswer['text']): Generator<string | Uint8Array> {
  let waiting = '';
  for (const part of text) {
    if (typeof part !== 'string') {
      yield part;
      continue;
    }
    waiting += part;
    if (waiting.length < PIECE) continue;
    yield waiting;
    waiting = '';
  }
  if (waiting !== '') yield waiting;
}

/** Headers and the first half; the rest never comes. @param then what happens once that is out */
export function sendHalf(response: ServerResponse, answer: ApiAnswer, now: number, then: () => void): void {
  const body = textOf(answer);
  sendHead(response, answer, now);
  response.write(body.slice(0, Math.max(1, Math.floor(body.length / 2))), then);
}

/** One byte in five seconds of real time, whatever the simulated clock says: only a real deadline ends it. */
export async function sendDripping(
  response: ServerResponse,
  answer: ApiAnswer,
  now: number,
  ended: AbortSignal,
): Promise<void> {
  sendHead(response, answer, now);
  for (const letter of textOf(answer)) {
    if (response.destroyed || ended.aborted) return;
    response.write(letter);
    try {
      await systemClock.sleep(DRIP_MS, ended);
    } catch {
      // The simulator was closed meanwhile: nobody waits for the rest.
      return;
    }
  }
  response.end();
}

/** An array of texts, or a statement of one endless row after another, until so many megabytes are sent. */
export async function sendHuge(
  response: ServerResponse,
  megabytes: number,
  now: number,
  form: 'json' | 'xml' = 'json',
): Promise<void> {
  const filler = `"${'x'.repeat(PIECE - 3)}"`;
  const row = `<CashTransaction description=${filler} />\n`;
  const statement = function* (): Generator<string> {
    yield '<FlexQueryResponse queryName="huge" type="AF"><FlexStatements count="1">';
    yield '<FlexStatement accountId="U1" fromDate="20260102" toDate="20260102" period=""><CashTransactions>';
    for (let sent = 0; sent < megabytes * MEGABYTE; sent += PIECE) yield row;
    yield '</CashTransactions></FlexStatement></FlexStatements></FlexQueryResponse>';
  };
  const pieces = function* (): Generator<string> {
    yield '[';
    for (let sent = 0; sent < megabytes * MEGABYTE; sent += PIECE) yield `${filler},`;
    yield 'null]';
  };
  const xml = form === 'xml';
  const contentType = xml ? 'text/xml;charset=UTF-8' : 'application/json';
  await send(response, { status: 200, contentType, text: xml ? statement() : pieces() }, now);
}

/** The whole body of an answer as text. */
export function textOf(answer: ApiAnswer): string {
  const decoder = new TextDecoder();
  let text = '';
  for (const piece of answer.text) text += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}
