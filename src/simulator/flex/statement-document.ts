import { addDays, type Day } from '#simulator/market/day';
import { isTradingDay } from '#simulator/market/trading-days';
import { changeInDividendAccruals, interestAccruals, openDividendAccruals } from './accrual-sections.ts';
import { cashReport } from './cash-report.ts';
import { cashTransactions, salesTaxes } from './cash-section.ts';
import type { FlexQuery, FlexSpan } from './flex-query.ts';
import { element, type FlexRow, type RowDate } from './flex-row.ts';
import { openPositions } from './position-section.ts';
import { conversionRates, securitiesInfo } from './reference-sections.ts';
import type { FlexAccount } from './statement-life.ts';
import { type StatementSpan, spanFor } from './statement-span.ts';
import { tradeConfirms, trades } from './trade-section.ts';
import { accountInformation, changeInNav, equitySummary } from './value-sections.ts';

type Section = readonly [name: string, rows: (span: StatementSpan) => Iterable<FlexRow>];

/** Sections whose only element stands in no list. */
const SINGLE = new Set(['AccountInformation', 'ChangeInNAV']);
const NOTHING = (): Iterable<FlexRow> => [];

/** What an activity query can tick, in the broker's order. Of the empty ones nothing ever happens in these lives. */
const ACTIVITY: readonly Section[] = [
  ['AccountInformation', accountInformation],
  ['EquitySummaryInBase', equitySummary],
  ['ChangeInNAV', changeInNav],
  ['CashReport', cashReport],
  ['OpenPositions', openPositions],
  ['Trades', trades],
  ['FxTransactions', NOTHING],
  ['CorporateActions', NOTHING],
  ['CashTransactions', cashTransactions],
  ['SalesTaxes', salesTaxes],
  ['InterestAccruals', interestAccruals],
  ['Transfers', NOTHING],
  ['ChangeInDividendAccruals', changeInDividendAccruals],
  ['OpenDividendAccruals', openDividendAccruals],
  ['SecuritiesInfo', securitiesInfo],
  ['ConversionRates', conversionRates],
];

const NOBODY_KNOWS =
  '<SimulatedSection>\n<SimulatedRow accountId="" simulatedField="new" amount="1" />\n</SimulatedSection>\n';

const CONFIRMS: readonly Section[] = [['TradeConfirms', tradeConfirms]];

export interface DocumentRequest {
  readonly query: FlexQuery;
  readonly accounts: readonly FlexAccount[];
  readonly span: FlexSpan;
  /** Whether the request named the days: then the statement names no saved period. */
  readonly daysAsked: boolean;
  /** Instant the statement was ordered, epoch milliseconds, and the same in New York. */
  readonly now: number;
  readonly generated: RowDate;
  /** What `count` says; the number of statements when absent. */
  readonly count?: number;
  /** Whether a section, a row and a field that nobody knows stand at the end of each statement. */
  readonly unknown?: boolean;
}

/** Writes one answer with statements piece by piece: an account's life is looked up only when its turn comes. */
export function* statementDocument(request: DocumentRequest): Generator<string> {
  const { query, accounts, span } = request;
  const days = query.byDay ? tradingDaysOf(span) : undefined;
  const count = request.count ?? accounts.length * (days?.length ?? 1);
  yield element(query, { name: 'FlexQueryResponse', fields: { queryName: query.name, type: query.type } }, '>');
  yield `<FlexStatements count="${count}">\n`;
  for (const account of accounts) {
    const life = account.life(request.now);
    for (const { from, to } of days ?? [span]) yield* statement(request, account, life, from, to);
  }
  yield '</FlexStatements>\n</FlexQueryResponse>\n';
}

function* statement(
  request: DocumentRequest,
  { profile }: FlexAccount,
  life: ReturnType<FlexAccount['life']>,
  from: Day,
  to: Day,
): Generator<string> {
  const { query } = request;
  const head = {
    accountId: profile.id,
    fromDate: { day: from },
    toDate: { day: to },
    period: request.daysAsked ? '' : query.period,
    whenGenerated: request.generated,
  };
  yield element(query, { name: 'FlexStatement', fields: head }, '>');
  const sections = (query.type === 'TCF' ? CONFIRMS : ACTIVITY).filter(
    ([name]) => query.sections === undefined || query.sections.includes(name),
  );
  if (life) yield* sectionsOf(sections, spanFor(profile, query, life, from, to));
  else yield* emptySections(sections, request, profile);
  if (request.unknown) yield NOBODY_KNOWS;
  yield '</FlexStatement>\n';
}

function* sectionsOf(sections: readonly Section[], span: StatementSpan): Generator<string> {
  for (const [name, rows] of sections) {
    if (!SINGLE.has(name)) yield `<${name}>\n`;
    for (const row of rows(span)) {
      if (row.repeats && !span.query.levels) continue;
      yield element(span.query, row);
    }
    if (!SINGLE.has(name)) yield `</${name}>\n`;
  }
}

/** An account that was never funded: who it is, and every section empty. */
function* emptySections(
  sections: readonly Section[],
  { query }: DocumentRequest,
  profile: FlexAccount['profile'],
): Generator<string> {
  for (const [name] of sections) {
    if (name === 'AccountInformation') for (const row of accountInformation({ profile })) yield element(query, row);
    else if (!SINGLE.has(name)) yield `<${name} />\n`;
  }
}

function tradingDaysOf({ from, to }: FlexSpan): FlexSpan[] {
  const days: FlexSpan[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (isTradingDay(day)) days.push({ from: day, to: day });
  return days;
}
