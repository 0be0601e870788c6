/**
 * Fields of the broker's sections that this version knows of and does not use everywhere: they describe the contract,
 * the order or the account, or give in another form what a mapping reads already.
 */
const KNOWN = new Set(
  `
  account accountId accountName accruedInt acctAlias actionDescription actionID activityCode
  activityDescription allocatedTo amount assetCategory availableForTradingDate balance blockID
  brokerClearingCommission brokerExecutionCommission brokerageOrderID buySell cashTransfer changeInPrice
  changeInQuantity clearingFirmID clientReference closePrice code commission commissionCurrency commodityType
  company conid cost costBasisMoney costBasisPrice country credit currency cusip date dateTime debit
  deliveringBroker deliveryType description direction exDate exchange execID expiry extExecID fee
  fifoPnlRealized fifoPnlUnrealized figi fineness fromAcct functionalCurrency fxCurrency fxPnl fxRateToBase
  grossAmount grossRate holdingPeriodDateTime ibCommission ibCommissionCurrency ibExecID ibOrderID
  initialInvestment isAPIOrder isin issuer issuerCountryCode levelOfDetail listingExchange markPrice model
  mtmPnl multiplier netAmount netCash netCashWithBillable notes openCloseIndicator openDateTime openPrice
  orderID orderReference orderTime orderType origTradeDate origTradeID origTradePrice originatingOrderID
  originatingTransactionID otherCommission otherTax payDate payer percentOfNAV pnlAmount pnlAmountInBase
  position positionActionID positionAmount positionAmountInBase positionValue price principalAdjustFactor
  proceeds putCall quantity realizedPL relatedTradeID relatedTransactionID reportDate rfqID rtn salesTax
  securityID securityIDType serialNumber settleDate settleDateTarget side strike subCategory symbol tax taxRate
  taxType taxableAmount taxableDescription taxableTransactionID taxes thirdPartyClearingCommission
  thirdPartyExecutionCommission thirdPartyRegulatoryCommission toAcct tradeCharge tradeCode tradeCommission
  tradeDate tradeGross tradeID tradeMoney tradePrice tradeQuantity tradeTax traderID transactionID
  transactionType transferPrice type underlyingConid underlyingListingExchange underlyingSecurityID
  underlyingSymbol value vestingDate volatilityOrderLink weight whenRealized whenReopened
`
    .trim()
    .split(/\s+/),
);

/** Whether a field is known. Others are kept as sent and reported. */
export function isKnownField(name: string): boolean {
  return KNOWN.has(name);
}
