import type { MarketCalendar } from '#domain/market-calendar';
import type { Statement } from '#domain/statement';
import type { Check } from '#report/block';
import { type BridgeColumn, bridgeColumn } from '#report/bridge-column';
import { NEEDS_FLEX } from '#report/missing';
import type { PeriodMoves } from '#report/moved-period';
import type { StatementMoney } from '#report/statement-money';
import { isMissing } from '#report/value';
import { dayText } from '#report/wording';
import { moneyCheck, unchecked } from './check.ts';

export interface UnexplainedInput {
  readonly moves: readonly PeriodMoves[];
  readonly statement: Statement | undefined;
  readonly money: StatementMoney | undefined;
  readonly base: string;
  readonly calendar: MarketCalendar;
}

/**
 * Check 6: the lines of the day's bridge, as the report shows it, lead from the opening to the closing value. Expected is
 * where the lines lead, found is the closing value, the difference is what they leave unexplained. Where a line takes all
 * that isn't told, nothing can be left over, and nothing is checked.
 */
export function nothingUnexplained(input: UnexplainedInput): Check {
  const [id, name] = ['bridge', 'Nothing unexplained in the bridge'];
  const day = input.moves.find((moves) => moves.name === 'Day');
  if (!day) return unchecked(id, name, 'no day to lead through');
  const column = bridgeColumn(day, input);
  if (!column) return unchecked(id, name, endLacking(day));
  const { verdict, unexplained, tolerance } = column;
  if (verdict === undefined || typeof unexplained !== 'number') return unchecked(id, name, lacking(column, input));
  const { closing } = column.moves;
  const compared = { verdict, expected: closing - unexplained, found: closing, difference: unexplained, tolerance };
  return moneyCheck(id, name, compared, input.base);
}

function endLacking({ opening, closing, from, to }: PeriodMoves): string {
  if (isMissing(opening)) return opening.missing;
  return isMissing(closing) ? closing.missing : `no value of ${dayText(typeof opening === 'number' ? to : from)}`;
}

/** What the day's bridge lacks to be whole: statements of the day, else holdings of both closes. */
function lacking({ moves, steps, unexplained }: BridgeColumn, { statement }: UnexplainedInput): string {
  if (!statement) return NEEDS_FLEX.missing;
  // Of a line without a figure the reason is the line's own.
  if (isMissing(unexplained) && steps.every(({ rest }) => !rest)) return unexplained.missing;
  if (isMissing(moves.flows)) return `flows: ${moves.flows.missing}`;
  return 'missing' in moves.parts ? moves.parts.missing : 'price and currency not known of every holding';
}
