import { createHash } from 'node:crypto';
import type { Archive } from '#archive/archive';
import type { CalendarDate } from '#domain/calendar-date';
import type { Progress } from '#effects/progress';
import type { Verdict } from './verdict.ts';

const NAME = /^snapshots\/[0-9a-f]{12}\/(\d{4}\/\d{2}\/\d{2})\/(?:close|final|flex)-\d+\.([0-9a-f]{64})\.json$/;
/** A line of progress for so many objects. */
const STEP = 100;

/** Reads every Snapshot and compares its content with the checksum in its name. */
export async function verifySnapshots(
  archive: Archive,
  date: CalendarDate | undefined,
  progress: Progress,
): Promise<Verdict> {
  const problems: Verdict['problems'][number][] = [];
  const keys = (await archive.list('snapshots/')).filter((key) => {
    const day = NAME.exec(key)?.[1];
    return date === undefined || day === undefined || day === date.replaceAll('-', '/');
  });
  let checked = 0;
  for (const key of keys) {
    const expected = NAME.exec(key)?.[2];
    if (!expected) {
      problems.push({ key, text: 'is no Snapshot by its name', todo: 'Move it out of the archive.' });
      continue;
    }
    if (checked > 0 && checked % STEP === 0) progress(`Snapshots: ${checked} of ${keys.length}`);
    const body = await archive.get(key);
    checked += 1;
    if (body && createHash('sha256').update(body).digest('hex') === expected) continue;
    problems.push({
      key,
      text: body ? 'is damaged: its content has another checksum than its name' : "is listed but can't be read",
      todo: 'Restore an earlier version of the object, or move it away and repeat the run: the raw answers are kept beside it.',
    });
  }
  return { checked, problems, notes: [] };
}
