import { ENDPOINTS } from '#sources/gateway/endpoints';

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

/** Words that the broker, the gateway and the proxy use to say what is wrong, and for kinds of accounts and sessions. */
const WORDS = split(`
  a about access account accounts accountid acct acctids active after again all allowed already an and any app are as
  at authenticated authentication authorized available back bad be been before body bridge brokerage but by call calls
  can cannot certificate chart client closed code comm competing conid conids connect connected connection contact
  could currency data day days denied did does down empty end error errors exceeded exist expected expired failed fail
  field fields first for forbidden found from gateway gave get given has have host hour hours http iblink id if ill
  in information init initialize initialized initializing input internal invalid is iserver issue it json later limit
  limited list log logged login logged-in maintenance malformed many market method minute minutes missing must needed
  network no none not nothing null number of off on one only open or our page parameter path pending penalty period
  permission please pacing portfolio post problem process proxy query rate read ready refused rejected relogin remote
  request requests required reset resource response retry root run running scheduled search second seconds see server
  service session sessions set sign signed some sorry sso starting state status still such support system systems
  temporarily than that the there this tickle time timed timeout to token too transaction try type unable unauthorized
  unavailable undergoing unexpected unknown unreachable until up upgrade url user valid value version wait want wanted
  was we were while will with work wrong you your xcredserv
  demo individual fnf joint trust org ira stkcash stkmrgn stknopt pmrgn independent ib_proserve fa fa_client o p n r c
  ibkrmobile ccp cp web universal prod nj na hk zh us eu`);

const BY_FIELD: ReadonlySet<string> = new Set(FIELDS);
const BY_WORD: ReadonlySet<string> = new Set(WORDS);
const SEGMENTS: ReadonlySet<string> = new Set([
  ...Object.values(ENDPOINTS).flatMap(({ path }) => path.split('/')),
  ...split('v1 api sso validate iserver auth status Login Dispatcher'),
]);

/** Whether a field's name may stand in a log that others read. */
export const isKnownField = (name: string): boolean => BY_FIELD.has(name);

/** Whether a word of a message may. */
export const isKnownWord = (word: string): boolean => BY_WORD.has(word.toLowerCase());

/** Whether a part of an address's path may. */
export const isKnownSegment = (segment: string): boolean => SEGMENTS.has(segment) && !segment.startsWith('{');
