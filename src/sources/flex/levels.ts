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

/** Whether a row counts. One without a level does: the query does not tick that field, or the section has no levels. */
export function counts(name: string, level: string): boolean {
  if (BESIDE.has(name)) return false;
  return level === '' || !Object.hasOwn(COUNTING, name) || COUNTING[name]?.includes(level) === true;
}
