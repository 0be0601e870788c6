import type { CalendarDate } from '#domain/calendar-date';
import { reportedOn } from '#domain/day-of-report';
import type { StatementHistory } from '#domain/statement';
import type { Trade } from '#domain/trade';
import type { Transaction } from '#domain/transaction';

/** One trade, transfer or corporate action of a contract, as it bears on what the holding earned. */
export interface BookedMove {
  readonly conid: number;
  readonly symbol: string;
  readonly currency: string;
  readonly rateToBase?: number;
  /** Signed change of the holding. */
  readonly quantity: number;
  /**
   * From the account's side, before costs: a purchase is negative; a holding moved in counts as bought at its value.
   * Undefined when the source does not tell it.
   */
  readonly amount: number | undefined;
  /** Whether the amount moved cash: that of a holding moved in or out did not. */
  readonly inCash: boolean;
  readonly price?: number;
}

/**
 * Moves of statements reported after one close and up to another: holdings, cash and costs change in the statement that
 * reports the move. Exchanges of currency are none.
 */
export function movesOfStatements(
  { trades, transfers, corporateActions }: Pick<StatementHistory, 'trades' | 'transfers' | 'corporateActions'>,
  from: CalendarDate,
  to: CalendarDate,
): readonly BookedMove[] {
  const within = (move: Parameters<typeof reportedOn>[0]): boolean => {
    const day = reportedOn(move);
    return day > from && day <= to;
  };
  return [
    ...trades
      .filter((trade) => within(trade) && trade.contract.assetClass !== 'cash')
      .flatMap((trade) => moveOf(trade, trade.quantity, grossOf(trade), true)),
    ...transfers
      .filter(within)
      .flatMap((transfer) =>
        transfer.quantity === undefined
          ? []
          : moveOf(transfer, transfer.quantity, negated(transfer.positionAmount), false),
      ),
    // A split or a spin-off brings no cash; where it does, the statement names it.
    ...corporateActions.filter(within).flatMap((action) => moveOf(action, action.quantity, action.proceeds ?? 0, true)),
  ];
}

/** The same of the gateway's transactions: purchases and sales; what else changes a holding has no amount there. */
export function movesOfTransactions(
  rows: readonly Transaction[],
  from: CalendarDate,
  to: CalendarDate,
): readonly BookedMove[] {
  return rows.flatMap((row): readonly BookedMove[] => {
    const { conid, date, quantity, amount, currency, rate, kind, price, symbol = '' } = row;
    if (quantity === undefined || quantity === 0 || date <= from || date > to) return [];
    const traded = kind === 'buy' || kind === 'sell';
    return [
      {
        ...{ conid, symbol, currency, quantity, inCash: true },
        amount: traded ? amount : undefined,
        ...(rate === undefined ? {} : { rateToBase: rate }),
        ...(price === undefined ? {} : { price }),
      },
    ];
  });
}

type Booking = Pick<Trade, 'contract' | 'currency' | 'rateToBase' | 'price'>;

function moveOf(
  { contract, currency, rateToBase, price }: Booking,
  quantity: number,
  amount: number | undefined,
  inCash: boolean,
): readonly BookedMove[] {
  const { conid, symbol } = contract;
  if (conid === undefined) return [];
  return [
    {
      ...{ conid, symbol, currency, quantity, amount, inCash },
      ...(rateToBase === undefined ? {} : { rateToBase }),
      ...(price === undefined ? {} : { price }),
    },
  ];
}

/** Before commission and tax; undefined when the trade does not name what it takes. */
function grossOf({ proceeds, netCash, commission, tax }: Trade): number | undefined {
  if (proceeds !== undefined) return proceeds;
  return netCash === undefined || commission === undefined ? undefined : netCash - commission - (tax ?? 0);
}

const negated = (amount: number | undefined): number | undefined => (amount === undefined ? undefined : -amount);
