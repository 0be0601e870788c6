import type { Archive } from '#archive/archive';
import { discreetFolder } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import { ownFile } from '#pipeline/own-files';
import { readPublished } from '#pipeline/publish';

/** Far more than any page or workbook has: by hand no mail has to carry them. */
const MOST_BYTES = 1_000_000_000;

export interface DiscreetFiles {
  readonly page: string;
  readonly workbook: string;
}

/**
 * Writes page and workbook of one published revision without any amount, beside the reports and not in their folder: an
 * archive's own files stay what they are. The same revision gives the same files.
 *
 * @throws ArchiveCorrupted when the revision can't be read
 */
export async function writeDiscreetFiles(
  archive: Archive,
  date: CalendarDate,
  account: string,
  revision: number,
): Promise<DiscreetFiles> {
  const { report } = await readPublished(archive, date, account, revision);
  const folder = discreetFolder(date, account, revision);
  const places: string[] = [];
  for (const [kind, name] of [
    ['page', 'page.html'],
    ['workbook', 'workbook.xlsx'],
  ] as const) {
    const body = await ownFile(kind, report, { attach: true, discreet: true }, MOST_BYTES);
    if (!body) throw new RangeError(`The discreet ${kind} of ${date} is larger than any file should be.`);
    await archive.putIfAbsent(`${folder}${name}`, body);
    places.push(archive.locate(`${folder}${name}`));
  }
  const [page = '', workbook = ''] = places;
  return { page, workbook };
}
