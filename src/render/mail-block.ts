import type { Block, ChecksBlock, FiguresBlock, NoticeBlock, SeriesBlock, SharesBlock } from '#report/block';
import type { Headline } from '#report/report';
import { isMissing } from '#report/value';
import type { MailRows, MailSection, MailShares, MailWords } from '#templates/mail-data';
import { mailBridge } from './bridge-table.ts';
import { mediumDay } from './day-text.ts';
import { daysInWords, figureText, moneyText, numberText } from './format.ts';
import { brief, inert } from './inert.ts';
import { CONTENT, mailTable } from './mail-table.ts';
import { statisticsAsFigures } from './statistics-figures.ts';
import { textWidth } from './text-width.ts';

/** Greys of the class bar: the template has this many, from strong to weak. */
const TONES = 8;
const TEXT_LIMIT = 400;
const TITLE_LIMIT = 120;
const NAME_LIMIT = 80;
/** Of a notice: all of it stands in the full report. */
const MOST_ITEMS = 10;
/** The column of weights and the air before it. */
const SHARE_COLUMN = 88;
/** Between label, detail and figure. */
const BETWEEN = 26;

/** A block as the mail says it; undefined when there is nothing to say (all checks passed, no notices). */
export function mailSection(block: Block, headline: Headline, timeZone: string): MailSection | undefined {
  switch (block.kind) {
    case 'figures':
      return figures(block, headline, timeZone);
    case 'table':
      if (block.rows.length === 0 && !block.totals) {
        return {
          ...words(block),
          items: [{ term: '', text: brief(daysInWords(block.emptyText ?? 'Nothing to show.'), TEXT_LIMIT) }],
        };
      }
      return mailTable(block, timeZone);
    case 'series':
      return series(block, timeZone);
    case 'shares':
      return shares(block, timeZone);
    case 'checks':
      return checks(block, headline);
    case 'statistics':
      return figures(statisticsAsFigures(block), headline, timeZone);
    case 'bridge':
      return mailTable(mailBridge(block), timeZone);
    case 'notice':
      return notice(block);
  }
}

const base = (block: Block): { title: string; note: string } => ({
  title: brief(daysInWords(block.title), TITLE_LIMIT),
  note: brief(daysInWords(block.note ?? ''), TEXT_LIMIT),
});

const words = (block: Block): Omit<MailWords, 'items'> => ({ kind: 'words', ...base(block), right: '' });

function figures(block: FiguresBlock, headline: Headline, timeZone: string): MailRows | undefined {
  const rows = block.figures
    .filter((figure) => figure.rank !== 1 || figure.value !== headline.netAssetValue)
    .map((figure) => {
      const why = isMissing(figure.value) ? brief(figure.value.missing, TITLE_LIMIT) : '';
      const period = brief(daysInWords(figure.period ?? ''), TITLE_LIMIT);
      return row(
        brief(figure.label, NAME_LIMIT),
        [period, why].filter((part) => part !== '').join(': '),
        why === '' ? figureText(figure.value, figure.kind, figure.unit, timeZone) : 'n/a',
        (figure.rank ?? 3) < 3,
      );
    });
  return rows.length === 0 ? undefined : { kind: 'rows', ...base(block), rows: fitted(rows) };
}

/** A line of a mail, as long as {@link fitted} has not looked at those around it. */
export type MailRow = Omit<MailRows['rows'][number], 'below'>;

export const row = (label: string, detail: string, value: string, strong: boolean): MailRow => ({
  label,
  detail,
  value,
  strong,
});

/**
 * The lines of one section: what stands beside a label moves below it where a phone has no room for both and the figures,
 * of which the widest sets the column.
 */
export function fitted(rows: readonly MailRow[]): MailRows['rows'] {
  const figures = Math.max(0, ...rows.map(({ value, strong }) => textWidth(value, 16, strong)));
  return rows.map((line) => {
    const words = textWidth(line.label, 16) + textWidth(line.detail, 14);
    return { ...line, below: line.detail !== '' && words + figures + BETWEEN > CONTENT };
  });
}

/** A mail has no charts: the line in figures. */
function series(block: SeriesBlock, timeZone: string): MailRows | undefined {
  const line = block.lines.find((one) => one.role === 'value') ?? block.lines[0];
  const points = (line?.values ?? []).flatMap((value, i) => {
    const date = block.dates[i];
    return value === null || date === undefined ? [] : [{ value, date }];
  });
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return undefined;
  const by = (better: (a: number, b: number) => boolean): typeof first =>
    points.reduce((best, point) => (better(point.value, best.value) ? point : best), first);
  const named = [
    ['First', first],
    ['Highest', by((a, b) => a > b)],
    ['Lowest', by((a, b) => a < b)],
    ['Last', last],
  ] as const;
  const rows = named.map(([label, point]) =>
    row(label, mediumDay(point.date), figureText(point.value, block.valueKind, block.unit, timeZone), false),
  );
  return { kind: 'rows', ...base(block), rows: fitted(rows) };
}

function shares(block: SharesBlock, timeZone: string): MailShares | undefined {
  if (block.shares.length === 0) return undefined;
  const long = block.shares.filter((share) => share.amount > 0);
  const whole = long.reduce((sum, share) => sum + share.amount, 0);
  const toneOf = (i: number): number =>
    long.length <= 1 ? 0 : Math.min(TONES - 1, Math.round((i * (TONES - 1)) / (long.length - 1)));
  const parts = long.map((share, i) => ({ tone: toneOf(i), width: Math.round((share.amount / whole) * 1000) / 10 }));
  const titled = base(block);
  const amounts = Math.max(...block.shares.map((share) => textWidth(moneyText(share.amount), 16)));
  const rows = block.shares.map((share) => {
    const place = long.indexOf(share);
    return {
      tone: place < 0 ? -1 : toneOf(place),
      name: brief(share.name, NAME_LIMIT),
      amount: moneyText(share.amount),
      share: figureText(share.fraction, 'weight', undefined, timeZone).replace(/%$/, ''),
      details: (share.details ?? []).map((detail) => ({
        name: brief(daysInWords(detail.name), NAME_LIMIT),
        amount: figureText(detail.amount, 'money', undefined, timeZone),
        loss: detail.tone === 'loss',
      })),
    };
  });
  return {
    kind: 'shares',
    ...titled,
    titleInHead: textWidth(titled.title, 17, true) + amounts + SHARE_COLUMN <= CONTENT,
    amountWidth: Math.min(60, Math.ceil(((amounts + 8) / CONTENT) * 100)),
    unit: inert(block.unit),
    parts: parts.filter(({ width }) => width > 0),
    rows,
  };
}

/**
 * Only what did not pass. What can't be checked for one and the same reason stands in one item; of an account that holds
 * nothing and made nothing all of it does, as there is little to compare.
 */
function checks(block: ChecksBlock, headline: Headline): MailWords | undefined {
  const failed = block.checks.filter((check) => check.verdict === 'fail');
  const unchecked = block.checks.filter((check) => check.verdict === 'unchecked');
  if (failed.length + unchecked.length === 0) return undefined;
  const possible = block.checks.length - unchecked.length;
  const isEmpty = headline.netAssetValue === 0 && headline.dayResult === 0;
  const byReason = new Map<string, string[]>();
  for (const check of unchecked) byReason.set(check.finding, [...(byReason.get(check.finding) ?? []), check.name]);
  const items = [
    ...failed.map((check) => ({
      term: `! Failed: ${brief(check.name, TITLE_LIMIT)}`,
      text: brief(daysInWords(check.finding), TEXT_LIMIT),
    })),
    ...(isEmpty && byReason.size > 1
      ? [nothingToCompare(unchecked.length)]
      : [...byReason].map(([reason, names]) => ({
          term: `Not possible: ${names.map((name) => brief(name, TITLE_LIMIT)).join('; ')}`,
          text: brief(daysInWords(reason), TEXT_LIMIT),
        }))),
  ];
  return { ...words(block), right: `${possible} of ${block.checks.length} possible`, items };
}

const nothingToCompare = (count: number): MailWords['items'][number] => ({
  term: `Not possible: ${count} checks`,
  text: 'The account holds nothing. The full report says of each what is missing.',
});

function notice(block: NoticeBlock): MailWords | undefined {
  if (block.items.length === 0) return undefined;
  const items = block.items.slice(0, MOST_ITEMS).map(({ term, text }) => ({
    term: brief(term, NAME_LIMIT),
    text: brief(daysInWords(text), TEXT_LIMIT),
  }));
  const more = block.items.length - items.length;
  const rest = more > 0 ? [{ term: '', text: `${numberText(more, { decimals: 0 })} more in the full report.` }] : [];
  return { ...words(block), items: [...items, ...rest] };
}
