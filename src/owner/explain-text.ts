import type { Explained, ExplainedInput } from '#pipeline/explain-figures';
import { figureText, plainText } from '#render/format';
import type { NamedFigure } from '#report/explain/named-figure';
import { type Cell, isMissing, type ValueKind } from '#report/value';
import type { Explanation } from './explain.ts';
import { groupNames } from './figure-names.ts';
import { dayLine, printable } from './printable.ts';

/** Of many inputs, rows or names so many are printed; `all` prints each. */
const SHOWN = 12;
const NOISE = 1e-9;

type Locate = (key: string) => string;

/** An explanation in words. @param all print every input and every name */
export function explanationText(explanation: Explanation, locate: Locate, all: boolean): string {
  if (explanation.found === 'no-account') {
    const { accounts } = explanation;
    if (accounts.length === 0) {
      return 'The archive holds no report of that day. The days there are: npx daybook archive list\n';
    }
    return `No account of that day has this name. There ${accounts.length === 1 ? 'is' : 'are'}:\n${linesOf(accounts)}`;
  }
  if (explanation.found === 'no-revision') {
    return `The report of that day has no such revision. There ${explanation.revisions.length === 1 ? 'is' : 'are'}: ${explanation.revisions.join(', ')}\n`;
  }
  const { account, marketDate, revision, finality } = explanation.report;
  const head = `${printable(account.label)} ${account.maskedId}, ${dayLine(marketDate)}, revision ${revision}, ${finality}\n`;
  switch (explanation.found) {
    case 'names':
      return `${head}\n${namesText(explanation.figures, all)}`;
    case 'several':
      return `${head}\n“${printable(explanation.asked)}” may be any of these: say which.\n${fewNames(explanation.figures, all)}`;
    case 'none': {
      const near = explanation.figures.length > 0 ? 'These come near:\n' : 'Without a name, all of them are listed.\n';
      return `${head}\nNo figure is called “${printable(explanation.asked)}”. ${near}${fewNames(explanation.figures, all)}`;
    }
    case 'figure': {
      const { figure, deep } = explanation;
      const [first, ...rest] = deep.steps;
      const texts = [figureLines(figure, first?.explained, locate, all)];
      for (const step of rest) texts.push(figureLines(step.figure, step.explained, locate, all));
      if (rest.length > 0 && deep.left > 0) texts.push(`… and ${deep.left} figures more, which these are made of\n`);
      return `${head}\n${texts.join('\n')}`;
    }
  }
}

const linesOf = (texts: readonly string[]): string => texts.map((text) => `  ${printable(text)}\n`).join('');

function fewNames(figures: readonly NamedFigure[], all: boolean): string {
  const names = figures.map(({ name }) => name);
  const shown = all ? names : names.slice(0, 2 * SHOWN);
  const left = names.length - shown.length;
  return `${linesOf(shown)}${left > 0 ? `  … and ${left} more: --all prints each\n` : ''}`;
}

/** A block's rows and its columns, which make its names: thousands of days are no list to read. */
function namesText(figures: readonly NamedFigure[], all: boolean): string {
  if (all) return linesOf(figures.map(({ name }) => name));
  const texts = groupNames(figures).map(({ block, sheet, rows, columns, bare }) => {
    const few =
      rows.length <= 2 * SHOWN
        ? rows
        : [...rows.slice(0, SHOWN), `… ${rows.length - SHOWN - 1} more …`, ...rows.slice(-1)];
    const column = bare ? '[/COLUMN]' : '/COLUMN';
    const name = `${block}/ROW${columns.length > 0 ? column : ''}`;
    return [
      `${name}${sheet === undefined ? '' : `  (sheet “${sheet}”)`}`,
      `  ROW     ${few.map(printable).join(', ')}`,
      ...(columns.length > 0 ? [`  COLUMN  ${columns.map(printable).join(', ')}`] : []),
    ].join('\n');
  });
  return `${texts.join('\n')}\n\nA name is put together of these, as holdings/SPY/value. --all prints each.\n`;
}

function figureLines(figure: NamedFigure, explained: Explained | undefined, locate: Locate, all: boolean): string {
  const { name, value, kind, unit, period, source, asOf } = figure;
  const lines = [`${printable(name)} = ${valueText(value, kind, unit)}`];
  const about = [period, source && `source: ${source}`, asOf && `as of ${asOf}`].filter((text) => text !== undefined);
  if (about.length > 0) lines.push(`  ${about.map((text) => printable(String(text))).join('; ')}`);
  const formula = explained?.formula ?? figure.formula;
  if (formula !== undefined) lines.push(`  Formula: ${formula}`);
  if (explained) {
    lines.push(...inputLines(explained, locate, all, '  '), `  ${proofText(figure, explained)}`);
  } else if (!isMissing(value)) {
    lines.push('  The archive’s Snapshots of the day do not tell this figure any more: they changed, or are gone.');
  }
  return `${lines.join('\n')}\n`;
}

function inputLines({ inputs, emptyIn = [], countedIn = [] }: Explained, locate: Locate, all: boolean, indent: string) {
  const half = SHOWN / 2;
  const left = inputs.length - SHOWN;
  const few = all || left <= 0;
  const shown = few ? inputs : [...inputs.slice(0, half), ...inputs.slice(-half)];
  const lines = shown.flatMap((input) => inputText(input, locate, all, indent));
  if (!few) lines.push(`${indent}… and ${left} more inputs: --all prints each`);
  const keys = (given: readonly string[], text: string): string[] => {
    const some = all ? given : given.slice(0, SHOWN);
    const rest = given.length - some.length;
    return [
      ...some.map((key) => `${indent}${text} ${locate(key)}`),
      ...(rest > 0 ? [`${indent}… and ${rest} more answers: --all prints each`] : []),
    ];
  };
  return [...lines, ...keys(emptyIn, 'No booking in those days; told by'), ...keys(countedIn, 'Counted in')];
}

function inputText(input: ExplainedInput, locate: Locate, all: boolean, indent: string): string[] {
  const { label, value, kind, unit, why, of, by, found, lookedIn } = input;
  const text = `${indent}${printable(label)}: ${valueText(value, kind, unit)} (${value})`;
  if (of !== undefined) return [text, `${indent}  a figure of the report: ${printable(of)}`];
  if (by) return [text, `${indent}  = ${by.formula}`, ...inputLines(by, locate, all, `${indent}  `)];
  if (why !== undefined) return [`${text}: ${printable(why)}`];
  if (found)
    return [text, `${indent}  ${locate(found.key)}`, `${indent}  ${printable(found.path)} = ${printable(found.text)}`];
  const looked = lookedIn?.length ? `in ${lookedIn.map(locate).join(', ')}` : 'as no answer is kept for it';
  return [text, `${indent}  not found as a field of its own, ${looked}`];
}

/** Whether the inputs give the figure: said, and not assumed. */
function proofText({ value }: NamedFigure, { reckoned, inputs }: Explained): string {
  if (typeof value !== 'number') return 'The report has no value to compare with.';
  const open = notFound(inputs);
  if (!(Math.abs(reckoned - value) <= NOISE * Math.max(1, Math.abs(value)))) {
    return `Reckoned anew it is ${reckoned}, and the report says ${value}: the Snapshots have changed since, or another version made the report.`;
  }
  const lacking = open === 0 ? '' : `, ${open} of them not found in an answer`;
  return `Reckoned anew from these inputs${lacking}: ${reckoned}, as in the report.`;
}

const notFound = (inputs: readonly ExplainedInput[]): number =>
  inputs.reduce((sum, { found, why, of, by }) => {
    if (by) return sum + notFound(by.inputs);
    return found || why !== undefined || of !== undefined ? sum : sum + 1;
  }, 0);

function valueText(value: Cell, kind: ValueKind, unit?: string): string {
  return plainText(figureText(value, typeof value === 'number' && kind === 'text' ? 'rate' : kind, unit, 'UTC'));
}
