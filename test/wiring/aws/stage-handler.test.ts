import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArchiveFull } from '#archive/errors';
import { discreet } from '#wiring/aws/discreet';
import { aboutRun, beginForm, collectForm, collectOrFillForm, endForm, notifyForm } from '#wiring/aws/forms';
import { type Log, logLine } from '#wiring/aws/log';
import { stageHandler } from '#wiring/aws/stage-handler';

const RUN = { kind: 'final', marketDate: '2026-11-20' };
const EVENT = { run: RUN, execution: 'morning', until: '2026-11-21T17:00:00Z' };

function loud(run: () => Promise<string>) {
  const lines: string[] = [];
  const log: Log = (...line) => lines.push(logLine(...line));
  const handler = stageHandler({ name: 'collect', form: collectForm, run, about: aboutRun, state: (s) => s }, log);
  return { handler: (event: unknown) => handler(event, { getRemainingTimeInMillis: () => 900_000 }), lines };
}

describe('a handler', () => {
  it('runs its stage on a good event and tells run, execution and state in one line', async () => {
    const { handler, lines } = loud(async () => 'complete');
    expect(await handler(EVENT)).toBe('complete');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        level: 'INFO',
        message: 'ended',
        stage: 'collect',
        execution: 'morning',
        run: 'final 2026-11-20',
        state: 'complete',
      },
    ]);
  });

  it('refuses an event of another shape, names the fields and not their values', async () => {
    const { handler } = loud(() => Promise.reject(new Error('never called')));
    const refused = handler({ run: { kind: 'noon', marketDate: 'U7654321' }, execution: '' });
    await expect(refused).rejects.toMatchObject({
      name: 'EventRefused',
      message: expect.stringMatching(/run\.kind.*run\.marketDate.*execution.*until should be string/) as string,
    });
    await expect(refused).rejects.not.toThrow(/U7654321|noon/);
  });

  it('takes both events of collect, and tells them apart by what they hold', () => {
    expect(collectOrFillForm.parse(EVENT)).toEqual(EVENT);
    const fill = { execution: 'morning', fillUntil: '2026-11-21T17:00:00Z' };
    expect(collectOrFillForm.parse(fill)).toEqual(fill);
    for (const other of [{ execution: 'morning' }, { ...fill, fillUntil: 'noon' }, { ...fill, until: 'noon' }]) {
      expect(collectOrFillForm.safeParse(other).success).toBe(false);
    }
  });

  it('throws on with the class of the error, so that the machine can go by it, and nothing private in it', async () => {
    const { handler, lines } = loud(() =>
      Promise.reject(new ArchiveFull('No space for U7654321 of ann@example.com', 'Ask bob@example.com')),
    );
    const error = await handler(EVENT).catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ name: 'ArchiveFull', message: 'No space for <account> of <address>' });
    expect(`${(error as Error).stack}${lines.join('')}`).not.toMatch(/7654321|example\.com/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'ERROR',
      error: { name: 'ArchiveFull', nextStep: 'Ask <address>' },
    });
  });
});

describe('what may leave a function', () => {
  it('holds no account number and no address, wherever they stand', () => {
    const around = fc.constantFrom('', ' ', '"', '(', ': ', '/', '\n', ',');
    const number = fc.tuple(fc.constantFrom('U', 'DU', 'F', 'I', 'DF'), fc.integer({ min: 100_000, max: 99_999_999 }));
    fc.assert(
      fc.property(around, number, around, (before, [letters, digits], after) => {
        const id = `${letters}${digits}`;
        expect(discreet(`of${before || ' '}${id}${after}`)).not.toContain(id);
        expect(discreet(`to <${id.toLowerCase()}@example.co.uk>${after}`)).not.toContain('example');
      }),
    );
  });

  it('keeps keys, masked numbers, days and places in the archive', () => {
    const kept = 'snapshots/0a1b2c3d4e5f/2026/11/20/final-1.json of U…4567 in s3://daybook-1, i-0123456789abcdef0';
    expect(discreet(kept)).toBe(kept);
  });
});

describe('the events', () => {
  it('of a start are the five that the stack and the owner give', () => {
    const starts = [
      { start: 'schedule', kind: 'close' },
      { start: 'login' },
      { start: 'person', kind: 'final' },
      { start: 'person', kind: 'final', marketDate: '2026-11-20' },
      { start: 'owner-hour' },
      { start: 'deadline' },
    ];
    for (const event of starts) expect(beginForm.safeParse({ event, execution: 'x' }).data?.event).toEqual(event);
    for (const event of [{ start: 'schedule' }, { start: 'person', kind: 'final', marketDate: '2026-02-30' }, {}]) {
      expect(beginForm.safeParse({ event, execution: 'x' }).success).toBe(false);
    }
  });

  it('name accounts and recipients by key alone', () => {
    const notify = { run: RUN, execution: 'x', recipient: '0a1b2c3d4e5f', published: [] };
    expect(notifyForm.safeParse(notify).success).toBe(true);
    expect(notifyForm.safeParse({ ...notify, recipient: 'ann@example.com' }).success).toBe(false);
    const corrected = [{ account: '0a1b2c3d4e5f', revision: 1, corrected: ['2026-11-20'] }];
    expect(notifyForm.safeParse({ ...notify, published: corrected }).data?.published).toEqual(corrected);
    const published = [{ account: 'U7654321', revision: 1 }];
    expect(notifyForm.safeParse({ ...notify, published }).success).toBe(false);
  });

  it('of the end take whatever the machine has gathered so far', () => {
    const end = { run: RUN, execution: 'x', until: EVENT.until, recipients: [] };
    for (const more of [{}, { error: { Error: 'States.Timeout', Cause: '' } }, { published: [], notified: [] }]) {
      expect(endForm.safeParse({ ...end, ...more }).success).toBe(true);
    }
  });
});
