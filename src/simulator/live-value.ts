/** How far PortfolioAnalyst's value of the running day lies from the ledger's at most, a fraction (0.07 basis points were seen). */
const STRAY = 4e-6;
const PERIOD_MS = 2_700_000;

/**
 * The value PortfolioAnalyst gives the running day: near `value`, never rounded, and another one every second, as two
 * of its endpoints asked in one second already differ on recorded answers.
 */
export function liveValue(value: number, now: number): number {
  return Math.round(value * (1 + STRAY * Math.sin((now / PERIOD_MS) * 2 * Math.PI + 1)) * 1e8) / 1e8;
}
