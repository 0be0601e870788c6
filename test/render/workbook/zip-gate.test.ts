import { PassThrough, type Transform } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Zip, ZipGate } from '#render/workbook/zip-gate';

/** What the zip gets of a sheet that comes in these pieces. */
async function passed(pieces: readonly string[]): Promise<readonly string[]> {
  let sheet: Transform | undefined;
  const zip: Zip = {
    append(source) {
      if (typeof source !== 'string') sheet = source;
    },
  };
  const gate = new ZipGate(zip, new Date(0));
  const source = new PassThrough();
  zip.append(source, { name: 'xl/worksheets/sheet1.xml', date: new Date(0) });
  gate.attach({ tail: '<drawing/>', relations: [] });
  for (const piece of pieces) source.write(piece);
  source.end();
  const chunks: string[] = [];
  for await (const chunk of sheet ?? []) chunks.push(String(chunk));
  return chunks;
}

it('passes a sheet on whole, with its extras before the closing tag, in whatever pieces it came', async () => {
  const text = fc.string({ unit: fc.constantFrom('<', '/', 'w', '>'), maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(text), fc.nat({ max: 11 }), async (rows, cut) => {
      const end = '</worksheet>';
      const chunks = await passed([...rows, end.slice(0, cut), end.slice(cut)]);
      expect(chunks.join('')).toBe(`${rows.join('')}<drawing/>${end}`);
    }),
    { numRuns: 50 },
  );
});

it('gathers rows into large pieces', async () => {
  const rows = Array.from({ length: 1_000 }, () => 'r'.repeat(1_000));
  const chunks = await passed([...rows, '</worksheet>']);
  expect(chunks.join('')).toHaveLength(1_000_000 + '<drawing/></worksheet>'.length);
  expect(chunks.length).toBeLessThan(20);
});
