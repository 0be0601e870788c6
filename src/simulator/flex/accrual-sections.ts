import type { DividendDue } from '#simulator/life/day-record';
import { centsText, type Exact, exactText, figureText, toExact } from './exact.ts';
import type { FlexRow } from './flex-row.ts';
import { accountFields, currencyFields, instrumentFields } from './instrument-fields.ts';
import type { StatementSpan } from './statement-span.ts';

/** Dividends declared and not paid at the end of the span. */
export function* openDividendAccruals(span: StatementSpan): Generator<FlexRow> {
  const { life, last } = span;
  if (last < 0) return;
  for (const due of life.close(last).dividendsDue) {
    yield { name: 'OpenDividendAccrual', fields: { ...dividendFields(span, due, last, 1), code: '' } };
  }
}

/** Dividends that were declared in the span (`Po`) and those it paid (`Re`). */
export function* changeInDividendAccruals(span: StatementSpan): Generator<FlexRow> {
  const { life, first, last } = span;
  for (let index = first; index <= last; index += 1) {
    const before = index > 0 ? life.close(index - 1).dividendsDue : [];
    const now = life.close(index).dividendsDue;
    const day = { day: life.days[index] ?? '' };
    for (const due of now.filter((one) => !before.includes(one))) {
      const fields = { ...dividendFields(span, due, index, 1), reportDate: day, date: day, code: 'Po' };
      yield { name: 'ChangeInDividendAccrual', fields };
    }
    for (const due of before.filter((one) => !now.includes(one))) {
      const fields = { ...dividendFields(span, due, index, -1), reportDate: day, date: day, code: 'Re' };
      yield { name: 'ChangeInDividendAccrual', fields };
    }
  }
}

function dividendFields(
  { life, profile }: StatementSpan,
  due: DividendDue,
  index: number,
  sign: 1 | -1,
): FlexRow['fields'] {
  return {
    ...accountFields(profile),
    ...currencyFields(due.currency, life.rate(due.currency, index)),
    ...instrumentFields(life.instrument(due.conid)),
    exDate: { day: due.exDay },
    payDate: { day: due.payDay },
    quantity: figureText(due.quantity),
    tax: centsText(sign * due.tax),
    fee: '0',
    grossRate: figureText(due.perShare),
    grossAmount: centsText(sign * due.gross),
    netAmount: centsText(sign * (due.gross - due.tax)),
    fromAcct: '',
    toAcct: '',
  };
}

/** Interest accrued and unpaid at both ends of the span: all in base currency, then by currency. */
export function* interestAccruals(span: StatementSpan): Generator<FlexRow> {
  const { life, first, last } = span;
  const before = first > 0 ? life.close(first - 1).accruedInterest : {};
  const after = last >= 0 ? life.close(last).accruedInterest : {};
  const inBase = (amounts: Readonly<Record<string, number>>, index: number): Exact =>
    Object.entries(amounts).reduce((sum, [currency, cents]) => sum + toExact(cents, life.rate(currency, index)), 0);
  yield interestRow(span, 'BASE_SUMMARY', inBase(before, first - 1), inBase(after, last), exactText);
  for (const currency of new Set([...Object.keys(before), ...Object.keys(after)])) {
    yield interestRow(span, currency, before[currency] ?? 0, after[currency] ?? 0, centsText);
  }
}

function interestRow(
  { profile, from, to }: StatementSpan,
  currency: string,
  starting: number,
  ending: number,
  text: (amount: number) => string,
): FlexRow {
  return {
    name: 'InterestAccrualsCurrency',
    fields: {
      ...accountFields(profile),
      currency,
      fromDate: { day: from },
      toDate: { day: to },
      startingAccrualBalance: text(starting),
      interestAccrued: text(Math.max(ending - starting, 0)),
      accrualReversal: text(Math.min(ending - starting, 0)),
      fxTranslation: '0',
      endingAccrualBalance: text(ending),
    },
  };
}
