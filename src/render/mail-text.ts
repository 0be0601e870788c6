import type { MailAccounts, MailData, MailHero, MailNotes, MailSection, MailTable } from '#templates/mail-data';
import { plainText } from './format.ts';

/** RFC 5322 wants lines under 78; a quoted reply adds two. */
const TEXT_COLUMNS = 76;
const GAP = 2;

/** The plain-text part: the same texts in the same order as the HTML, set in columns for a font of one width. */
export function mailText(data: MailData): string {
  const parts = [
    pair('Daybook', data.verdict.text),
    ...(data.band ? [bandText(data.band)] : []),
    ...(data.hero ? [heroText(data.hero)] : []),
    ...data.sections.map(sectionText),
    data.footer.flatMap((line) => wrapped(line)),
  ];
  return `${plainText(parts.map((lines) => lines.join('\n')).join('\n\n'))}\n`;
}

function bandText({ title, lines }: NonNullable<MailData['band']>): string[] {
  return [...wrapped(`! ${title}`), ...pairsText(lines)];
}

const pairsText = (items: MailNotes['lines']): string[] =>
  items.flatMap(({ term, text }) => (term === '' ? wrapped(text) : wrapped(`${term}: ${text}`, '  ')));

function heroText(hero: MailHero): string[] {
  const result = [hero.result.amount, hero.result.share].filter((part) => part !== '').join('   ');
  return [
    ...wrapped(`${hero.label} ${hero.maskedId}`.trim()),
    ...(hero.day === '' ? [] : [hero.day]),
    ...wrapped(`${hero.value} ${hero.unit}`.trim()),
    ...wrapped(result),
    ...hero.basis.flatMap((line) => wrapped(line)),
  ];
}

function sectionText(section: MailSection): string[] {
  const title = section.title === '' ? [] : wrapped(section.title.toUpperCase());
  return [...title, ...bodyText(section), ...(section.note === '' ? [] : wrapped(section.note))];
}

function bodyText(section: MailSection): string[] {
  switch (section.kind) {
    case 'accounts':
      return accountsText(section);
    case 'account':
      return ['-'.repeat(TEXT_COLUMNS), ...heroText(section.hero), ...pairsText(section.notes.lines)];
    case 'rows':
      return section.rows.flatMap(({ label, detail, below, value }) =>
        below
          ? [...pair(label, value), ...wrapped(`  ${detail}`, '  ')]
          : pair([label, detail].filter((part) => part !== '').join('  '), value),
      );
    case 'table':
      return tableText(section);
    case 'shares':
      return columns(
        [
          ['', section.unit, '%'],
          ...section.rows.flatMap((row) => [
            [row.name, row.amount, row.share],
            ...row.details.map((detail) => [`  ${detail.name}`, detail.amount, '']),
          ]),
        ],
        [false, true, true],
      );
    case 'words':
      return [...(section.right === '' ? [] : wrapped(section.right)), ...pairsText(section.items)];
  }
}

function tableText(table: MailTable): string[] {
  const right = [false, ...(table.rows[0]?.figures ?? table.heads.map(() => true))];
  const rows = [[table.firstHead, ...table.heads], ...table.rows.map((row) => [row.label, ...row.cells])];
  return columns(rows, right);
}

const RETURN_COLUMN = 10;

/** Name and value at both edges, below them the checks and the returns under their heads. */
function accountsText({ heads, rows }: MailAccounts): string[] {
  const under = (words: string, figures: readonly string[]): string[] => {
    const right = figures.map((figure) => padded(figure, RETURN_COLUMN, true)).join('');
    return pair(words, right.trimStart());
  };
  return [
    ...under('', heads),
    ...rows.flatMap((row) => [
      ...pair(row.label, row.value),
      ...(row.under === '' && row.returns.length === 0 ? [] : under(`  ${row.under}`, row.returns)),
    ]),
  ];
}

/** Sets rows in columns; where they are too wide together, the first cell gets a line of its own above the others. */
function columns(rows: readonly (readonly string[])[], right: readonly boolean[]): string[] {
  const widths = right.map((_, i) => Math.max(...rows.map((row) => lengthOf(row[i] ?? ''))));
  const others = widths.slice(1).reduce((sum, width) => sum + width + GAP, 0);
  const first = Math.min(widths[0] ?? 0, TEXT_COLUMNS - others);
  if (first < 8 && (widths[0] ?? 0) > first) {
    return rows.flatMap((row) => [
      ...wrapped(row[0] ?? ''),
      ...wrapped(
        row
          .slice(1)
          .filter((cell) => cell !== '')
          .join('   '),
        '  ',
      ),
    ]);
  }
  return rows.flatMap((row) => {
    const rest = row
      .slice(1)
      .map((cell, i) => ' '.repeat(GAP) + padded(cell, widths[i + 1] ?? 0, right[i + 1] ?? false));
    const lines = folded(row[0] ?? '', first);
    return lines.map((line, i) => (padded(line, first, false) + (i === 0 ? rest.join('') : '')).trimEnd());
  });
}

/** Label left, figure at the right edge; on a line of its own where both don't fit. */
function pair(label: string, value: string): string[] {
  const room = TEXT_COLUMNS - lengthOf(label) - lengthOf(value);
  if (room >= GAP) return [(label + ' '.repeat(room) + value).trimEnd()];
  const lines = folded(value, TEXT_COLUMNS - 2);
  return [...wrapped(label), ...lines.map((line) => ' '.repeat(TEXT_COLUMNS - lengthOf(line)) + line)];
}

const wrapped = (text: string, indent = ''): string[] =>
  folded(text, TEXT_COLUMNS - indent.length).map((line, i) => (i === 0 ? line : indent + line));

/** Breaks a text between words, and inside a word that is longer than a line. */
function folded(text: string, width: number): string[] {
  const lines: string[] = [''];
  const indent = /^ */.exec(text)?.[0] ?? '';
  for (const word of text
    .trim()
    .split(' ')
    .flatMap((long) => pieces(long, width - indent.length))) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = indent + word;
    else if (lengthOf(line) + 1 + lengthOf(word) <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function pieces(word: string, width: number): string[] {
  const characters = [...word];
  if (characters.length <= width) return [word];
  const out: string[] = [];
  for (let i = 0; i < characters.length; i += width) out.push(characters.slice(i, i + width).join(''));
  return out;
}

const lengthOf = (text: string): number => [...text].length;

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return right ? space + text : text + space;
}
