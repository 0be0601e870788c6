import { bookedInBase } from '#analytics/booked-amount';
import type { DividendAccrual } from '#domain/dividend-accrual';
import { type Row, table } from '#report/block';
import { NOT_IN_STATEMENT, noRate } from '#report/missing';
import { section } from '#report/section';
import { sumOfCells } from '#report/sum-of-cells';
import type { Cell } from '#report/value';
import { countText } from '#report/wording';

/** Rows that the page shows; the workbook has them all. */
const LIMIT = 10;

/** Dividends that are declared and not paid yet. Interest that has accrued stands with the cash of its currency. */
export const accruals = section({
  id: 'accruals',
  title: 'Declared dividends',
  needs: ['statement'],
  build: ({ statement: { value } }, { base }) => {
    const open = (value.close.dividendAccruals ?? []).filter(({ state }) => state === 'open');
    if (open.length === 0) return [];
    const rows = open
      .toSorted((a, b) => ((a.payDate ?? LAST) < (b.payDate ?? LAST) ? -1 : 1))
      .map((accrual) => rowOf(accrual, base));
    return [
      table<Key>({
        id: 'declared-dividends',
        title: `${countText(open.length, 'dividend')} declared and not paid yet`,
        subtitle: `Soonest first, at the close of the day, ${base} at each row’s own rate. Part of the account’s value`,
        shownIn: ['page', 'workbook'],
        sheet: 'Declared dividends',
        columns: [
          { key: 'symbol', title: 'Payer', kind: 'text' },
          { key: 'ex', title: 'Ex-date', kind: 'date', weight: 'side' },
          { key: 'pay', title: 'Paid on', kind: 'date' },
          { key: 'gross', title: 'Gross local', kind: 'money', shownIn: ['workbook'] },
          { key: 'tax', title: 'Tax local', kind: 'change', shownIn: ['workbook'] },
          { key: 'net', title: 'Net local', kind: 'money' },
          { key: 'currency', title: 'Currency', kind: 'text', weight: 'side' },
          { key: 'value', title: 'Net', kind: 'money', unit: base, weight: 'lead' },
        ],
        rows,
        totals: { symbol: 'Total', value: sumOfCells(rows.map(({ value: net }) => net)) },
        limit: LIMIT,
      }),
    ];
  },
});

const LAST = '9999-12-31';

type Key = 'symbol' | 'ex' | 'pay' | 'gross' | 'tax' | 'net' | 'currency' | 'value';

function rowOf(accrual: DividendAccrual, base: string): Row<Key> & { readonly value: Cell } {
  const { contract, exDate, payDate, gross, tax, net, currency, rateToBase } = accrual;
  const rate = rateToBase === undefined ? {} : { rateToBase };
  return {
    symbol: contract.symbol,
    ex: exDate ?? NOT_IN_STATEMENT,
    pay: payDate ?? NOT_IN_STATEMENT,
    gross: gross ?? NOT_IN_STATEMENT,
    tax: tax === undefined ? NOT_IN_STATEMENT : -Math.abs(tax),
    net,
    currency,
    value: bookedInBase({ amount: net, currency, ...rate }, base) ?? noRate([currency]),
  };
}
