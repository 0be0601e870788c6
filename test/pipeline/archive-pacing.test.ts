import { expect, it } from 'vitest';
import { pacingIn } from '#pipeline/archive-pacing';
import { memoryArchive } from '#test/support/memory-archive';

it('loses no call of two processes that note theirs at the same moment', async () => {
  const archive = memoryArchive();
  const names = ['accounts', 'all-periods', 'performance', 'transactions', 'penalty'];
  const until = new Date('2026-11-21T11:00:00Z');
  await Promise.all(names.map((name) => pacingIn(archive, 'https://gateway').record(name, until)));
  for (const name of names) expect(await pacingIn(archive, 'https://gateway').notBefore(name)).toEqual(until);
});
