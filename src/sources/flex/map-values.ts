import type { CalendarDate } from '#domain/calendar-date';
import type { DividendAccrual } from '#domain/dividend-accrual';
import type { InterestAccrual } from '#domain/interest-accrual';
import type { NetAssetValueChange, NetAssetValueDay } from '#domain/net-asset-value';
import type { SalesTax } from '#domain/sales-tax';
import type { FundsLine, FxResult, StatementCash } from '#domain/statement-cash';
import { defined } from '#sources/gateway/reading';
import type { Fields } from './fields.ts';
import type { ConversionRate } from './items.ts';
import { mapContract } from './map-activity.ts';

/** Words among the figures of a row of values. */
const WORDS = ['accountId', 'acctAlias', 'model', 'currency', 'levelOfDetail'];
/** Parts of a part: `stockLong` and `stockShort` are inside `stock`, components inside their sum. */
const INNER = /(?:Long|Short|Component|InsuredBankSweepAccountCash)$/;

/** Net asset value of one day. */
export function mapNetAssetValue(row: Fields): NetAssetValueDay {
  for (const name of WORDS) row.text(name);
  const date = row.neededDay('reportDate');
  const total = row.neededFigure('total');
  const parts = Object.entries(row.otherFigures()).filter(([name]) => !INNER.test(name));
  return { date, total, parts: Object.fromEntries(parts), remainder: row.remainder() };
}

/** The bridge between two net asset values. The broker writes the return in per cent. */
export function mapNetAssetValueChange(row: Fields, from: CalendarDate, to: CalendarDate): NetAssetValueChange {
  for (const name of WORDS) row.text(name);
  const twr = row.figure('twr');
  return defined({
    from: row.day('fromDate') ?? from,
    to: row.day('toDate') ?? to,
    starting: row.neededFigure('startingValue'),
    ending: row.neededFigure('endingValue'),
    timeWeightedReturn: twr === undefined ? undefined : twr / 100,
    items: row.otherFigures(),
  });
}

/** A dividend that is declared. */
export function mapDividendAccrual(row: Fields, state: DividendAccrual['state']): DividendAccrual {
  return defined({
    contract: mapContract(row),
    state,
    exDate: row.day('exDate'),
    payDate: row.day('payDate'),
    currency: row.needed('currency'),
    rateToBase: row.figure('fxRateToBase'),
    gross: row.figure('grossAmount'),
    tax: row.figure('tax'),
    net: row.neededFigure('netAmount'),
    remainder: row.remainder(),
  });
}

/** Sales tax on a fee. */
export function mapSalesTax(row: Fields): SalesTax {
  return defined({
    date: row.neededDay('date'),
    amount: row.neededFigure('salesTax'),
    currency: row.needed('currency'),
    rateToBase: row.figure('fxRateToBase'),
    country: row.word('country'),
    brokerType: row.text('taxType'),
    transactionId: row.word('transactionID'),
    taxedTransactionId: row.word('taxableTransactionID'),
    remainder: row.remainder(),
  });
}

/** Cash of one currency, or of all in base. */
export function mapCash(row: Fields): StatementCash {
  const currency = currencyOf(row);
  const figures = {
    starting: row.neededFigure('startingCash'),
    ending: row.neededFigure('endingCash'),
    endingSettled: row.figure('endingSettledCash'),
  };
  const items = moved(row, PARTS_OF_CASH);
  return defined({ currency, ...figures, items, remainder: row.remainder() });
}

/** Interest of one currency that is not paid yet, or of all in base. */
export function mapInterestAccrual(row: Fields): InterestAccrual {
  const currency = currencyOf(row);
  const figures = {
    starting: row.figure('startingAccrualBalance'),
    ending: row.neededFigure('endingAccrualBalance'),
  };
  return defined({ currency, ...figures, items: moved(row), remainder: row.remainder() });
}

/** A rate of the rates' own section. */
export function mapConversionRate(row: Fields): ConversionRate {
  return {
    date: row.neededDay('reportDate'),
    from: row.needed('fromCurrency'),
    to: row.needed('toCurrency'),
    rate: row.neededFigure('rate'),
  };
}

/** The same split by segment, or of another span than the statement's, or a balance and no movement. */
const PARTS_OF_CASH = /(?:Sec|Com|Paxos|MTD|YTD)$|^(?:starting|ending|slb)/;

function currencyOf(row: Fields): string {
  for (const name of [...WORDS, 'fromDate', 'toDate']) row.text(name);
  const currency = row.needed('currency');
  return currency === 'BASE_SUMMARY' ? 'base' : currency;
}

function moved(row: Fields, inner?: RegExp): Readonly<Record<string, number>> {
  const figures = Object.entries(row.otherFigures());
  return Object.fromEntries(figures.filter(([name, figure]) => figure !== 0 && inner?.test(name) !== true));
}

/** A line of the statement of funds. */
export function mapFundsLine(row: Fields): FundsLine {
  return defined({
    date: row.neededDay('date', 'reportDate'),
    level: row.text('levelOfDetail') === 'BaseCurrency' ? ('base' as const) : ('currency' as const),
    currency: row.needed('currency'),
    amount: row.neededFigure('amount'),
    balance: row.figure('balance'),
    activity: row.text('activityCode'),
    description: row.text('activityDescription'),
    transactionId: row.word('transactionID'),
    remainder: row.remainder(),
  });
}

/** Profit or loss on foreign cash. */
export function mapFxResult(row: Fields): FxResult {
  return defined({
    date: row.neededDay('reportDate', 'dateTime'),
    currency: row.needed('fxCurrency'),
    quantity: row.figure('quantity'),
    realizedProfit: row.neededFigure('realizedPL'),
    description: row.text('activityDescription'),
    remainder: row.remainder(),
  });
}
