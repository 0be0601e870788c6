import { renderMail } from '#render/mail';
import { renderPage } from '#render/page';
import { discreetReport } from '#report/discreet';
import { type Scene, scenes } from './scenes.ts';

/** A file as its reader gets it. */
export interface RealDocument {
  readonly name: string;
  readonly kind: 'page' | 'index' | 'mail';
  readonly html: string;
}

/** With benchmark and both sources; empty; several accounts; a source missing; statements alone; 5,000 positions. */
const SCENES = ['both', 'empty', 'advisor', 'no-returns', 'flex', 'five-thousand'] as const;

/** The kinds of files that each scene gives, and the discreet form of the demo. */
export const REAL_DOCUMENTS = [...SCENES, 'discreet'].flatMap((name) => [
  `${name} page`,
  ...(name === 'discreet' ? [] : [`${name} index`]),
  `${name} mail`,
]);

/** Plays the scenes and gives every file of {@link REAL_DOCUMENTS}. */
export async function* realDocuments(): AsyncGenerator<RealDocument> {
  for await (const scene of scenes(SCENES)) {
    yield* documentsOf(scene);
    if (scene.name !== 'both') continue;
    yield* documentsOf({ name: 'discreet', reports: scene.reports.map(discreetReport) });
  }
}

/** Page of the first account, the mail of all, and the archive's page. */
export function* documentsOf({ name, reports, mail, index }: Scene): Generator<RealDocument> {
  const [first] = reports;
  const attachments = [
    { name: 'workbook.xlsx', title: 'Workbook', bytes: 171_000 },
    { name: 'page.html', title: 'Full report', bytes: 178_000 },
  ];
  const rest = { sentAt: '2026-11-21T14:30:00Z', timeZone: 'America/New_York', archivePlace: '2026/11/20' };
  const message = renderMail({ reports, failures: [], attachments, ...rest, ...mail });
  if (first) yield { name: `${name} page`, kind: 'page', html: renderPage(first) };
  yield { name: `${name} mail`, kind: 'mail', html: message.html };
  if (index !== undefined) yield { name: `${name} index`, kind: 'index', html: index };
}
