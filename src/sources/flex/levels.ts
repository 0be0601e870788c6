import type { FlexRow } from './document.ts';

/** Levels at which a row counts, by its element. Other levels tell the same amounts again, added up or split. */
const COUNTING: Readonly<Record<string, readonly string[]>> = {
  Trade: ['EXECUTION'],
  TradeConfirm: ['EXECUTION'],
  CashTransaction: ['DETAIL'],
  CorporateAction: ['DETAIL'],
  Transfer: ['TRANSFER', 'DETAIL'],
  FxTransaction: ['TRANSACTION', 'DETAIL'],
  OpenPosition: ['SUMMARY', 'LOT'],
};

/** Elements that stand beside executions and tell the same trades at other levels. */
const BESIDE = new Set(['Order', 'Lot', 'WashSale', 'SymbolSummary', 'AssetSummary']);

/** Rows that tell an account's value or cash as a whole, and once more split by an advisor's model. */
const ALSO_BY_MODEL = new Set([
  'EquitySummaryByReportDateInBase',
  'ChangeInNAV',
  'CashReportCurrency',
  'InterestAccrualsCurrency',
]);
const MODEL = 'MODEL';

/** The level a row is at, empty where it names none; `MODEL` for a part of a sum that stands beside it. */
export function levelOf({ name, fields }: FlexRow): string {
  const of = (field: string): string => (Object.hasOwn(fields, field) ? fields[field] : undefined) ?? '';
  return ALSO_BY_MODEL.has(name) && of('model') !== '' ? MODEL : of('levelOfDetail');
}

/** Whether a row counts. One without a level does: the query does not tick that field, or the section has no levels. */
export function counts(name: string, level: string): boolean {
  if (BESIDE.has(name) || (level === MODEL && ALSO_BY_MODEL.has(name))) return false;
  return level === '' || !Object.hasOwn(COUNTING, name) || COUNTING[name]?.includes(level) === true;
}
