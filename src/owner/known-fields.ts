const split = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Names of fields in the broker's answers that say nothing of a person. */
const FIELDS = split(`
  accountId accountIds accountStatus accountTitle accountVan acctCustType acctIds allow authStatus authenticated
  brokerageAccess businessType by category clearingStatus code collission competing connected covestor currency data
  desc detail displayName error established faclient faClient fail features hardware_info hmds ibEntity id instance
  isMChild isMParent isMultiplex iserver lastAccessed loginType message metadata mmc noClientTrading pageNum pageSize
  parent reason serverInfo serverName serverVersion session ssoExpires status statusCode subaccounts success title total
  trackVirtualFXPortfolio tradingType type userId accountAlias alive
  AUTH_TIME CLIENT_APP CREDENTIAL EXPIRES IP IS_FREE_TRIAL IS_MASTER LANDING_APP LOGIN_TYPE MAC PAPER_USER_NAME
  QUALIFIED_FOR_MOBILE_AUTH RESULT SF_ENABLED USER_ID USER_NAME bond calendar env newMf optionChains realtime region
  wlms acctcode cashbalance cashbalancefxsegment commoditymarketvalue corporatebondsmarketvalue dividends exchangerate
  funds futuremarketvalue futuresonlypnl interest issueroptionsmarketvalue key moneyfunds netliquidationvalue
  realizedpnl secondkey sessionid settledcash severity stockmarketvalue stockoptionmarketvalue tbillsmarketvalue
  tbondsmarketvalue timestamp unrealizedpnl warrantsmarketvalue cryptocurrencyvalue endofbundle BASE`);

const BY_FIELD: ReadonlySet<string> = new Set(FIELDS);

/** Whether a field's name may stand in a log that others read. */
export const isKnownField = (name: string): boolean => BY_FIELD.has(name);
