import type { CashKind } from '#domain/cash-transaction';
import { reportedOn } from '#domain/day-of-report';
import type { StatementBookings } from '#domain/statement';
import type { Trade } from '#domain/trade';
import type { BookedAmount } from './booked-amount.ts';

export type CostKind = 'commission' | 'transaction-tax' | 'fee' | 'advisor-fee' | 'sales-tax';

/** What the account was charged: negative. A refund is positive. */
export interface CostBooking extends BookedAmount {
  readonly kind: CostKind;
  /** The list of the statement that tells it. */
  readonly list: 'trades' | 'cashTransactions' | 'salesTaxes';
  /** The broker's word as sent; empty of a trade's. */
  readonly brokerType: string;
  readonly description: string;
  /** The contract traded; empty where there is none. */
  readonly symbol: string;
}

/** Commissions and taxes of trades, fees, and the sales tax on them. */
export function costBookings({
  trades,
  cashTransactions,
  salesTaxes,
}: Pick<StatementBookings, 'trades' | 'cashTransactions' | 'salesTaxes'>): readonly CostBooking[] {
  return [
    ...trades.flatMap(costsOfTrade),
    ...cashTransactions.flatMap((row): CostBooking[] => {
      const kind = KINDS[row.kind];
      if (kind === undefined) return [];
      const { amount, brokerType, description, contract } = row;
      const day = reportedOn(row);
      const { symbol } = contract;
      return [{ kind, list: 'cashTransactions', day, amount, ...currencyOf(row), brokerType, description, symbol }];
    }),
    ...salesTaxes.map((row): CostBooking => {
      const { date: day, amount, brokerType, country } = row;
      const description = country === undefined ? '' : country;
      return {
        kind: 'sales-tax',
        list: 'salesTaxes',
        day,
        amount,
        ...currencyOf(row),
        brokerType,
        description,
        symbol: '',
      };
    }),
  ];
}

const KINDS: { readonly [K in CashKind]?: CostKind } = {
  'commission-adjustment': 'commission',
  fee: 'fee',
  'advisor-fee': 'advisor-fee',
};

function costsOfTrade(trade: Trade): CostBooking[] {
  const { contract, commission, tax } = trade;
  const common = {
    list: 'trades' as const,
    day: reportedOn(trade),
    brokerType: '',
    description: contract.description,
    symbol: contract.symbol,
  };
  const costs: CostBooking[] = [];
  if (commission) costs.push({ kind: 'commission', amount: commission, ...commissionCurrency(trade), ...common });
  if (tax) costs.push({ kind: 'transaction-tax', amount: tax, ...currencyOf(trade), ...common });
  return costs;
}

/** The trade's rate is of its own currency and says nothing of another one. */
function commissionCurrency(trade: Trade): Pick<BookedAmount, 'currency' | 'rateToBase'> {
  const { commissionCurrency: currency = trade.currency } = trade;
  return currency === trade.currency ? currencyOf(trade) : { currency };
}

function currencyOf(row: {
  readonly currency: string;
  readonly rateToBase?: number;
}): Pick<BookedAmount, 'currency' | 'rateToBase'> {
  return { currency: row.currency, ...(row.rateToBase === undefined ? {} : { rateToBase: row.rateToBase }) };
}
