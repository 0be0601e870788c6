import { allocationByGroup } from '#analytics/allocation';
import { type BaseTotal, toBase } from '#analytics/conversion';
import type { Valuation } from '#analytics/valuation';
import type { Ledger } from '#domain/cash-balance';
import type { SharesBlock } from '#report/block';
import { GROUP_NAMES } from '#report/group-names';
import { momentText } from '#report/headline';
import { noRate } from '#report/missing';
import { section } from '#report/section';
import { weightCell } from '#report/weight-cell';
import { amountText, listText, weightText } from '#report/wording';

type Share = SharesBlock['shares'][number];

/** Shares of the account by class of holding, cash with its currencies, and what is accrued. */
export const allocation = section({
  id: 'allocation',
  title: 'Allocation',
  needs: ['positions', 'ledger'],
  build: ({ ledger }, { holdings, base, run, timeZone }) => {
    if (!holdings) return [];
    const { valuation } = holdings;
    const shares = sharesOf(valuation, ledger.value);
    if (shares.length === 0) return [];
    const note = noteOf(valuation);
    return [
      {
        kind: 'shares',
        id: 'allocation',
        title: titleOf(shares, valuation),
        subtitle: `${base} and % of value, ${momentText(holdings, run, timeZone)}`,
        shownIn: ['page', 'workbook'],
        sheet: 'Allocation',
        unit: base,
        shares,
        ...note,
      },
      { kind: 'shares', id: 'holdings-by-class', title: 'Holdings', shownIn: ['mail'], unit: base, shares, ...note },
    ];
  },
});

function noteOf({ total }: Valuation): { readonly note?: string } {
  if (total.without.length === 0) return {};
  return { note: `Not in these figures, for want of a rate: what is held in ${listText(total.without)}.` };
}

function sharesOf(valuation: Valuation, ledger: Ledger): readonly Share[] {
  const share = (name: string, total: BaseTotal, details?: Share['details']): Share => ({
    // The amount is only of what could be converted: the name says what it leaves out.
    name: total.without.length === 0 ? name : `${name}, without ${listText(total.without)}`,
    amount: total.amount,
    // The sum of what could be converted is not the class: a class that lacks a rate has no share.
    fraction: total.without.length > 0 ? noRate(total.without) : weightCell(total.amount, valuation),
    ...(details && details.length > 0 ? { details } : {}),
  });
  const shares = allocationByGroup(valuation.positions)
    .filter(({ members }) => members.some(({ valueBase }) => typeof valueBase === 'number'))
    .map(({ group, amount, without }) => share(GROUP_NAMES[group], { amount, without }));
  const details = cashDetails(ledger, valuation);
  if (details.length > 0) shares.push(share('Cash', valuation.cash, details));
  if (valuation.accruals.amount !== 0) shares.push(share('Accrued', valuation.accruals));
  return shares;
}

/** Each currency; an owed one says how much in its own money. */
function cashDetails(ledger: Ledger, { rates }: Valuation): NonNullable<Share['details']> {
  return ledger.balances
    .filter(({ cash }) => cash !== 0)
    .map(({ currency, cash }) => {
      const amount = toBase(cash, currency, rates) ?? noRate([currency]);
      if (cash > 0) return { name: currency, amount };
      return { name: `${currency} ${amountText(-cash)} owed`, amount, tone: 'loss' as const };
    });
}

/** The two largest shares by size, where all of them are known: a class without a rate may be the largest. */
function titleOf(shares: readonly Share[], { total }: Valuation): string {
  const named = shares
    .flatMap(({ name, fraction }) => (typeof fraction === 'number' ? [{ name, fraction }] : []))
    .sort((a, b) => Math.abs(b.fraction) - Math.abs(a.fraction))
    .slice(0, 2);
  if (named.length === 0 || total.without.length > 0) return 'Allocation by class';
  const [first, ...rest] = named.map(({ name, fraction }) => `${name} ${weightText(fraction)}`);
  return [first, ...rest.map((text) => text.replace(/^Cash/, 'cash').replace(/^Stocks/, 'stocks'))].join(', ');
}
