import { archiveDays } from '#owner/archive-days';
import { archiveListText } from '#owner/archive-text';
import { hasStatements } from '#owner/has-statements';
import { FIRST_PAGE, makeIndex, renewIndex } from '#owner/make-index';
import { accountNames, dayPages } from '#owner/open-pages';
import { type RebuildPorts, rebuild, rebuildAll } from '#owner/rebuild';
import { nothingRebuiltText, rebuiltText } from '#owner/rebuilt-text';
import { isDamaged, isEmpty, verifiedText } from '#owner/verified-text';
import { verifyArchive } from '#owner/verify-archive';
import type { ReportChoices } from '#wiring/report-settings';
import { VERSION } from '#wiring/version';
import type { World } from '#wiring/world';
import { EXIT } from './exit-codes.ts';
import type { Given } from './flags.ts';

/** What each word after `daybook archive` works with. */
export interface ArchiveTask extends Omit<RebuildPorts, 'version'> {
  readonly labels: ReadonlyMap<string, string>;
  readonly timeZone?: string;
  readonly date?: Parameters<typeof dayPages>[1] & string;
  /** What the settings say that reports are reckoned with. */
  readonly reckoning: ReportChoices;
  readonly all: boolean;
  /** A folder of this machine, whose files can be shown as they are. */
  readonly isFolder: boolean;
  readonly world: World;
  readonly given: Given;
}

const print = ({ world, given }: ArchiveTask, value: unknown, text: string): void =>
  world.stdout(given.on('json') ? `${JSON.stringify(value, null, 2)}\n` : text);

const EMPTY = 'Choose another place with --out, or with --region and --stack; or make a report first.';

export async function listDays(task: ArchiveTask): Promise<number> {
  const { archive, given } = task;
  const days = await archiveDays(archive);
  if (days.length === 0 && task.isFolder) {
    task.world.stderr(`daybook archive: the ${archive.place} holds no day.\n${EMPTY}\n`);
    return EXIT.archive;
  }
  const names = given.on('json')
    ? new Map<string, string>()
    : await accountNames(
        archive,
        days.flatMap(({ reports }) => reports),
      );
  print(task, days, archiveListText(days, names, archive.place));
  return EXIT.done;
}

export async function openDay(task: ArchiveTask): Promise<number> {
  const { archive, world, given, date } = task;
  if (!date && task.isFolder && (await archive.get(FIRST_PAGE))) {
    const path = archive.locate(FIRST_PAGE);
    await show(task, path);
    print(task, [{ path }], `${path}\n`);
    return EXIT.done;
  }
  const pages = await dayPages(archive, date);
  if (pages.length === 0) {
    world.stderr(`daybook archive: the ${archive.place} holds no report${date ? ` of ${date}` : ''}.\n`);
    world.stderr(`${date ? 'See which days are there: npx daybook archive list' : EMPTY}\n`);
    return EXIT.archive;
  }
  const shown: { label: string; maskedId: string; date: string; revision: number; path: string }[] = [];
  for (const { label, maskedId, date: day, revision, key, name, body } of pages) {
    const path = task.isFolder ? archive.locate(key) : await world.keepTemporary(name, body);
    shown.push({ label, maskedId, date: day, revision, path });
    await show(task, path);
  }
  print(task, shown, `${shown.map(({ path }) => path).join('\n')}\n`);
  // The links of a lone copy lead nowhere.
  if (!date && !task.isFolder && !given.on('quiet')) {
    world.stderr(
      `To browse all days, copy the pages out of the bucket and open index.html there:\n  ${copyOf(archive)}\n`,
    );
  }
  return EXIT.done;
}

async function show({ world, given }: ArchiveTask, path: string): Promise<void> {
  if (given.on('print') || (await world.showFile(path))) return;
  world.stderr('daybook archive: no program was found to open it with. Open the file yourself.\n');
}

const copyOf = (archive: ArchiveTask['archive']): string =>
  `aws s3 sync ${archive.locate(FIRST_PAGE).slice(0, -FIRST_PAGE.length)} daybook-archive --exclude "*" --include "index*" --include "reports/*"`;

export async function makePages(task: ArchiveTask): Promise<number> {
  const made = await makeIndex(task);
  if (made.days === 0) {
    task.world.stderr(`daybook archive: the ${task.archive.place} holds no day.\n${EMPTY}\n`);
    return EXIT.archive;
  }
  const days = made.days === 1 ? '1 day' : `${made.days} days`;
  const lacking = made.unreadable === 0 ? '' : ` ${made.unreadable} could not be read: see npx daybook archive verify.`;
  print(task, made, `${task.archive.locate(FIRST_PAGE)}: the pages of ${days} are made again.${lacking}\n`);
  return made.unreadable === 0 ? EXIT.done : EXIT.archive;
}

export async function verifyAll(task: ArchiveTask): Promise<number> {
  const { archive, world, date } = task;
  const verified = await verifyArchive(date, { ...task, version: VERSION });
  if (isEmpty(verified)) {
    world.stderr(
      `daybook archive: the ${archive.place} holds nothing${date ? ` of ${date}` : ''} to verify.\n${EMPTY}\n`,
    );
    return EXIT.archive;
  }
  print(
    task,
    verified,
    verifiedText(verified, (key) => archive.locate(key)),
  );
  return isDamaged(verified) ? EXIT.archive : EXIT.done;
}

export async function rebuildDays(task: ArchiveTask): Promise<number> {
  const { labels, date, timeZone, reckoning } = task;
  const request = { labels, ...reckoning, ...(date ? { date } : {}), ...(timeZone ? { timeZone } : {}) };
  const ports = { ...task, version: VERSION };
  const rebuilt = task.all ? await rebuildAll(request, ports) : [await rebuild(request, ports)];
  const accounts = rebuilt.flatMap((day) => day.accounts);
  const found = accounts.length > 0;
  if (found) await renewIndex([...new Set(accounts.map((account) => account.date))], task);
  const statements = !found && (await hasStatements(task.archive));
  if (found || task.given.on('json')) print(task, rebuilt, rebuiltText(accounts));
  else task.world.stderr(nothingRebuiltText(date, task.archive.place, statements));
  return found ? EXIT.done : EXIT.archive;
}
