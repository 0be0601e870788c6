import type { Archive } from '#archive/archive';
import type { CalendarDate } from '#domain/calendar-date';
import type { Verdict } from './verdict.ts';

const NAME = /^receipts\/(\d{4}\/\d{2}\/\d{2})\/([0-9a-f]{12}-[0-9a-f]{8})\.([a-z0-9-]+)\.json$/;

/**
 * Looks whether the receipts of each mail tell one story: a mail that was accepted was also taken, and one that was
 * taken was accepted or refused. A mail with neither may have arrived, and stays so.
 */
export async function verifyReceipts(archive: Archive, date: CalendarDate | undefined): Promise<Verdict> {
  const problems: Verdict['problems'][number][] = [];
  const notes: Verdict['notes'][number][] = [];
  const mails = new Map<string, { folder: string; notes: Set<string> }>();
  for (const key of await archive.list(date ? `receipts/${date.replaceAll('-', '/')}/` : 'receipts/')) {
    const match = NAME.exec(key);
    if (!match) {
      problems.push({ key, text: 'is no receipt by its name', todo: 'Move it out of the archive.' });
      continue;
    }
    const [, day = '', mail = '', note = ''] = match;
    const known = mails.get(`${day}/${mail}`) ?? { folder: `receipts/${day}/${mail}`, notes: new Set() };
    known.notes.add(note);
    mails.set(`${day}/${mail}`, known);
    if (!isJson(await archive.get(key))) {
      problems.push({ key, text: "can't be read", todo: 'Restore an earlier version of the object.' });
    }
  }
  for (const { folder, notes: told } of mails.values()) {
    if (!told.has('before')) {
      problems.push({
        key: `${folder}.before.json`,
        text: 'is missing, and other receipts of the same mail are there',
        todo: 'Restore it: without it the mail could be sent again.',
      });
    } else if (!told.has('after') && triesOf(told, 'before') > triesOf(told, 'refused')) {
      notes.push({ key: `${folder}.after.json`, text: 'is missing: the mail may have arrived, and is not sent again' });
    }
  }
  return { checked: mails.size, problems, notes };
}

const triesOf = (told: ReadonlySet<string>, when: string): number =>
  [...told].filter((note) => note === when || new RegExp(`^${when}-\\d+$`).test(note)).length;

function isJson(body: Uint8Array | undefined): boolean {
  if (!body) return false;
  try {
    return typeof JSON.parse(Buffer.from(body).toString('utf8')) === 'object';
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
