import { expect, it } from 'vitest';
import { pacingKey } from '#archive/keys';
import { pacingIn } from '#pipeline/archive-pacing';
import { reserve } from '#sources/gateway/pacing-ledger';
import { memoryArchive } from '#test/support/memory-archive';

const ORIGIN = 'https://gateway';
const now = new Date('2026-11-21T10:45:00Z');

it('lets one of many processes that ask at the same moment call, and tells the others when', async () => {
  const archive = memoryArchive();
  const free = await Promise.all(
    Array.from({ length: 6 }, async () => {
      let found = false;
      await pacingIn(archive, ORIGIN).change((before) => {
        const result = reserve(before, { endpoint: 'all-periods', closesMs: 900_000, now });
        found = result.free;
        return result.after;
      });
      return found;
    }),
  );
  expect(free.filter(Boolean)).toHaveLength(1);
});

it('loses no call of processes that note different ones at the same moment', async () => {
  const archive = memoryArchive();
  const names = ['accounts', 'all-periods', 'performance', 'transactions'];
  await Promise.all(
    names.map((endpoint) =>
      pacingIn(archive, ORIGIN).change((before) => reserve(before, { endpoint, closesMs: 900_000, now }).after),
    ),
  );
  expect(Object.keys((archive.json(pacingKey(ORIGIN)) as { calls: object }).calls).sort()).toEqual(names);
});

it('writes nothing for a call that closes nothing', async () => {
  const archive = memoryArchive();
  await pacingIn(archive, ORIGIN).change((before) => reserve(before, { endpoint: 'summary', now }).after);
  expect(archive.writes).toBe(0);
});

it('says how long to wait before a damaged record may be deleted', async () => {
  const archive = memoryArchive();
  await archive.put(pacingKey(ORIGIN), 'half a rec');
  const change = pacingIn(archive, ORIGIN).change((before) => before);
  await expect(change).rejects.toMatchObject({
    name: 'ArchiveCorrupted',
    nextStep: expect.stringContaining('Wait 15 minutes'),
  });
});
