import type { Dataset } from '#domain/dataset';
import type { Position } from '#domain/position';

/**
 * The statement's holdings with what the gateway alone tells of a contract: its name, sector, group, finer type and how
 * it is called. Quantities, prices, values and costs stay the statement's. Without holdings in the statement, the
 * gateway's as they are.
 */
export function namedByGateway(
  statement: Dataset<readonly Position[]>,
  gateway: Dataset<readonly Position[]>,
): Dataset<readonly Position[]> {
  if (statement.status === 'missing') return gateway;
  if (gateway.status === 'missing') return statement;
  const known = new Map(gateway.value.map((position) => [position.conid, position]));
  return { ...statement, value: statement.value.map((position) => named(position, known.get(position.conid))) };
}

function named(position: Position, known: Position | undefined): Position {
  if (!known) return position;
  const { symbol, description, name, type, sector, group, terms, multiplier } = known;
  return {
    ...position,
    symbol,
    description,
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    ...(sector === undefined ? {} : { sector }),
    ...(group === undefined ? {} : { group }),
    ...(terms === undefined ? {} : { terms: { ...position.terms, ...terms } }),
    ...(position.multiplier !== undefined || multiplier === undefined ? {} : { multiplier }),
  };
}
