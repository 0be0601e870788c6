import type { Archive } from '#archive/archive';
import type { Attachment } from '#delivery/mailout';
import type { Clock } from '#effects/clock';
import type { MailInput } from '#render/mail-input';
import { type MailChoice, takesArchived } from './mail-choice.ts';
import { ownFile } from './own-files.ts';
import { type Published, readPublished } from './publish.ts';
import { readAhead } from './read-ahead.ts';

/** Whole message: SES (v1) takes 10 MB and encoding adds a third, so attachments stop well before. */
const ATTACHMENT_LIMIT = 5_000_000;
/** Files are made for a person of so many accounts at most: of more, the function's time would not be enough. */
const MOST_OWN = 25;
/**
 * No further file is begun after this. A workbook of 100,000 bookings takes 13 seconds of a whole processor, about twice as
 * long in the function, which has three minutes: the mail must go out, with files or without.
 */
const MAKING_MS = 60_000;

export interface MailFiles {
  readonly attached: readonly { readonly attachment: Attachment; readonly title: string }[];
  readonly leftOut: NonNullable<MailInput['leftOut']>;
}

interface Wanted {
  readonly kind: 'page' | 'workbook';
  readonly published: Published;
  readonly key: string;
  readonly name: string;
  readonly title: string;
  readonly contentType: string;
}

/**
 * Page and workbook of each account, as long as they fit; what doesn't is left out, and the mail says why. A person with a
 * setting of their own gets files made with it; where one can't be made there is none, and never the archive's in its place.
 */
export async function mailFiles(
  reports: readonly Published[],
  choice: MailChoice,
  archive: Archive,
  clock: Clock,
): Promise<MailFiles> {
  const attached: { attachment: Attachment; title: string }[] = [];
  const leftOut: MailFiles['leftOut'][number][] = [];
  let bytes = 0;
  const until = clock.now().getTime() + MAKING_MS;
  const wanted = wantedOf(reports);
  const read = readAhead(wanted, async (file) => {
    const archived = takesArchived(file.kind, file.published.report, choice);
    return { file, archived, body: archived ? await archive.get(file.key) : undefined };
  });
  for await (const { file, archived, body: stored } of read) {
    const room = ATTACHMENT_LIMIT - bytes;
    const late = !archived && clock.now().getTime() > until;
    const body = archived ? stored : late ? undefined : await madeFor(file, choice, reports.length, room, archive);
    const { name, title, contentType, key } = file;
    if (body && body.byteLength <= room) {
      bytes += body.byteLength;
      attached.push({ attachment: { name, contentType, body }, title });
    } else if (archived) {
      leftOut.push({ name, title, place: key, ...(body ? { bytes: body.byteLength } : {}) });
    } else {
      leftOut.push({ name, title, why: reports.length > MOST_OWN ? TOO_MANY : late ? TOO_LATE : TOO_LARGE });
    }
  }
  return { attached, leftOut };
}

const TOO_LARGE = 'too large to attach; it is made for you alone and kept nowhere';
const TOO_LATE = 'made for you alone, and the others took all the time there is';
const TOO_MANY = `made for you alone, and so for ${MOST_OWN} accounts at most`;

async function madeFor(
  { kind, published }: Wanted,
  choice: MailChoice,
  accounts: number,
  room: number,
  archive: Archive,
): Promise<Uint8Array | undefined> {
  if (accounts > MOST_OWN || room <= 0) return undefined;
  const { marketDate, revision } = published.report;
  const { report } = await readPublished(archive, marketDate, published.account, revision);
  return ownFile(kind, report, choice, room);
}

function wantedOf(reports: readonly Published[]): readonly Wanted[] {
  const several = reports.length > 1;
  return reports.flatMap((published): Wanted[] => {
    const { report, files } = published;
    const name = `daybook-${report.marketDate}${several ? `-${report.account.key.slice(0, 6)}` : ''}`;
    const of = several ? `, ${report.account.label}` : '';
    return [
      {
        kind: 'workbook',
        published,
        key: files.workbook,
        name: `${name}.xlsx`,
        title: `Workbook${of}`,
        contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      },
      {
        kind: 'page',
        published,
        key: files.page,
        name: `${name}.html`,
        title: `Full report${of}`,
        contentType: 'text/html; charset=utf-8',
      },
    ];
  });
}
