import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlexDocument, FlexFields, FlexRow } from '#sources/flex/document';
import { FlexCutOff, FlexUnreadable } from '#sources/flex/errors';
import { openFlexReader } from '#sources/flex/reader';

interface Read {
  readonly document: FlexDocument;
  readonly statements: readonly FlexFields[];
  readonly rows: readonly FlexRow[];
}

function read(body: string | Uint8Array, piece = 1 << 20, bytes?: number): Read {
  const statements: FlexFields[] = [];
  const rows: FlexRow[] = [];
  const reader = openFlexReader(
    { statement: (fields) => statements.push(fields), row: (row) => rows.push(row) },
    bytes === undefined ? {} : { bytes },
  );
  const whole = Buffer.from(body);
  for (let at = 0; at < whole.length; at += piece) reader.write(whole.subarray(at, at + piece));
  return { document: reader.end(), statements, rows };
}

const wrapped = (inside: string, count = 1) =>
  `<FlexQueryResponse queryName="Q" type="AF"><FlexStatements count="${count}">` +
  `<FlexStatement accountId="U1" fromDate="20260401" toDate="20260402">${inside}</FlexStatement>` +
  '</FlexStatements></FlexQueryResponse>';

describe('the reader of Flex answers', () => {
  it('tells rows with their section, also rows in no section and rows inside rows', () => {
    const { document, statements, rows } = read(
      wrapped('<ChangeInNAV twr="1"/><Trades/><Trades><Trade q="J&amp;J"><Lot q="&#49;"/></Trade></Trades>', 7),
    );
    expect(document).toEqual({
      kind: 'statements',
      queryName: 'Q',
      type: 'activity',
      statements: 1,
      countAttribute: 7,
    });
    expect(statements).toMatchObject([{ accountId: 'U1', fromDate: '20260401' }]);
    expect(rows).toMatchObject([
      { section: 'ChangeInNAV', name: 'ChangeInNAV', fields: { twr: '1' } },
      { section: 'Trades', name: 'Trade', fields: { q: 'J&J' } },
      { section: 'Trades', name: 'Lot', fields: { q: '1' } },
    ]);
  });

  it("reads the service's own word, whatever the quotes", () => {
    const said = (inside: string) =>
      read(`<FlexStatementResponse timestamp='21 June, 2023 12:44 AM EDT'>${inside}</FlexStatementResponse>`).document;
    expect(said('<Status>Warn</Status><ErrorCode>1019</ErrorCode><ErrorMessage>Later &amp; so</ErrorMessage>')).toEqual(
      {
        kind: 'response',
        status: 'Warn',
        errorCode: '1019',
        message: 'Later & so',
      },
    );
    expect(said('<Status>Success</Status><ReferenceCode> 12 </ReferenceCode><url>https://x/y</url>')).toEqual({
      kind: 'response',
      status: 'Success',
      referenceCode: '12',
      url: 'https://x/y',
    });
    expect(() => said('<ErrorCode>1019</ErrorCode>')).toThrow(FlexUnreadable);
  });

  it('reads the same however the bytes are cut into pieces, and text of any script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (text, piece) => {
        const clean = [...text].filter((sign) => sign >= ' ' && sign !== '\uFFFE' && sign !== '\uFFFF').join('');
        const escaped = clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
        const { rows } = read(wrapped(`<A><B d="${escaped}" __proto__="p" constructor="c"/></A>`), piece);
        expect(rows[0]?.fields.d).toBe(clean);
        expect(Object.entries(rows[0]?.fields ?? {})).toContainEqual(['__proto__', 'p']);
      }),
    );
  });

  it('never takes a part for the whole', () => {
    const body = `${wrapped('<Trades><Trade a="ü"/></Trades>')}`;
    const bytes = Buffer.from(body);
    for (let length = 1; length < bytes.length; length += 1) {
      expect(() => read(bytes.subarray(0, length)), String(length)).toThrow(FlexCutOff);
    }
    expect(read(`${body}\n`).rows).toHaveLength(1);
  });
});

describe('hostile or foreign bodies', () => {
  const bomb = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${wrapped('<A><B c="&b;"/></A>')}`;
  const external = `<!DOCTYPE a SYSTEM "file:///etc/hostname">${wrapped('')}`;
  it.each([
    ['an entity bomb', bomb, 'document type'],
    ['an external document type', external, 'document type'],
    ['an entity that nobody declared', wrapped('<A><B c="&b;"/></A>'), 'well-formed'],
    ['deep nesting', wrapped('<a>'.repeat(10_000)), 'nested deeper'],
    ['a tag without an end', wrapped(`<A><B c="${'x'.repeat(3 << 20)}"/></A>`), 'does not end'],
    ['a comment without an end', `<!--${'x'.repeat(3 << 20)}`, 'does not end'],
    ['another encoding by its own word', `<?xml version="1.0" encoding="ISO-8859-1"?>${wrapped('')}`, 'encoding'],
    ['another encoding in fact', Buffer.from(wrapped('<A b="\u00fc"/>'), 'latin1'), 'encoding'],
    ['UTF-16', Buffer.from(`\ufeff${wrapped('')}`, 'utf16le'), 'encoding'],
    ['a page', '<html><body>Log in</body></html>', 'its root is <html>'],
    ['a page of today', '<!DOCTYPE html><html><body>Log in</body></html>', 'is a web page'],
    ['JSON', '{"error":"x"}', 'is no XML'],
    ['a statement in CSV', '\ufeff"ClientAccountID","CurrencyPrimary"\n"U1","USD"\n', 'is no XML'],
    ['a packed statement', gzipSync(wrapped('')), 'unpack it'],
    ['a zip file', Buffer.from('PK\u0003\u0004rest'), 'unpack it'],
    ['UTF-16 without a mark', Buffer.from(wrapped('<A b="\u00fc"/>'), 'utf16le'), 'encoding'],
    ['UTF-16 of the other end', Buffer.from(`\ufeff${wrapped('')}`, 'utf16le').swap16(), 'encoding'],
    ['a parameter entity', `<!DOCTYPE a [<!ENTITY % x SYSTEM "http://x.example/">%x;]>${wrapped('')}`, 'document type'],
    ['a processing instruction without an end', `<?x ${'y'.repeat(3 << 20)}`, 'does not end'],
    [
      'a word of the service in a word',
      '<FlexQueryResponse><FlexStatementResponse/></FlexQueryResponse>',
      'must stand',
    ],
    ['nothing', '', 'empty'],
    ['an attribute twice', wrapped('<A b="1" b="2"/>'), 'well-formed'],
    ['two roots', wrapped('') + wrapped(''), 'well-formed'],
    ['another order of elements', '<FlexQueryResponse><FlexStatement/></FlexQueryResponse>', '<FlexStatements>'],
  ])('gives one clear error for %s', (_, body, says) => {
    const failure = (() => {
      try {
        return read(body);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(FlexUnreadable);
    expect((failure as Error).message).toContain(says);
  });

  it('takes a mark of UTF-8 for what it is', () => {
    expect(read(`\ufeff<?xml version="1.0" encoding="UTF-8"?>${wrapped('<A><B c="ü"/></A>')}`).rows).toMatchObject([
      { fields: { c: 'ü' } },
    ]);
  });

  it('stops at the size limit', () => {
    const body = wrapped('<Trades><Trade a="1"/></Trades>');
    expect(() => read(body, 10, body.length - 1)).toThrow('larger than');
    expect(read(body, 10, body.length).rows).toHaveLength(1);
  });
});
