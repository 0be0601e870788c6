import type { StatementPosition } from '#domain/statement-position';
import { defined } from '#sources/gateway/reading';

/** Each holding once: lots count only where the statement has no summary of the same contract, day and model. */
export function pickPositions(positions: readonly StatementPosition[]): readonly StatementPosition[] {
  const summed = new Set(positions.filter(({ level }) => level === 'summary').map(holdingKey));
  return positions.filter((position) => position.level === 'summary' || !summed.has(holdingKey(position)));
}

/** What tells one holding from another within a statement. */
export function holdingKey({ contract, date, model, currency }: StatementPosition): string {
  return JSON.stringify([contract.conid ?? contract.symbol, date, model, currency]);
}

/** Each holding once and as a whole: lots that no summary stands for are added up. */
export function holdings(positions: readonly StatementPosition[]): readonly StatementPosition[] {
  const whole = new Map<string, StatementPosition>();
  for (const position of pickPositions(positions)) {
    const key = holdingKey(position);
    const before = whole.get(key);
    whole.set(key, position.level === 'summary' || before === undefined ? position : added(before, position));
  }
  return [...whole.values()].map((position) => ({ ...position, level: 'summary' }));
}

function added(one: StatementPosition, other: StatementPosition): StatementPosition {
  const { cost: _, unrealizedProfit: __, accruedInterest: ___, ...rest } = one;
  return defined({
    ...rest,
    quantity: one.quantity + other.quantity,
    marketValue: one.marketValue + other.marketValue,
    cost: sum(one.cost, other.cost),
    unrealizedProfit: sum(one.unrealizedProfit, other.unrealizedProfit),
    accruedInterest: (one.accruedInterest ?? 0) + (other.accruedInterest ?? 0) || undefined,
    remainder: { ...one.remainder, ...other.remainder },
  });
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}
