/** Where the amount of an entry comes from. */
export type SummaryMoney =
  | 'accruedcash'
  | 'accrueddividend'
  | 'availablefunds'
  | 'buyingpower'
  | 'equitywithloanvalue'
  | 'excessliquidity'
  | 'grosspositionvalue'
  | 'margin'
  | 'netliquidation'
  | 'previousdayequity'
  | 'regtmargin'
  | 'sma'
  | 'totalcashvalue'
  | 'zero';

type Segment = 'c' | 'p' | 's';
/** Securities, commodities and the third segment, in the order of the wire. */
const ALL: readonly Segment[] = ['c', 'p', 's'];
const SECURITIES: readonly Segment[] = ['s'];

/** Entries that hold money: name, source of the amount, segments it is given for. All 143 names are of one recorded account. */
export const SUMMARY_MONEY: readonly (readonly [string, SummaryMoney, readonly Segment[]])[] = [
  ['accruedcash', 'accruedcash', ALL],
  ['accrueddividend', 'accrueddividend', ALL],
  ['availablefunds', 'availablefunds', ALL],
  ['billable', 'zero', ALL],
  ['buyingpower', 'buyingpower', []],
  ['equitywithloanvalue', 'equitywithloanvalue', ALL],
  ['excessliquidity', 'excessliquidity', ALL],
  ['fullavailablefunds', 'availablefunds', ALL],
  ['fullexcessliquidity', 'excessliquidity', ALL],
  ['fullinitmarginreq', 'margin', ALL],
  ['fullmaintmarginreq', 'margin', ALL],
  ['grosspositionvalue', 'grosspositionvalue', SECURITIES],
  ['guarantee', 'zero', ALL],
  ['incentivecoupons', 'zero', ALL],
  ['indianstockhaircut', 'zero', ALL],
  ['initmarginreq', 'margin', ALL],
  ['lookaheadavailablefunds', 'availablefunds', ALL],
  ['lookaheadexcessliquidity', 'excessliquidity', ALL],
  ['lookaheadinitmarginreq', 'margin', ALL],
  ['lookaheadmaintmarginreq', 'margin', ALL],
  ['maintmarginreq', 'margin', ALL],
  ['netliquidation', 'netliquidation', ALL],
  ['netliquidationuncertainty', 'zero', []],
  ['pasharesvalue', 'zero', ALL],
  ['physicalcertificatevalue', 'zero', ALL],
  ['postexpirationexcess', 'zero', ALL],
  ['postexpirationmargin', 'zero', ALL],
  ['previousdayequitywithloanvalue', 'previousdayequity', SECURITIES],
  ['regtequity', 'netliquidation', SECURITIES],
  ['regtmargin', 'regtmargin', SECURITIES],
  ['sma', 'sma', SECURITIES],
  ['totalcashvalue', 'totalcashvalue', ALL],
  ['totaldebitcardpendingcharges', 'zero', ALL],
];

/** Entries that hold text; null: it depends on the account. */
export const SUMMARY_TEXT: readonly (readonly [string, string | null])[] = [
  ['accountcode', null],
  ['accountready', 'true'],
  ['accounttype', null],
  ['columnprio-c', '2'],
  ['columnprio-p', '5'],
  ['columnprio-s', '1'],
  ['cushion', null],
  ['daytradesremaining', '-1'],
  ['daytradesremainingt+1', '-1'],
  ['daytradesremainingt+2', '-1'],
  ['daytradesremainingt+3', '-1'],
  ['daytradesremainingt+4', '-1'],
  ['daytradingstatus-s', null],
  ['depositoncredithold', 'null'],
  ['highestseverity', 'null'],
  ['leverage-s', null],
  ['lookaheadnextchange', null],
  ['nlvandmargininreview', 'false'],
  ['segmenttitle-c', 'US Commodities'],
  ['segmenttitle-p', 'Crypto at Paxos'],
  ['segmenttitle-s', 'US Securities'],
  ['settledcashbydate', null],
  ['settledcashbydate-c', null],
  ['settledcashbydate-p', null],
  ['settledcashbydate-s', null],
  ['tradingtype-s', null],
  ['whatifpmenabled', 'true'],
];
