import { expect, it } from 'vitest';
import { accountKey, reportFolder } from '#archive/keys';
import { VirtualClock } from '#effects/virtual-clock';
import { memoryArchive } from '#test/support/memory-archive';
import { FINAL, publishedDay } from './published-day.ts';

const FOLDER = reportFolder(FINAL.marketDate, accountKey('U1'), 1);

it.each(['page.html', 'workbook.xlsx'])(
  'F48: a %s of other bytes in its place stops the report, and is named',
  async (name) => {
    const archive = memoryArchive();
    const clock = new VirtualClock(new Date('2026-11-21T10:45:00Z'));
    const accounts = [{ id: 'U1' }];
    const [whole] = await publishedDay(archive, clock, { accounts });
    expect(whole).toMatchObject({ revision: 1 });

    // As after an end before the report's last write: made again, the same files are taken for what they are.
    archive.objects.delete(`${FOLDER}report.json`);
    expect(await publishedDay(archive, clock, { accounts })).toEqual([whole]);

    archive.objects.delete(`${FOLDER}report.json`);
    archive.objects.set(`${FOLDER}${name}`, Buffer.from('other bytes'));
    await expect(publishedDay(archive, clock, { accounts })).rejects.toMatchObject({
      name: 'ArchiveCorrupted',
      message: expect.stringContaining(`${FOLDER}${name}`),
    });
    expect(archive.objects.has(`${FOLDER}report.json`)).toBe(false);
    expect(archive.objects.get(`${FOLDER}${name}`)?.toString()).toBe('other bytes');
  },
);
