import type { StatementPosition } from '#domain/statement-position';

/** Each holding once: lots count only where the statement has no summary of the same contract, day and model. */
export function pickPositions(positions: readonly StatementPosition[]): readonly StatementPosition[] {
  const summed = new Set(positions.filter(({ level }) => level === 'summary').map(keyOf));
  return positions.filter((position) => position.level === 'summary' || !summed.has(keyOf(position)));
}

function keyOf({ contract, date, model, currency }: StatementPosition): string {
  return JSON.stringify([contract.conid ?? contract.symbol, date, model, currency]);
}
