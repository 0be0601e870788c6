import { addDays, type Day } from '#simulator/market/day';
import { isTradingDay } from '#simulator/market/trading-days';
import { centsText, figureText } from './exact.ts';
import type { FlexRow, RowDate } from './flex-row.ts';
import { accountFields, currencyFields, instrumentFields, pairFields } from './instrument-fields.ts';
import { bookingNumber, bookingsOf, conversionsOf, type DatedBooking, type StatementSpan } from './statement-span.ts';

/** Everything books at the close. */
const TRADE_TIME = '16:00:00';

/** Trades as executions, with their orders and a sum of each contract and day beside them, and the conversions. */
export function* trades(span: StatementSpan): Generator<FlexRow> {
  for (const { bought, paid } of conversionsOf(span)) yield conversionRow(span, bought, paid);
  for (const dated of bookingsOf(span)) {
    if (dated.booking.kind !== 'trade') continue;
    const fields = tradeFields(span, dated);
    yield {
      name: 'SymbolSummary',
      repeats: true,
      fields: { ...fields, ...NO_NUMBERS, levelOfDetail: 'SYMBOL_SUMMARY' },
    };
    const order = { ...fields, tradeID: '', ibExecID: '', transactionID: '', levelOfDetail: 'ORDER' };
    yield { name: 'Order', repeats: true, fields: order };
    yield { name: 'Trade', fields };
  }
}

const NO_NUMBERS = { tradeID: '', ibExecID: '', ibOrderID: '', transactionID: '', dateTime: '', orderTime: '' };

function tradeFields(span: StatementSpan, dated: DatedBooking): FlexRow['fields'] {
  const { life, profile } = span;
  const { index, booking } = dated;
  const { amount, commission = 0, quantity = 0, price = 0, conid = 0, currency, realized } = booking;
  const day = life.days[index] ?? '';
  const instrument = life.instrument(conid);
  const marked = Math.round((life.price(conid, index) - price) * quantity * instrument.multiplier * 100);
  return {
    ...accountFields(profile),
    ...currencyFields(currency, life.rate(currency, index)),
    ...instrumentFields(instrument),
    ...numbers(span, dated),
    reportDate: { day },
    ...times(day),
    settleDateTarget: { day: settlement(day) },
    transactionType: 'ExchTrade',
    exchange: instrument.exchange,
    quantity: figureText(quantity),
    tradePrice: figureText(price),
    tradeMoney: centsText(-amount),
    proceeds: centsText(amount),
    taxes: '0',
    ibCommission: centsText(-commission),
    ibCommissionCurrency: currency,
    netCash: centsText(amount - commission),
    closePrice: figureText(life.price(conid, index)),
    openCloseIndicator: realized === undefined ? 'O' : 'C',
    notes: realized === undefined ? '' : 'C',
    cost: centsText((realized ?? 0) - amount + commission),
    fifoPnlRealized: centsText(realized ?? 0),
    fxPnl: '0',
    mtmPnl: centsText(marked),
    buySell: quantity < 0 ? 'SELL' : 'BUY',
    orderType: 'LMT',
    levelOfDetail: 'EXECUTION',
    isAPIOrder: 'N',
  };
}

function conversionRow(span: StatementSpan, bought: DatedBooking, paid: DatedBooking): FlexRow {
  const { life, profile } = span;
  const { index, booking } = bought;
  const day = life.days[index] ?? '';
  const { currency, amount, commission = 0 } = paid.booking;
  const price = life.rate(booking.currency, index) / life.rate(currency, index);
  return {
    name: 'Trade',
    fields: {
      ...accountFields(profile),
      ...currencyFields(currency, life.rate(currency, index)),
      ...pairFields(booking.currency, currency),
      ...numbers(span, bought),
      reportDate: { day },
      ...times(day),
      settleDateTarget: { day: settlement(settlement(day)) },
      transactionType: 'ExchTrade',
      exchange: 'IDEALFX',
      quantity: centsText(booking.amount),
      tradePrice: figureText(price),
      tradeMoney: centsText(-amount),
      proceeds: centsText(amount),
      taxes: '0',
      ibCommission: centsText(-commission),
      ibCommissionCurrency: currency,
      // The broker gives none for a pair of currencies: the commission is in another column.
      netCash: '0',
      closePrice: '0',
      openCloseIndicator: '',
      notes: '',
      cost: '0',
      fifoPnlRealized: '0',
      fxPnl: '0',
      mtmPnl: '0',
      buySell: booking.amount < 0 ? 'SELL' : 'BUY',
      orderType: 'MKT',
      levelOfDetail: 'EXECUTION',
      isAPIOrder: 'N',
    },
  };
}

/** Trade confirmations: the same trades in that query's own field names, without profit and rates. */
export function* tradeConfirms(span: StatementSpan): Generator<FlexRow> {
  for (const dated of bookingsOf(span)) {
    if (dated.booking.kind !== 'trade') continue;
    const { life, profile } = span;
    const { amount, commission = 0, quantity = 0, price = 0, conid = 0, currency, realized } = dated.booking;
    const day = life.days[dated.index] ?? '';
    const { tradeID, ibOrderID, ibExecID } = numbers(span, dated);
    const fields = {
      ...accountFields(profile),
      currency,
      ...instrumentFields(life.instrument(conid)),
      transactionType: 'ExchTrade',
      tradeID,
      orderID: ibOrderID,
      execID: ibExecID,
      reportDate: { day },
      ...times(day),
      settleDate: { day: settlement(day) },
      exchange: life.instrument(conid).exchange,
      buySell: quantity < 0 ? 'SELL' : 'BUY',
      quantity: figureText(quantity),
      price: figureText(price),
      amount: centsText(-amount),
      proceeds: centsText(amount),
      netCash: centsText(amount - commission),
      commission: centsText(-commission),
      commissionCurrency: currency,
      tax: '0',
      code: realized === undefined ? 'O' : 'C',
      orderType: 'LMT',
      levelOfDetail: 'EXECUTION',
      isAPIOrder: 'N',
    };
    const none = { tradeID: '', execID: '', orderID: '' };
    yield { name: 'SymbolSummary', repeats: true, fields: { ...fields, ...none, levelOfDetail: 'SYMBOL_SUMMARY' } };
    yield { name: 'Order', repeats: true, fields: { ...fields, tradeID: '', execID: '', levelOfDetail: 'ORDER' } };
    yield { name: 'TradeConfirm', fields };
  }
}

function numbers(span: StatementSpan, dated: DatedBooking) {
  const id = bookingNumber(span, 1, dated);
  return {
    tradeID: id,
    ibOrderID: bookingNumber(span, 2, dated),
    ibExecID: `0000${id.slice(0, 4)}.${id.slice(4, 12)}.01.${id.slice(12)}`,
    transactionID: bookingNumber(span, 3, dated),
  };
}

const times = (day: Day): Readonly<Record<'tradeDate' | 'dateTime' | 'orderTime', RowDate>> => ({
  tradeDate: { day },
  dateTime: { day, time: TRADE_TIME },
  orderTime: { day, time: '15:59:30' },
});

/** The next trading day. */
function settlement(day: Day): Day {
  let next = addDays(day, 1);
  while (!isTradingDay(next)) next = addDays(next, 1);
  return next;
}
