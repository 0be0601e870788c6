import { totalInBase } from '#analytics/conversion';
import { accruedOf, type LedgerValuation } from '#analytics/valuation';
import type { CashBalance } from '#domain/cash-balance';
import { table } from '#report/block';
import { momentText } from '#report/headline';
import { NOT_TOLD, noRate, totalCell } from '#report/missing';
import { section } from '#report/section';
import { amountText, countText, listText } from '#report/wording';

const ACCRUED = 'Accrued: interest and dividends earned or owed, not yet booked. They are part of the account’s value.';

/** Cash by currency: what is there, what is owed, what is accrued. */
export const cash = section({
  id: 'cash',
  title: 'Cash',
  needs: ['ledger'],
  build: ({ ledger }, { ledger: value, base, run, timeZone }) => {
    if (!value) return [];
    const { valuation } = value;
    const rows = ledger.value.balances.filter((balance) => balance.cash !== 0 || accruedOf(balance) !== 0);
    return [
      table({
        id: 'cash',
        title: titleOf(rows, valuation, base),
        subtitle: `By currency, ${momentText(value, run, timeZone)}`,
        shownIn: ['page', 'workbook'],
        sheet: 'Cash',
        columns: [
          { key: 'currency', title: 'Currency', kind: 'text' },
          { key: 'state', title: 'State', kind: 'text', weight: 'side' },
          { key: 'balance', title: 'Balance local', kind: 'money' },
          { key: 'settled', title: 'Settled local', kind: 'money', shownIn: ['workbook'] },
          { key: 'rate', title: `FX to ${base}`, kind: 'rate', weight: 'side' },
          { key: 'value', title: 'Value', kind: 'money', unit: base, weight: 'lead', bar: true },
          { key: 'interest', title: 'Interest accrued local', kind: 'money', shownIn: ['workbook'] },
          { key: 'dividends', title: 'Dividends accrued local', kind: 'money', shownIn: ['workbook'] },
          { key: 'accrued', title: 'Accrued', kind: 'money', unit: base },
        ],
        rows: rows.map((balance) => ({
          ...(balance.cash < 0 ? { $tone: 'loss' as const } : {}),
          currency: balance.currency,
          state: balance.cash < 0 ? 'borrowed' : null,
          balance: balance.cash,
          settled: balance.settledCash ?? NOT_TOLD,
          rate: valuation.rates.get(balance.currency) ?? noRate([balance.currency]),
          value: totalCell(totalInBase([{ amount: balance.cash, currency: balance.currency }], valuation.rates)),
          interest: balance.accruedInterest,
          dividends: balance.accruedDividends,
          accrued: totalCell(
            totalInBase([{ amount: accruedOf(balance), currency: balance.currency }], valuation.rates),
          ),
        })),
        totals: { currency: 'Total', value: totalCell(valuation.cash), accrued: totalCell(valuation.accruals) },
        emptyText: 'No cash.',
        ...(rows.length === 0 ? {} : { note: ACCRUED }),
      }),
    ];
  },
});

function titleOf(rows: readonly CashBalance[], { cash: total }: LedgerValuation, base: string): string {
  const owed = rows.filter((row) => row.cash < 0).map((row) => `${row.currency} ${amountText(-row.cash)}`);
  if (owed.length > 0) return `${listText(owed, 3)} ${owed.length === 1 ? 'is' : 'are'} borrowed`;
  if (rows.length === 0) return 'No cash';
  const currencies = countText(rows.length, 'currency', 'currencies');
  return total.without.length > 0
    ? `Cash in ${currencies}`
    : `Cash ${amountText(total.amount)} ${base} in ${currencies}`;
}
