import type { Archive } from '#archive/archive';
import { INDEX_FOLDER, INDEX_KEY, reportFolder } from '#archive/keys';
import { newestWhole, reportRevisions } from './archive-days.ts';
import type { Verdict } from './verdict.ts';

const MAKE = 'Have the pages made again: npx daybook archive index';
const LINK = /<a href="([^"]*)"/g;

/** Whether each link of the archive's pages leads to something that is there, and each newest report has its link. */
export async function verifyIndex(archive: Archive): Promise<Verdict> {
  const problems: Verdict['problems'][number][] = [];
  const notes: Verdict['notes'][number][] = [];
  const revisions = await reportRevisions(archive);
  const pages = await archive.list(INDEX_FOLDER);
  const there = new Set([INDEX_KEY, ...pages]);
  for (const one of revisions) {
    const folder = reportFolder(one.date, one.account, one.revision);
    for (const file of one.files) there.add(`${folder}${file}`);
  }
  const linked = new Set<string>();
  let checked = 0;
  for (const key of [INDEX_KEY, ...pages]) {
    const body = await archive.get(key);
    if (!body) continue;
    checked += 1;
    const dead = new Set<string>();
    for (const [, link = ''] of Buffer.from(body).toString('utf8').matchAll(LINK)) {
      const target = targetOf(key, link);
      linked.add(target);
      if (!there.has(target)) dead.add(target);
    }
    const [first] = dead;
    if (first !== undefined) {
      const more = dead.size > 1 ? ` and ${dead.size - 1} more` : '';
      problems.push({ key, text: `leads to ${first}${more}, which is not there`, todo: MAKE });
    }
  }
  const unlinked = newestWhole(revisions).filter(
    ({ date, account, revision }) => !linked.has(`${reportFolder(date, account, revision)}page.html`),
  );
  if (unlinked.length > 0) {
    const what = unlinked.length === 1 ? 'one report' : `${unlinked.length} reports`;
    notes.push({
      key: INDEX_KEY,
      text: `does not lead to ${what}: the next run adds them, and so does npx daybook archive index`,
    });
  }
  return { checked, problems, notes };
}

/** The key that a relative link of a page means; a link out of the archive means none. */
function targetOf(page: string, link: string): string {
  const base = 'archive://archive/';
  const url = URL.canParse(link, `${base}${page}`) ? new URL(link, `${base}${page}`).href : link;
  return url.startsWith(base) ? url.slice(base.length) : url;
}
