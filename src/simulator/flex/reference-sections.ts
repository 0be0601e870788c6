import { figureText } from './exact.ts';
import type { FlexRow } from './flex-row.ts';
import { instrumentFields } from './instrument-fields.ts';
import { bookingsOf, type StatementSpan } from './statement-span.ts';

/** Rates of each day of the span for every currency that the account holds or moved. */
export function* conversionRates(span: StatementSpan): Generator<FlexRow> {
  const { life, profile, first, last } = span;
  const used = new Set<string>();
  for (const { booking } of bookingsOf(span)) used.add(booking.currency);
  for (const index of [Math.max(first - 1, 0), last]) {
    if (index < 0 || index > last) continue;
    const close = life.close(index);
    for (const amounts of [close.cash, close.accruedInterest, close.accruedDividends]) {
      for (const currency of Object.keys(amounts)) used.add(currency);
    }
    for (const { conid } of close.holdings) used.add(life.instrument(conid).currency);
  }
  for (let index = first; index <= last; index += 1) {
    for (const currency of [...used].sort()) {
      yield {
        name: 'ConversionRate',
        fields: {
          reportDate: { day: life.days[index] ?? '' },
          fromCurrency: currency,
          toCurrency: profile.currency,
          rate: figureText(life.rate(currency, index)),
        },
      };
    }
  }
}

/** Contracts that the statement speaks of. */
export function* securitiesInfo(span: StatementSpan): Generator<FlexRow> {
  const { life, last } = span;
  const conids = new Set<number>();
  for (const { conid } of last < 0 ? [] : life.close(last).holdings) conids.add(conid);
  for (const { booking } of bookingsOf(span)) if (booking.conid !== undefined) conids.add(booking.conid);
  for (const conid of conids) {
    const instrument = life.instrument(conid);
    yield {
      name: 'SecurityInfo',
      fields: {
        currency: instrument.currency,
        ...instrumentFields(instrument),
        maturity: instrument.option ? { day: instrument.option.expiry } : '',
        issueDate: '',
        underlyingCategory: '',
        code: '',
      },
    };
  }
}
