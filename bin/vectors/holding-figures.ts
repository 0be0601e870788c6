import { concentration } from '#analytics/concentration';
import { type PriceAndFx, splitCash, splitHolding } from '#analytics/price-and-fx';
import { valueBridge } from '#analytics/value-bridge';
import type { BridgeCase, HoldingsCase } from './case-form.ts';
import { orNull } from './or-null.ts';

/** One day of unchanged holdings and cash, in the names of the vectors. */
export function holdingFigures(input: HoldingsCase['input']): object {
  const positions = input.positions.map((one) => ({
    symbol: one.symbol,
    split: splitHolding({
      quantity: one.quantity,
      ...(one.multiplier === undefined ? {} : { multiplier: one.multiplier }),
      priceOpen: one.price_open,
      priceClose: one.price_close,
      fxOpen: one.fx_open,
      fxClose: one.fx_close,
    }),
  }));
  const cash = input.cash.map((one) => ({
    currency: one.currency,
    split: splitCash({ balance: one.balance, fxOpen: one.fx_open, fxClose: one.fx_close }),
  }));
  const all = [...positions, ...cash].map(({ split }) => split);
  const total = (list: readonly PriceAndFx[], part: keyof PriceAndFx): number =>
    list.reduce((sum, split) => sum + split[part], 0);
  const [open, close] = [total(all, 'valueOpen'), total(all, 'valueClose')];
  const held = positions.map(({ split }) => split);
  const spread = concentration(
    held.map(({ valueClose }) => valueClose),
    close,
  );
  const price = total(all, 'price');
  const [fxHeld, fxCash] = [
    total(held, 'fx'),
    total(
      cash.map(({ split }) => split),
      'fx',
    ),
  ];
  const rest = close - open - price - fxHeld - fxCash;
  return {
    nav_open: open,
    nav_close: close,
    nav_change: close - open,
    day_return: (close - open) / open,
    positions: positions.map(({ symbol, split }) => ({
      symbol,
      value_open: split.valueOpen,
      value_close: split.valueClose,
      price_effect: split.price,
      fx_effect: split.fx,
      total: split.price + split.fx,
      contribution: (split.price + split.fx) / open,
      weight_of_nav: split.valueClose / close,
    })),
    cash: cash.map(({ currency, split }) => ({
      currency,
      value_open: split.valueOpen,
      value_close: split.valueClose,
      fx_effect: split.fx,
    })),
    price_effect: price,
    fx_effect_positions: fxHeld,
    fx_effect_cash: fxCash,
    fx_effect: fxHeld + fxCash,
    // Sums of doubles: a millionth of a cent is none.
    check_sum: Math.abs(rest) < 1e-8 ? 0 : rest,
    gross_exposure: spread.gross,
    net_exposure: spread.net,
    gross_leverage: orNull(spread.grossLeverage),
    net_leverage: orNull(spread.netLeverage),
    top1_weight: orNull(spread.top[1]),
    top3_weight: orNull(spread.top[3]),
    hhi: orNull(spread.herfindahl),
    effective_positions: orNull(spread.effectiveHoldings),
  };
}

/** The way from one value to another, in the names of the vectors. */
export function bridgeFigures(input: BridgeCase['input']): object {
  const { netFlows, explained, unexplained, tolerance, passes } = valueBridge(input.nav_start, input.nav_end, {
    deposits: input.deposits,
    withdrawals: input.withdrawals,
    dividends: input.dividends,
    withholdingTax: input.withholding_tax,
    interest: input.interest,
    feesAndCommissions: input.fees_and_commissions,
    price: input.price_effect,
    fx: input.fx_effect,
  });
  return {
    net_flows: netFlows,
    explained_result: explained,
    unexplained,
    tolerance,
    check: passes ? 'pass' : 'fail',
  };
}
