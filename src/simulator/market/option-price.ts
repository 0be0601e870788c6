/** Yearly interest rate and volatility the simulated option market reckons with. */
const RATE = 0.04;
const VOLATILITY = 0.17;

/** Price of one unit of a European put by Black and Scholes, at least one cent. `years` to expiry, at least a day. */
export function putPrice(spot: number, strike: number, years: number): number {
  const time = Math.max(years, 1 / 365);
  const spread = VOLATILITY * Math.sqrt(time);
  const d1 = (Math.log(spot / strike) + (RATE + VOLATILITY ** 2 / 2) * time) / spread;
  const price = strike * Math.exp(-RATE * time) * normalCdf(spread - d1) - spot * normalCdf(-d1);
  return Math.max(0.01, price);
}

/** Normal distribution function, to seven digits (Abramowitz and Stegun 26.2.17). */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return x >= 0 ? 1 - tail : tail;
}
