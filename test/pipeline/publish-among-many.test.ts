import { expect, test } from 'vitest';
import { accountKey, reportFolder } from '#archive/keys';
import { VirtualClock } from '#effects/virtual-clock';
import { publish } from '#pipeline/publish';
import { memoryArchive } from '#test/support/memory-archive';
import { calendar, FINAL, publishedDay } from './published-day.ts';

test('publishing an account looks at none of the reports of a thousand others', async () => {
  const memory = memoryArchive();
  const accounts = [{ id: 'U1000001' }];
  await publishedDay(memory, new VirtualClock(new Date('2026-11-21T10:45:00Z')), { accounts });
  const account = accountKey('U1000001');
  for (let other = 0; other < 1_000; other += 1) {
    await memory.put(`${reportFolder(FINAL.marketDate, accountKey(`U${other}`), 1)}report.json`, '{}');
  }
  const seen: string[] = [];
  const list = async (prefix: string): Promise<readonly string[]> => {
    const keys = await memory.list(prefix);
    seen.push(...keys);
    return keys;
  };
  const ports = { archive: { ...memory, list }, calendar, progress: () => undefined };
  const request = { run: FINAL, account, timeZone: 'Europe/Zurich', verify: false };
  const published = await publish(request, { ...ports, version: '0.2.0' });
  expect(published).toMatchObject({ status: 'new', report: { revision: 2 } });
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((key) => !key.includes(account))).toEqual([]);
});
