import type { AccountState } from '#simulator/account';
import { cents, double, type Json } from './json.ts';

/** `GET /portfolio2/{id}/positions`: all rows at once under other names, conid as text, time in seconds, unrounded. */
export function livePositions(state: AccountState, now: number): Json {
  return state.positions.map(({ instrument, quantity, price, cost, realizedToday }) => {
    const single = Math.fround(price);
    const worth = quantity * instrument.multiplier * single;
    const average = quantity === 0 ? 0 : cost / quantity / 100;
    return {
      position: double(quantity),
      conid: String(instrument.conid),
      avgCost: double(average),
      avgPrice: double(average / instrument.multiplier),
      currency: instrument.currency,
      description: instrument.description,
      isLastToLoq: false,
      marketPrice: double(single),
      marketValue: double(worth),
      realizedPnl: cents(realizedToday),
      secType: instrument.assetClass,
      timestamp: Math.floor(now / 1000),
      unrealizedPnl: double(quantity === 0 ? 0 : worth - cost / 100),
      assetClass: instrument.assetClass,
      sector: instrument.sector,
      group: instrument.group,
      model: '',
    };
  });
}
