import type { Day } from '#simulator/market/day';

/** How the simulated Flex Web Service behaves. */
export interface FlexSettings {
  readonly token: string;
  /** The token works up to this day in New York; for ever when absent. */
  readonly tokenExpires?: Day;
  /** Hour in New York at which the statement of the day before is there, with its fraction. */
  readonly readyHour: number;
  /** How often a statement is told to be in the making before it comes. */
  readonly inProgress: number;
  /** Whether more than one request a second, or ten a minute, of the clock are refused. */
  readonly limits: boolean;
}

/** Half past three in the night: statements come between two and six. */
export const DEFAULT_FLEX: FlexSettings = {
  token: '204815377196604482915503',
  readyHour: 3.5,
  inProgress: 1,
  limits: true,
};
