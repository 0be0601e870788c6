import type { Scenario } from '#simulator/scenario';

/** What the tests read of the wire. Only what they use is named. */
export interface WirePosition {
  readonly conid: number;
  readonly contractDesc: string;
  readonly currency: string;
  readonly position: number;
  readonly mktPrice: number;
  readonly mktValue: number;
  readonly avgCost: number;
  readonly unrealizedPnl: number;
  readonly realizedPnl: number;
  readonly assetClass: string;
  readonly ticker?: string;
}
export type WireLedger = Readonly<Record<string, WireBalance>>;
export interface WireBalance {
  readonly currency: string;
  readonly cashbalance: number;
  readonly interest: number;
  readonly dividends: number;
  readonly exchangerate: number;
  readonly netliquidationvalue: number;
  readonly stockmarketvalue: number;
  readonly stockoptionmarketvalue: number;
  readonly tbondsmarketvalue: number;
  readonly unrealizedpnl: number;
  readonly timestamp: number;
}
export interface WireSeries {
  readonly startNAV: { readonly date: string; readonly val: number };
  readonly dates: readonly string[];
  readonly nav: readonly number[];
  readonly cps: readonly number[];
}
export type WireAllocation = Readonly<
  Record<string, { readonly long: Record<string, number>; readonly short: Record<string, number> }>
>;
export interface WireTransactions {
  readonly nd: number;
  readonly from: number;
  readonly to: number;
  readonly transactions: readonly {
    readonly rawDate: string;
    readonly type: string;
    readonly qty?: number;
    readonly pr?: number;
    readonly amt: number;
    readonly fxRate: number;
  }[];
  readonly rpnl: { readonly data: readonly { readonly amt: string }[]; readonly amt: string };
}

/** Asks a scenario itself, without a gateway before it: for properties over many seeds. */
export function ask<T>(scenario: Scenario, at: string, method: string, path: string, body?: unknown): T {
  const [name = '', query] = path.split('?');
  const answer = scenario.answer({
    method,
    path: name,
    query: new URLSearchParams(query),
    body,
    now: Date.parse(at),
  });
  if (answer?.status !== 200) throw new Error(`${method} ${path} was answered ${answer?.status}`);
  let text = '';
  for (const piece of answer.text) text += typeof piece === 'string' ? piece : new TextDecoder().decode(piece);
  return JSON.parse(text) as T;
}

export const toCents = (amount: number): number => Math.round(amount * 100);
