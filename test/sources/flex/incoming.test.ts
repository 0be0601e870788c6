import { describe, expect, it } from 'vitest';
import { FlexUnreadable } from '#sources/flex/errors';
import { takeIn } from '#sources/flex/incoming';
import { flexAnswer, flexStatement, streamOf } from '#test/support/flex-body';

const CAP = 1024 * 1024;

async function statementOf(...pieces: string[]) {
  const taken = await takeIn(streamOf(...pieces), CAP);
  if (taken.kind === 'response') throw new Error('no statement');
  return taken;
}

describe('a statement on its way', () => {
  it('is told by its first element, whatever blanks and notes stand before it', async () => {
    const body = `<?xml version="1.0"?>\n<!-- x -->\n${flexAnswer([flexStatement('')])}`;
    const statement = await statementOf(...body);
    const seen: Uint8Array[] = [];
    for await (const piece of statement.body) seen.push(piece);
    expect(Buffer.concat(seen).toString()).toBe(body);
    expect(await statement.finish()).toEqual({
      bytes: Buffer.byteLength(body),
      document: { kind: 'statements', queryName: 'Q', type: 'activity', statements: 1, countAttribute: 1 },
    });
  });

  it('stays broken once it broke, also for whoever goes on', async () => {
    const [head = '', tail = ''] = flexAnswer([flexStatement('|')]).split('|');
    let taken = 0;
    async function* body() {
      for (const piece of [head, '<A b="1" b="2"/>', tail]) {
        taken += 1;
        yield Buffer.from(piece);
      }
    }
    const statement = await takeIn(body(), CAP);
    if (statement.kind === 'response') throw new Error('no statement');
    const drain = async () => {
      for await (const _ of statement.body);
    };
    await expect(drain()).rejects.toBeInstanceOf(FlexUnreadable);
    await expect(drain()).rejects.toBeInstanceOf(FlexUnreadable);
    await expect(statement.finish()).rejects.toBeInstanceOf(FlexUnreadable);
    expect(statement.failure()).toMatchObject({ error: { name: 'FlexUnreadable' } });
    expect(taken).toBe(2);
  });

  it("is none where the service's own word came", async () => {
    const word = '<FlexStatementResponse><Status>Warn</Status><ErrorCode>1019</ErrorCode></FlexStatementResponse>';
    expect(await takeIn(streamOf(...word), CAP)).toEqual({ kind: 'response', status: 'Warn', errorCode: '1019' });
  });
});
