import { renderToString } from 'preact-render-to-string';
import type { Block, NoticeBlock } from '#report/block';
import type { Report } from '#report/report';
import { Page } from '#templates/page';
import type { Band, PageData } from '#templates/page-data';
import { PAGE_STYLE } from '#templates/page-style';
import { besideBenchmark } from './beside-benchmark.ts';
import { dayOf, mediumDay, shortDay } from './day-text.ts';
import { daysInWords, dayText, missingText } from './format.ts';
import { frameOf } from './frame.ts';
import { hero } from './hero.ts';
import { inert } from './inert.ts';
import { ageText, instantText, timeText } from './instant-text.ts';
import { isEmptyTable, type PageContext, pageBlock } from './page-block.ts';
import { inRows } from './page-layout.ts';
import { troubleOf } from './trouble.ts';

/** The page as a whole, in bytes: a phone loads it, a mail carries it. */
export const PAGE_LIMIT = 1_500_000;
/** Rows of a table on the page, tried in turn until the page is small enough. The workbook has them all. */
const ROW_LIMITS = [500, 150, 50, 15, 5] as const;

const FRAME = frameOf(PAGE_STYLE);

/** The report is too large for a page, even with five rows of each table. */
export class PageTooLarge extends Error {
  override readonly name = 'PageTooLarge';

  constructor(bytes: number) {
    super(
      `The page would have ${bytes} bytes, more than ${PAGE_LIMIT}. ` +
        'The workbook has all figures; set a lower limit for the texts of the section that grew.',
    );
  }
}

/**
 * The report as one HTML file: no script, no request to anywhere, light and dark, phone to print. The same report gives
 * the same bytes.
 *
 * @throws PageTooLarge when no page under {@link PAGE_LIMIT} can be made of it
 * @throws UnprintableFigure when a figure is NaN or infinite
 */
export function renderPage(report: Report): string {
  let bytes = 0;
  for (const rowLimit of ROW_LIMITS) {
    const html = `<!doctype html>\n${renderToString(Page({ data: pageData(report, rowLimit), frame: FRAME }))}\n`;
    bytes = Buffer.byteLength(html);
    if (bytes <= PAGE_LIMIT) return html;
  }
  throw new PageTooLarge(bytes);
}

function pageData(report: Report, rowLimit: number): PageData {
  const { account, timeZone, takenAt, headline } = report;
  const context: PageContext = { timeZone, headline, rowLimit };
  const blocks = report.sections.flatMap((section) => section.blocks).filter((block) => block.shownIn.includes('page'));
  const label = inert(account.label);
  const top = hero(headline, account.baseCurrency, timeZone);
  const band = bandOf(report);
  return {
    title: `${label} ${account.maskedId}, ${mediumDay(report.marketDate)}`,
    edition: `Daily report · base currency ${inert(account.baseCurrency)} · revision ${report.revision}`,
    label,
    maskedId: inert(account.maskedId),
    day: dayText(report.marketDate) + (report.finality === 'preliminary' ? ', preliminary' : ''),
    ...top,
    beside: [typeof headline.dayResult === 'number' ? 'on the day' : '', besideBenchmark(headline)]
      .filter((part) => part !== '')
      .join(' · '),
    basis: inert(daysInWords(headline.netAssetValueBasis)),
    ageHead: `Age at ${timeText(takenAt, timeZone)}`,
    asOf: report.asOf.map(({ data, at, missing, late }) => ({
      data: inert(data),
      at: at === undefined ? missingText(missing ?? 'not known') : atText(at, timeZone),
      age: at === undefined ? '' : ageText(at, takenAt, timeZone),
      late,
    })),
    ...(band ? { band } : {}),
    blocks: inRows(inReadingOrder(blocks).map((block) => pageBlock(block, context))),
    foot: [
      `Daybook ${inert(report.version)} · ${inert(account.maskedId)} · ${mediumDay(report.marketDate)} · revision ${report.revision}`,
      `Snapshot ${inert(report.snapshotHash)} of ${instantText(takenAt, timeZone)}`,
    ],
  };
}

/** `20 Nov 16:20 ET`; a day alone stays a day. */
function atText(at: string, timeZone: string): string {
  const day = dayOf(at);
  return day ? shortDay(day) : instantText(at, timeZone);
}

/** Is it right? stands before how much; what there is none of after all figures, before the words that end the page. */
function inReadingOrder(blocks: readonly Block[]): readonly Block[] {
  const checks = blocks.filter(({ kind }) => kind === 'checks');
  const empty = blocks.filter(isEmptyTable);
  const told = oncePerReason(blocks.filter((block) => block.kind !== 'checks' && !isEmptyTable(block)));
  const end = told.findLastIndex(({ kind }) => kind !== 'notice') + 1;
  return [...checks, ...told.slice(0, end), ...empty, ...told.slice(end)];
}

/** What several sections lack for one and the same reason is said once, where the first of them would stand. */
function oncePerReason(blocks: readonly Block[]): readonly Block[] {
  const seen = new Map<string, NoticeBlock>();
  const out: Block[] = [];
  for (const block of blocks) {
    const reason = block.kind === 'notice' ? JSON.stringify(block.items) : '';
    const earlier = seen.get(reason);
    if (block.kind !== 'notice' || !earlier) {
      if (block.kind === 'notice') seen.set(reason, block);
      out.push(block);
      continue;
    }
    const named = { ...earlier, title: `${earlier.title} · ${block.title}` };
    out[out.indexOf(earlier)] = named;
    seen.set(reason, named);
  }
  return out;
}

function bandOf(report: Report): Band | undefined {
  const { title, lines } = troubleOf(report);
  return title === '' ? undefined : { title, lines };
}
