import type { Day } from '#simulator/market/day';
import { centsText, figureText, toExact } from './exact.ts';
import type { FlexRow } from './flex-row.ts';
import { accountFields, currencyFields, instrumentFields } from './instrument-fields.ts';
import type { StatementSpan } from './statement-span.ts';

/** Holdings at the end of the span, each as a sum and then lot by lot. */
export function* openPositions({ life, profile, last }: StatementSpan): Generator<FlexRow> {
  if (last < 0) return;
  const nav = life.nav(last);
  for (const { conid, quantity, cost, lots } of life.close(last).holdings) {
    const instrument = life.instrument(conid);
    const { currency, multiplier } = instrument;
    const rate = life.rate(currency, last);
    const price = life.price(conid, last);
    const row = (part: { quantity: number; cost: number }, opened: Day | undefined): FlexRow => {
      const value = Math.round(part.quantity * price * multiplier * 100);
      const paid = figureText(part.cost / 100 / (part.quantity * multiplier));
      return {
        name: 'OpenPosition',
        fields: {
          ...accountFields(profile),
          ...currencyFields(currency, rate),
          ...instrumentFields(instrument),
          reportDate: { day: life.days[last] ?? '' },
          position: figureText(part.quantity),
          markPrice: figureText(price),
          positionValue: centsText(value),
          openPrice: paid,
          costBasisPrice: paid,
          costBasisMoney: centsText(part.cost),
          percentOfNAV: nav > 0 ? (Math.abs(toExact(value, rate) / nav) * 100).toFixed(2) : '',
          fifoPnlUnrealized: centsText(value - part.cost),
          side: part.quantity < 0 ? 'Short' : 'Long',
          levelOfDetail: opened === undefined ? 'SUMMARY' : 'LOT',
          openDateTime: opened === undefined ? '' : { day: opened, time: '16:00:00' },
          holdingPeriodDateTime: opened === undefined ? '' : { day: opened, time: '16:00:00' },
          code: '',
          accruedInt: '',
        },
        ...(opened === undefined ? {} : { repeats: true }),
      };
    };
    yield row({ quantity, cost }, undefined);
    for (const lot of lots) yield row(lot, lot.opened);
  }
}
