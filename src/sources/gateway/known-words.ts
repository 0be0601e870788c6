const split = (text: string): readonly string[] => text.trim().split(/\s+/);

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

const BY_WORD: ReadonlySet<string> = new Set(WORDS);
const STATUS = /^(?:200|30[0-4]|4(?:0[0-9]|1[0-9]|29)|50[0-4])$/;
const MOST_LETTERS = 400;

/** Whether a word of a message may stand where others read it. */
const isKnownWord = (word: string): boolean => BY_WORD.has(word.toLowerCase());

/** A message of the broker's with its known words; what may be a name, a number or a secret becomes dots. */
export function inKnownWords(text: string): string {
  const tokens = text.slice(0, MOST_LETTERS).match(/[A-Za-z_]+|[ .,:;/()]+|[^A-Za-z_ .,:;/()]+/g) ?? [];
  return tokens
    .map((token) => (/^[ .,:;/()]/.test(token) || isKnownWord(token) || STATUS.test(token) ? token : '…'))
    .join('')
    .replaceAll(/…(?:[.,:;/()]*…)+/g, '…');
}
