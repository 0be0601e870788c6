import type { ExplainedInput } from '#pipeline/explain-figures';
import { figureText, plainText } from '#render/format';
import { type Cell, isMissing, type ValueKind } from '#report/value';
import type { ExplainedFigure, Explanation } from './explain.ts';
import { dayLine, printable } from './printable.ts';

/** Of many inputs so many are printed, half from either end; `deep` prints all. */
const SHOWN = 12;
const NOISE = 1e-9;

/** An explanation in words. @param deep print every input */
export function explanationText(explanation: Explanation, locate: (key: string) => string, deep: boolean): string {
  if (explanation.found === 'no-account') {
    const { accounts } = explanation;
    if (accounts.length === 0) return 'The archive holds no report of that day.\n';
    return `No account of that day has this name. There ${accounts.length === 1 ? 'is' : 'are'}:\n${accounts.map((one) => `  ${printable(one)}\n`).join('')}`;
  }
  const { account, marketDate, revision } = explanation.report;
  const head = `${printable(account.label)} ${account.maskedId}, ${dayLine(marketDate)}, revision ${revision}\n`;
  if (explanation.found === 'names') {
    const { asked, names } = explanation;
    const why =
      asked === undefined
        ? ''
        : `\nNo single figure is called “${printable(asked)}”. These come near, or are all there are:\n`;
    return `${head}${why}\n${names.map((name) => `  ${printable(name)}\n`).join('')}`;
  }
  return `${head}\n${explanation.figures.map((figure) => lineText(figure, locate, deep)).join('\n')}`;
}

function lineText(figure: ExplainedFigure, locate: (key: string) => string, deep: boolean): string {
  const { name, value, kind, unit, period, source, asOf, explained, of = [] } = figure;
  const lines = [`${printable(name)} = ${valueText(value, kind, unit)}`];
  const about = [period, source && `source: ${source}`, asOf && `as of ${asOf}`].filter((text) => text !== undefined);
  if (about.length > 0) lines.push(`  ${about.map((text) => printable(String(text))).join('; ')}`);
  const formula = explained?.formula ?? figure.formula;
  if (formula !== undefined) lines.push(`  Formula: ${formula}`);
  if (explained) {
    lines.push(...inputLines(explained.inputs, locate, deep));
    for (const key of explained.emptyIn ?? []) lines.push(`  No booking in those days; told by ${locate(key)}`);
    lines.push(`  ${proofText(figure)}`);
  } else {
    for (const one of of) lines.push(`  ${printable(one.label)}: ${valueText(one.value, 'text')}`);
    if (!isMissing(value)) {
      lines.push('  Of the answers behind it no field is named: this version explains down to them the summary alone.');
    }
  }
  return `${lines.join('\n')}\n`;
}

function inputLines(inputs: readonly ExplainedInput[], locate: (key: string) => string, deep: boolean): string[] {
  const half = SHOWN / 2;
  const left = inputs.length - SHOWN;
  const few = deep || left <= 0;
  const shown = few ? inputs : [...inputs.slice(0, half), ...inputs.slice(-half)];
  const lines = shown.flatMap((input) => inputText(input, locate));
  if (!few) lines.push(`  … and ${left} more inputs: --deep prints all`);
  return lines;
}

function inputText(
  { label, value, kind, unit, why, found, lookedIn }: ExplainedInput,
  locate: (key: string) => string,
): string[] {
  const text = `  ${printable(label)}: ${valueText(value, kind, unit)} (${value})`;
  if (why !== undefined) return [`${text}: ${why}`];
  if (found) return [text, `    ${locate(found.key)}`, `    ${printable(found.path)} = ${printable(found.text)}`];
  const looked = lookedIn?.length ? `in ${lookedIn.map(locate).join(', ')}` : 'as no answer is kept for it';
  return [text, `    not found as a field of its own, ${looked}`];
}

/** Whether the fields give the figure: said, and not assumed. */
function proofText({ value, explained }: ExplainedFigure): string {
  if (!explained || typeof value !== 'number') return 'The report has no value to compare with.';
  const { reckoned, inputs } = explained;
  const open = inputs.filter(({ found, why }) => !found && why === undefined).length;
  if (Math.abs(reckoned - value) > NOISE * Math.max(1, Math.abs(value))) {
    return `Reckoned anew it is ${reckoned}, and the report says ${value}: the Snapshots have changed since, or another version made the report.`;
  }
  const lacking = open === 0 ? '' : `, ${open} of them not found in an answer`;
  return `Reckoned anew from these inputs${lacking}: ${reckoned}, as in the report.`;
}

function valueText(value: Cell, kind: ValueKind, unit?: string): string {
  return plainText(figureText(value, typeof value === 'number' && kind === 'text' ? 'rate' : kind, unit, 'UTC'));
}
