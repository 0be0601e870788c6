import type { DaySpan } from '#domain/statement';
import { checkOptions } from './query-check-options.ts';
import type { QueryFinding } from './query-finding.ts';
import type { RequiredField, RequiredSection } from './query-section.ts';
import { REQUIRED_SECTIONS } from './query-sections.ts';
import type { QuerySurvey, RowsSeen } from './query-survey.ts';

const ORDER: readonly QueryFinding['weight'][] = ['needed', 'useful', 'note'];

/**
 * What a query lacks by one of its statements, the gravest first; empty when nothing is to be said. Fields of a section
 * without rows can't be seen: that is a note.
 * @param asked the days that were asked for, where it is known
 */
export function checkQuery(survey: QuerySurvey, asked?: DaySpan): readonly QueryFinding[] {
  const findings = [
    ...checkOptions(survey, asked),
    ...(survey.document.type === 'trade-confirmation'
      ? []
      : REQUIRED_SECTIONS.flatMap((one) => inSection(survey, one))),
    ...unknownSections(survey),
  ];
  return findings.sort((one, other) => ORDER.indexOf(one.weight) - ORDER.indexOf(other.weight));
}

function inSection(survey: QuerySurvey, required: RequiredSection): readonly QueryFinding[] {
  const { section, xml, row, weight, options } = required;
  const elements = survey.sections.get(xml);
  if (elements === undefined) {
    return [
      {
        weight,
        kind: 'section',
        section,
        message: `The section "${section}" is not in the statement.`,
        costs: sentence(required.costs),
        nextStep: `Add the section "${section}"${options === undefined ? '' : ` with ${options}`}, and tick all of its fields.`,
      },
    ];
  }
  const seen = elements.get(row);
  // An element that is its own row stands without fields only where none is ticked.
  if (elements.size === 0 && xml === row) return fieldFindings(required, new Set());
  if (elements.size === 0) {
    return [
      {
        weight: 'note',
        kind: 'not-seen',
        section,
        message: `The section "${section}" is there and empty: whether its fields are ticked can't be seen.`,
      },
    ];
  }
  return [...levelFindings(required, elements), ...(seen === undefined ? [] : fieldFindings(required, seen.fields))];
}

/** The level at which rows count, where a section has several. */
const LEVELS: Readonly<Record<string, readonly string[]>> = {
  Trade: ['EXECUTION', ''],
  CashTransaction: ['DETAIL', ''],
  CorporateAction: ['DETAIL', ''],
  OpenPosition: ['SUMMARY', 'LOT', ''],
  Transfer: ['TRANSFER', 'DETAIL', ''],
};

function levelFindings(
  { section, row, weight, options, costs }: RequiredSection,
  elements: ReadonlyMap<string, RowsSeen>,
): readonly QueryFinding[] {
  const counting = Object.hasOwn(LEVELS, row) ? LEVELS[row] : undefined;
  const levels = elements.get(row)?.levels ?? new Set<string>();
  if (counting === undefined || counting.some((level) => levels.has(level))) return [];
  const there = [...new Set([...levels, ...[...elements.keys()].filter((name) => name !== row)])].sort();
  return [
    {
      weight,
      kind: 'level',
      section,
      message: `The section "${section}" has sums alone (${there.join(', ')}), and not what they are made of.`,
      costs: sentence(costs),
      nextStep: `Tick ${options ?? 'Detail'} in the section "${section}"; what is ticked beside it does no harm.`,
    },
  ];
}

function fieldFindings({ section, fields }: RequiredSection, seen: ReadonlySet<string>): readonly QueryFinding[] {
  return fields
    .filter(({ xml }) => !seen.has(xml))
    .map(({ label, xml, weight, costs }: RequiredField) => ({
      weight,
      kind: 'field' as const,
      section,
      field: { label, xml },
      message: `The field "${label}" (${xml}) of "${section}" is not in the statement.`,
      costs: sentence(costs),
      nextStep: `Tick "${label}" in the section "${section}".`,
    }));
}

/** Sections that are known and give the report nothing. */
const NOT_READ = new Set(
  `StmtFunds FIFOPerformanceSummaryInBase MTMPerformanceSummaryInBase MTDYTDPerformanceSummary ChangeInPositionValues
  PriorPeriodPositions SecuritiesInfo ConversionRates ChangeInDividendAccruals TierInterestDetails HardToBorrowDetails
  NetStockPositionSummary UnbundledCommissionDetails FxPositions TradeConfirms`
    .trim()
    .split(/\s+/),
);
const REQUIRED = new Set(REQUIRED_SECTIONS.map(({ xml }) => xml));

function unknownSections({ sections }: QuerySurvey): readonly QueryFinding[] {
  return [...sections]
    .filter(([name, elements]) => elements.size > 0 && !REQUIRED.has(name) && !NOT_READ.has(name))
    .map(([name, elements]) => {
      const rows = [...elements.values()].reduce((sum, seen) => sum + seen.rows, 0);
      return {
        weight: 'note',
        kind: 'unknown',
        message: `The section <${name.slice(0, 60)}> has ${rows} rows that no figure of the report is made of; they are kept and shown.`,
      };
    });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
