import type { QueryFinding } from '#sources/flex/query-finding';
import type { FlexChecked } from './flex-check.ts';
import { dayLine, printable } from './printable.ts';

const SIGNS: Readonly<Record<QueryFinding['weight'], string>> = { needed: '✗', useful: '–', note: '·' };

/** What a statement says of its query, for a terminal: what is there, then what lacks and what that costs. */
export function flexCheckText(checked: FlexChecked): string {
  const { statement, accounts, days, there, findings } = checked;
  const about = [
    `${accounts} ${accounts === 1 ? 'account' : 'accounts'}`,
    days === undefined ? 'days not readable' : daysText(days.from, days.to),
  ].join(', ');
  const width = Math.max(0, ...there.map(({ section }) => section.length));
  const lines = [
    `Statement: ${printable(statement)}`,
    `Holds: ${about}`,
    '',
    ...there.map(({ section, rows }) => `✓ ${section.padEnd(width)}  ${rows} ${rows === 1 ? 'row' : 'rows'}`),
    '',
    ...grouped(findings).flatMap(findingLines),
    '',
    ending(findings),
  ];
  return `${lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n')}\n`;
}

const daysText = (from: string, to: string): string =>
  from === to ? dayLine(to) : `${dayLine(from)} to ${dayLine(to)}`;

function keyOf({ kind, weight, section }: QueryFinding): string | undefined {
  if (kind === 'not-seen') return kind;
  return kind === 'field' ? `${weight} ${section}` : undefined;
}

/** Fields of one section and weight stand together: one visit to Client Portal mends them. */
function grouped(findings: readonly QueryFinding[]): readonly (readonly QueryFinding[])[] {
  const groups = new Map<string, QueryFinding[]>();
  for (const [index, finding] of findings.entries()) {
    const key = keyOf(finding) ?? String(index);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()];
}

function findingLines(group: readonly QueryFinding[]): string[] {
  const [first] = group;
  if (!first) return [];
  const sign = SIGNS[first.weight];
  if (group.length === 1) {
    return [
      `${sign} ${printable(first.message)}`,
      ...(first.costs ? [`  ${printable(first.costs)}`] : []),
      ...(first.nextStep ? [`  → ${printable(first.nextStep)}`] : []),
    ];
  }
  if (first.kind === 'not-seen') {
    const names = group.map(({ section }) => section).join(', ');
    return [`${sign} Without a row in this statement, so that their fields can't be seen: ${names}.`];
  }
  const labels = group.map(({ field }) => `"${field?.label}"`);
  return [
    `${sign} ${group.length} fields of "${first.section}" are not in the statement:`,
    ...group.map(({ field, costs }) => `    ${field?.label} (${field?.xml}): ${printable(costs ?? '')}`),
    `  → Tick in the section "${first.section}": ${labels.join(', ')}.`,
  ];
}

function ending(findings: readonly QueryFinding[]): string {
  const count = (weight: QueryFinding['weight']): number => findings.filter((one) => one.weight === weight).length;
  const [needed, useful] = [count('needed'), count('useful')];
  if (needed + useful === 0) return 'Nothing is missing.';
  const parts = [
    ...(needed > 0 ? [`${needed} ${needed === 1 ? 'thing is' : 'things are'} missing that the report needs`] : []),
    ...(useful > 0 ? [`${useful} would be of use`] : []),
  ];
  return `${parts.join(', ')}. Change the query in Client Portal; its number stays. docs/flex.md lists what to tick.`;
}
