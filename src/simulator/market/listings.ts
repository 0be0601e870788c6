import type { Instrument } from './instrument.ts';

/** A listed instrument with what drives its price and its income. */
export interface Listing {
  readonly instrument: Instrument;
  /** Price when the simulated market begins. */
  readonly level: number;
  /** Sensitivity to the market's daily move. */
  readonly beta: number;
  /** Its own daily volatility, a fraction. */
  readonly volatility: number;
  /** Expected growth in a year, a fraction. */
  readonly drift: number;
  readonly income?: Income;
}

/** Dividends: the first month of the year that pays, each how many months, how much a share in a year. */
export interface Income {
  readonly perYear: number;
  readonly firstMonth: number;
  readonly everyMonths: number;
  /** Day of the month from which the shares trade without the dividend. */
  readonly exDay: number;
  /** Days from the ex-date to the payment. */
  readonly payAfter: number;
  /** Tax withheld, a fraction. */
  readonly tax: number;
  /** The broker finds so many days after each payment that another rate was due. */
  readonly corrected?: { readonly tax: number; readonly after: number };
}

type Kind = Pick<Instrument, 'type' | 'sector' | 'group' | 'sectorGroup'>;
type Place = Pick<Instrument, 'currency' | 'exchange' | 'country'>;

const share = (sector: string, group: string, sectorGroup: string): Kind => ({
  type: 'COMMON',
  sector,
  group,
  sectorGroup,
});
/** Funds carry no sector at the broker. */
const FUND: Kind = { type: 'ETF', sector: null, group: null, sectorGroup: null };
const NASDAQ: Place = { currency: 'USD', exchange: 'NASDAQ', country: 'US' };
const NYSE: Place = { currency: 'USD', exchange: 'NYSE', country: 'US' };
const ARCA: Place = { currency: 'USD', exchange: 'ARCA', country: 'US' };

const quarterly = (perYear: number, firstMonth: number, exDay: number, tax = 0.15): Income => ({
  perYear,
  firstMonth,
  everyMonths: 3,
  exDay,
  payAfter: 24,
  tax,
});
const yearly = (perYear: number, firstMonth: number, exDay: number, tax: number): Income => ({
  perYear,
  firstMonth,
  everyMonths: 12,
  exDay,
  payAfter: 7,
  tax,
});

/**
 * What the simulated investors can hold: well-known names with levels and incomes near the real ones of late 2023.
 * What happens to their prices from there is invented.
 */
export const LISTINGS: readonly Listing[] = [
  list(756733, 'SPY', 'SPDR S&P 500 ETF TRUST', ARCA, FUND, 448, 1, 0.001, 0.1, {
    ...quarterly(6.9, 3, 18),
    corrected: { tax: 0.12, after: 140 },
  }),
  list(320227571, 'QQQ', 'INVESCO QQQ TRUST SERIES 1', NASDAQ, FUND, 385, 1.2, 0.004, 0.12, quarterly(2.6, 3, 20)),
  list(51529211, 'GLD', 'SPDR GOLD SHARES', ARCA, FUND, 183, 0.05, 0.009, 0.12),
  list(43645865, 'IVV', 'ISHARES CORE S&P 500 ETF', ARCA, FUND, 450, 1, 0.001, 0.1, quarterly(6.8, 3, 17)),
  list(
    265598,
    'AAPL',
    'APPLE INC',
    NASDAQ,
    share('Technology', 'Computers', 'Computers'),
    187,
    1.1,
    0.011,
    0.12,
    quarterly(0.96, 2, 10),
  ),
  list(
    272093,
    'MSFT',
    'MICROSOFT CORP',
    NASDAQ,
    share('Technology', 'Software', 'Applications Software'),
    370,
    1,
    0.01,
    0.12,
    quarterly(3, 2, 15),
  ),
  list(
    4815747,
    'NVDA',
    'NVIDIA CORP',
    NASDAQ,
    share('Technology', 'Semiconductors', 'Electronic Compo-Semicon'),
    49,
    1.5,
    0.012,
    0.28,
    quarterly(0.04, 3, 6),
  ),
  list(
    3691937,
    'AMZN',
    'AMAZON.COM INC',
    NASDAQ,
    share('Communications', 'Internet', 'E-Commerce/Products'),
    143,
    1.2,
    0.012,
    0.08,
  ),
  list(
    76792991,
    'TSLA',
    'TESLA INC',
    NASDAQ,
    share('Consumer, Cyclical', 'Auto Manufacturers', 'Auto-Cars/Light Trucks'),
    234,
    1.4,
    0.014,
    0.01,
  ),
  list(
    8719,
    'JNJ',
    'JOHNSON & JOHNSON',
    NYSE,
    share('Consumer, Non-cyclical', 'Pharmaceuticals', 'Medical-Drugs'),
    148,
    0.5,
    0.007,
    0.08,
    quarterly(4.96, 2, 20),
  ),
  list(
    8894,
    'KO',
    'COCA-COLA CO/THE',
    NYSE,
    share('Consumer, Non-cyclical', 'Beverages', 'Beverages-Non-alcoholic'),
    57,
    0.5,
    0.006,
    0.08,
    quarterly(1.94, 3, 14),
  ),
  list(
    1520593,
    'JPM',
    'JPMORGAN CHASE & CO',
    NYSE,
    share('Financial', 'Banks', 'Diversified Banking Inst'),
    150,
    1,
    0.009,
    0.13,
    quarterly(4.6, 1, 5),
  ),
  list(
    117589399,
    'ASML',
    'ASML HOLDING NV',
    { currency: 'EUR', exchange: 'AEB', country: 'NL' },
    share('Technology', 'Semiconductors', 'Semiconductor Equipment'),
    620,
    1.3,
    0.012,
    0.09,
    yearly(6.1, 5, 2, 0.15),
  ),
  list(
    14204,
    'SAP',
    'SAP SE',
    { currency: 'EUR', exchange: 'IBIS', country: 'DE' },
    share('Technology', 'Software', 'Enterprise Software/Serv'),
    139,
    0.9,
    0.009,
    0.13,
    yearly(2.2, 5, 15, 0.26375),
  ),
  list(
    29612257,
    'NESN',
    'NESTLE SA-REG',
    { currency: 'CHF', exchange: 'EBS', country: 'CH' },
    share('Consumer, Non-cyclical', 'Food', 'Food-Misc/Diversified'),
    99,
    0.5,
    0.007,
    0.03,
    { ...yearly(3, 4, 20, 0.35), corrected: { tax: 0.15, after: 150 } },
  ),
];

function list(
  conid: number,
  symbol: string,
  name: string,
  place: Place,
  kind: Kind,
  level: number,
  beta: number,
  volatility: number,
  drift: number,
  income?: Income,
): Listing {
  const instrument = {
    conid,
    symbol,
    name,
    description: symbol,
    assetClass: 'STK',
    multiplier: 1,
    decimals: 2,
  } as const;
  return {
    instrument: { ...instrument, ...place, ...kind },
    level,
    beta,
    volatility,
    drift,
    ...(income ? { income } : {}),
  };
}
