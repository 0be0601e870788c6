import { createHash } from 'node:crypto';
import { PassThrough, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { writeWorkbook } from '#render/workbook/workbook';
import { table } from '#report/block';
import type { Report } from '#report/report';
import { sampleReport } from '#test/support/sample-report';

const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

describe('a sink that fails', () => {
  it('ends the work at once with its own error, at the first write', async () => {
    const sink = new Writable({ write: (_chunk, _encoding, done) => done(full()) });
    await expect(writeWorkbook(sampleReport(), sink)).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('ends the work in the middle of a long table', async () => {
    let taken = 0;
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        taken += chunk.length;
        done(taken > 200_000 ? full() : null);
      },
    });
    await expect(writeWorkbook(sampleReport({ transactions: 30_000 }), sink)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(taken).toBeLessThan(600_000);
  });

  it('ends the work when it fails at its very end', async () => {
    const sink = new Writable({ write: (_chunk, _encoding, done) => done(), final: (done) => done(full()) });
    await expect(writeWorkbook(sampleReport({ days: 5, transactions: 5 }), sink)).rejects.toMatchObject({
      code: 'ENOSPC',
    });
  });

  it('ends the work when it closes without a word, and was closed before', async () => {
    const closing = new PassThrough();
    const work = writeWorkbook(sampleReport({ transactions: 30_000 }), closing);
    closing.destroy();
    await expect(work).rejects.toMatchObject({ name: 'WorkbookSinkClosed' });
    await expect(writeWorkbook(sampleReport(), closing)).rejects.toThrow();
  });
});

describe('a report that fails', () => {
  it('destroys the sink with the same error, so that half a workbook is never taken for one', async () => {
    const sink = new PassThrough();
    sink.resume();
    const report = sampleReport();
    const broken: Report = {
      ...report,
      sections: [
        ...report.sections,
        {
          id: 'broken',
          blocks: [
            table({
              id: 'broken',
              title: 'Broken',
              shownIn: ['workbook'],
              columns: [{ key: 'x', title: 'X', kind: 'money' }],
              rows: [{ x: Number.NaN }],
            }),
          ],
        },
      ],
    };
    await expect(writeWorkbook(broken, sink)).rejects.toMatchObject({ name: 'WorkbookValueRefused' });
    expect(sink.errored).toMatchObject({ name: 'WorkbookValueRefused' });
    expect(sink.writableFinished).toBe(false);
  });
});

describe('a slow sink', () => {
  it('is waited for: rows are not written ahead of it', async () => {
    const total = 40_000;
    let written = 0;
    // Hashes do not pack: what lies in the buffers on the way is few rows. The tone of a row is asked for when the row is
    // written, and not before.
    const rows = Array.from({ length: total }, (_, index) => ({
      x: index,
      text: createHash('sha256').update(String(index)).digest('base64'),
      get $tone() {
        written += 1;
        return undefined;
      },
    }));
    const block = table({
      id: 't',
      title: 'T',
      shownIn: ['workbook'],
      columns: [
        { key: 'x', title: 'X', kind: 'money' },
        { key: 'text', title: 'Text', kind: 'text' },
      ],
      rows: rows as never,
    });
    let release: (() => void) | undefined;
    let held = true;
    const sink = new Writable({
      highWaterMark: 1024,
      write(_chunk, _encoding, done) {
        if (held) release = done;
        else done();
      },
    });
    const work = writeWorkbook({ ...sampleReport(), sections: [{ id: 's', blocks: [block] }] }, sink);
    for (let before = -1, still = 0; written === 0 || still < 500; still = written === before ? still + 1 : 0) {
      before = written;
      await setImmediate();
    }
    expect(written).toBeLessThan(total / 2);
    held = false;
    release?.();
    await work;
    expect(written).toBe(total);
  });
});
