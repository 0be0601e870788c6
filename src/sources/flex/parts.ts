import type { StatementPart } from '#domain/statement';
import type { FlexItem } from './items.ts';

/** Sections that tell a part whole, by their XML name. */
const PART_OF_SECTION: Readonly<Record<string, StatementPart>> = {
  Trades: 'trades',
  TradeConfirms: 'trades',
  CashTransactions: 'cashTransactions',
  Transfers: 'transfers',
  CorporateActions: 'corporateActions',
  SalesTaxes: 'salesTaxes',
  FxTransactions: 'fxResults',
  EquitySummaryInBase: 'netAssetValues',
  ChangeInNAV: 'changes',
  OpenPositions: 'positions',
  CashReport: 'cash',
  OpenDividendAccruals: 'dividendAccruals',
  InterestAccruals: 'interestAccruals',
  ConversionRates: 'ratesToBase',
};

/** The part that a section tells, if it is one of these. */
export function partOfSection(section: string): StatementPart | undefined {
  return Object.hasOwn(PART_OF_SECTION, section) ? PART_OF_SECTION[section] : undefined;
}

type ListedKind = Exclude<FlexItem['kind'], 'unmapped' | 'account' | 'rate' | 'funds-line'>;

/** The part that a mapped value belongs to. */
export const PART_OF_KIND: Readonly<Record<ListedKind, StatementPart>> = {
  trade: 'trades',
  'cash-transaction': 'cashTransactions',
  transfer: 'transfers',
  'corporate-action': 'corporateActions',
  'sales-tax': 'salesTaxes',
  'fx-result': 'fxResults',
  'net-asset-value': 'netAssetValues',
  'net-asset-value-change': 'changes',
  position: 'positions',
  cash: 'cash',
  'dividend-accrual': 'dividendAccruals',
  'interest-accrual': 'interestAccruals',
};

/** Parts that are true at the end of a statement alone; the others are booked on a day and stay. */
export const CLOSE_PARTS: ReadonlySet<StatementPart> = new Set<StatementPart>([
  'positions',
  'cash',
  'dividendAccruals',
  'interestAccruals',
  'ratesToBase',
]);
