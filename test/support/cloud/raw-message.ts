/** A raw message as a mail program reads it. */
export interface ReadMessage {
  /** Names in lower case, folded lines joined, encoded words decoded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly { readonly name: string; readonly contentType: string; readonly body: Buffer }[];
}

interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: Buffer;
  readonly parts: readonly Part[];
}

/** Reads a message (RFC 5322, MIME) of the kinds that Daybook makes. Throws when a header line or boundary is broken. */
export function readRawMessage(raw: Buffer): ReadMessage {
  const top = readPart(raw.toString('latin1'));
  const leaves = leavesOf(top);
  const attachments = leaves.filter((part) => /^attachment/i.test(part.headers['content-disposition'] ?? ''));
  const inline = leaves.filter((part) => !attachments.includes(part));
  const bodyOf = (type: string): string | undefined =>
    inline.find((part) => part.contentType === type)?.body.toString('utf8');
  const text = bodyOf('text/plain');
  const html = bodyOf('text/html');
  return {
    headers: top.headers,
    from: top.headers.from ?? '',
    to: top.headers.to ?? '',
    subject: top.headers.subject ?? '',
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    attachments: attachments.map((part) => ({
      name: parameter(part.headers['content-disposition'] ?? '', 'filename') ?? '',
      contentType: part.contentType,
      body: part.body,
    })),
  };
}

const leavesOf = (part: Part): readonly Part[] => (part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf));

function readPart(source: string): Part {
  const end = source.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('A part of the message has no end of its header.');
  const headers = readHeaders(source.slice(0, end));
  const type = headers['content-type'] ?? 'text/plain';
  const contentType = (type.split(';')[0] ?? '').trim().toLowerCase();
  const content = source.slice(end + 4);
  const boundary = parameter(type, 'boundary');
  if (!contentType.startsWith('multipart/')) {
    const body = decoded(content, headers['content-transfer-encoding'] ?? '7bit');
    return { headers, contentType, body, parts: [] };
  }
  if (boundary === undefined || !content.includes(`--${boundary}--`)) {
    throw new Error(`The boundary of ${contentType} is missing or never ends.`);
  }
  const parts = `\r\n${content}`.split(`\r\n--${boundary}`).slice(1, -1);
  return {
    headers,
    contentType,
    body: Buffer.alloc(0),
    parts: parts.map((part) => readPart(part.replace(/^\r\n/, ''))),
  };
}

function readHeaders(source: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of source.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const match = /^([\x21-\x39\x3b-\x7e]+):[ \t]*(.*)$/.exec(line);
    if (!match) throw new Error(`"${line}" is no header line.`);
    headers[(match[1] ?? '').toLowerCase()] = decodedWords(match[2] ?? '');
  }
  return headers;
}

/** Encoded words (RFC 2047), the space between two of them dropped. */
function decodedWords(value: string): string {
  return value
    .replaceAll(/(=\?[^?]+\?[QBqb]\?[^?]*\?=)[ \t]+(?==\?)/g, '$1')
    .replaceAll(/(?:=\?utf-8\?[QBqb]\?[^?]*\?=)+/gi, (words) =>
      Buffer.concat(
        [...words.matchAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi)].map(([, how = '', text = '']) =>
          how.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : quotedPrintable(text.replaceAll('_', ' ')),
        ),
      ).toString('utf8'),
    );
}

function decoded(content: string, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(content, 'base64');
    case 'quoted-printable':
      return quotedPrintable(content.replaceAll(/=\r\n/g, ''));
    default:
      return Buffer.from(content, 'latin1');
  }
}

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

function parameter(value: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(value);
  return match?.[1] ?? match?.[2];
}
