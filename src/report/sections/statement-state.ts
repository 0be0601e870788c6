import { datasetOf, type Snapshot } from '#domain/snapshot';
import type { StatementPart, UnknownRow } from '#domain/statement';
import type { Block } from '#report/block';
import type { ReportSection } from '#report/report';
import { countText, listText } from '#report/wording';

/** One block where statements could tell more than they do: none at hand, one that did not come, one that lacks parts. */
export function statementState(snapshot: Snapshot): ReportSection {
  const items = itemsOf(snapshot);
  const dataset = datasetOf(snapshot, 'statement');
  const expected =
    dataset.status === 'missing' ? dataset.gap.reason !== 'not-asked' : unreadItem(dataset.value.unknown).length > 0;
  const block: Block = {
    kind: 'notice',
    id: 'statement-state',
    title: 'Deposits, income, costs and trades',
    shownIn: ['page', 'workbook'],
    tone: expected ? 'warning' : 'plain',
    items,
  };
  return { id: 'statement', blocks: items.length === 0 ? [] : [block] };
}

interface Item {
  readonly term: string;
  readonly text: string;
}

function itemsOf(snapshot: Snapshot): readonly Item[] {
  const dataset = datasetOf(snapshot, 'statement');
  if (dataset.status === 'present') return [...lackingItem(dataset.value.lacks), ...unreadItem(dataset.value.unknown)];
  const { reason, message, nextStep } = dataset.gap;
  if (reason === 'not-asked') {
    const text =
      'The gateway doesn’t tell deposits, income, costs or every trade. A Flex query at the broker does: docs/flex.md shows how to set it up.';
    return [{ term: 'No Flex statements', text }];
  }
  return [{ term: 'Missing: statement', text: nextStep ? `${message} ${nextStep}` : message }];
}

/** What the reader would call each part of a statement. */
const PART_NAMES: Readonly<Record<StatementPart, string>> = {
  trades: 'trades',
  cashTransactions: 'cash transactions',
  transfers: 'transfers',
  corporateActions: 'corporate actions',
  salesTaxes: 'sales tax',
  fxResults: 'results on currency',
  netAssetValues: 'net asset value by day',
  changes: 'change in net asset value',
  positions: 'open positions',
  cash: 'cash report',
  dividendAccruals: 'dividend accruals',
  interestAccruals: 'interest accruals',
  ratesToBase: 'conversion rates',
};

function lackingItem(lacks: readonly StatementPart[]): readonly Item[] {
  if (lacks.length === 0) return [];
  const text = `Parts that the Flex query lacks, or has without single bookings: ${listText(
    lacks.map((part) => PART_NAMES[part]),
    lacks.length,
  )}. What they tell is missing here; “daybook flex check” names the figures.`;
  return [{ term: 'Not in the statement', text }];
}

/** Rows that count and could not be read: the lists they stand in are not whole. */
function unreadItem(unknown: readonly UnknownRow[]): readonly Item[] {
  const unread = unknown.filter(({ why }) => why !== 'unknown');
  if (unread.length === 0) return [];
  const sorts = [...new Set(unread.map(({ name, why, field = 'field' }) => `${name} ${TROUBLES[why]} ${field}`))];
  const text = `${countText(unread.length, 'row')} of the statement could not be read (${listText(sorts, 3)}). The lists they stand in are not whole: what these tell of the statement’s days is in no sum.`;
  return [{ term: 'Rows not read', text }];
}

const TROUBLES: Readonly<Record<UnknownRow['why'], string>> = {
  unknown: 'with an unknown',
  'field-missing': 'without',
  unreadable: 'with an unreadable',
  'other-account': 'with another account in',
};
