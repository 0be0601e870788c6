/** Names of a summary's entries, without the segment's suffix; from recorded answers. */
const NAMES = new Set(
  `accountcode accountready accounttype accruedcash accrueddividend availablefunds billable buyingpower columnprio
  cushion daytradesremaining daytradesremainingt+1 daytradesremainingt+2 daytradesremainingt+3 daytradesremainingt+4
  daytradingstatus depositoncredithold equitywithloanvalue excessliquidity fullavailablefunds fullexcessliquidity
  fullinitmarginreq fullmaintmarginreq grosspositionvalue guarantee highestseverity incentivecoupons
  indianstockhaircut initmarginreq leverage lookaheadavailablefunds lookaheadexcessliquidity lookaheadinitmarginreq
  lookaheadmaintmarginreq lookaheadnextchange maintmarginreq netliquidation netliquidationuncertainty
  nlvandmargininreview pasharesvalue physicalcertificatevalue postexpirationexcess postexpirationmargin
  previousdayequitywithloanvalue regtequity regtmargin segmenttitle settledcash settledcashbydate sma
  totalcashvalue totaldebitcardpendingcharges tradingtype whatifpmenabled`.split(/\s+/),
);

/** Segments: `s` securities, `c` commodities, `p` the third one. */
const SEGMENT = /-[scp]$/;

/** Whether recorded answers hold an entry of this name, for the whole account or for a segment. */
export function isKnownSummaryKey(key: string): boolean {
  return NAMES.has(key) || NAMES.has(key.replace(SEGMENT, ''));
}
