import { allocationByGroup, type GroupAllocation } from '#analytics/allocation';
import { type BaseTotal, toBase, totalInBase } from '#analytics/conversion';
import type { Valuation, ValuedPosition } from '#analytics/valuation';
import { accruedOf, valueInAccount } from '#analytics/valuation';
import type { CashBalance, Ledger } from '#domain/cash-balance';
import { type Column, type Row, type RowGroup, table } from '#report/block';
import { type DayEffects, dayEffects, type EffectKey } from '#report/day-effects';
import { GROUP_NAMES } from '#report/group-names';
import { momentText } from '#report/headline';
import { holdingName, holdingSymbol } from '#report/holding-name';
import { NOT_TOLD, noRate, totalCell } from '#report/missing';
import { section } from '#report/section';
import type { Cell } from '#report/value';
import { weightCell } from '#report/weight-cell';
import { countText } from '#report/wording';

/** Rows that page and mail show; the workbook has them all. */
const LIMIT = 200;

type Key =
  | 'symbol'
  | 'name'
  | 'conid'
  | 'class'
  | 'sector'
  | 'quantity'
  | 'price'
  | 'currency'
  | 'valueLocal'
  | 'rate'
  | 'valueBase'
  | 'weight'
  | 'cost'
  | 'unrealised'
  | EffectKey;

/** Every holding by class, with cash and accruals below, so that the sum is the account's value. */
export const holdings = section({
  id: 'holdings',
  title: 'Holdings',
  needs: ['positions', 'ledger'],
  build: ({ positions, ledger }, { holdings: value, base, run, timeZone, moves }) => {
    if (!value) return [];
    const { valuation } = value;
    const groups = allocationByGroup(valuation.positions);
    const effects = dayEffects(
      moves,
      valuation.positions.map(({ position }) => position),
      base,
    );
    const notional = valuation.positions.some(({ position }) => valueInAccount(position) !== position.marketValue);
    const rest = [cashPart(ledger.value, valuation), accruedPart(ledger.value, valuation)].filter(
      ({ rows }) => rows.length > 0,
    );
    return [
      table<Key>({
        id: 'holdings',
        title: titleOf(positions.value.length, groups.length),
        subtitle: `By class, largest first, ${momentText(value, run, timeZone)}. Value and unrealised result in ${base}`,
        shownIn: ['page', 'workbook'],
        sheet: 'Positions',
        columns: [...columnsOf(base), ...(effects?.columns ?? [])],
        rows: [...groups.flatMap((group) => rowsOf(group, valuation, effects)), ...rest.flatMap(({ rows }) => rows)],
        groups: [...groups.map((group) => groupRow(group, valuation)), ...rest.map(({ group }) => group)],
        totals: {
          symbol: 'Account value',
          valueBase: totalCell(valuation.total),
          weight: valuation.total.without.length === 0 ? weightCell(valuation.total.amount, valuation) : null,
          unrealised: sumOfKnown(valuation.positions.map((valued) => unrealisedOf(valued, valuation))),
          ...effects?.totals,
        },
        limit: LIMIT,
        emptyText: 'No holdings.',
        ...(positions.value.length === 0 ? {} : { note: noteOf(notional) }),
      }),
    ];
  },
});

function columnsOf(base: string): readonly Column<Key>[] {
  return [
    { key: 'symbol', title: 'Symbol', kind: 'text' },
    { key: 'name', title: 'Name', kind: 'text' },
    { key: 'conid', title: 'Contract id', kind: 'id', weight: 'side', shownIn: ['workbook'] },
    { key: 'class', title: 'Class', kind: 'text', shownIn: ['workbook'] },
    { key: 'sector', title: 'Sector', kind: 'text', weight: 'side', shownIn: ['workbook'] },
    { key: 'quantity', title: 'Quantity', kind: 'quantity', weight: 'side' },
    { key: 'price', title: 'Price local', kind: 'price', weight: 'side' },
    { key: 'currency', title: 'Currency', kind: 'text', weight: 'side' },
    { key: 'valueLocal', title: 'Value local', kind: 'money', shownIn: ['workbook'] },
    { key: 'rate', title: `FX to ${base}`, kind: 'rate', weight: 'side', shownIn: ['workbook'] },
    { key: 'valueBase', title: 'Value', kind: 'money', unit: base, weight: 'lead' },
    { key: 'weight', title: 'Weight', kind: 'weight', bar: true },
    { key: 'cost', title: 'Cost', kind: 'money', unit: base, shownIn: ['workbook'] },
    { key: 'unrealised', title: 'Unrealised', kind: 'change', unit: base },
  ];
}

function titleOf(holdingCount: number, classCount: number): string {
  if (holdingCount === 0) return 'No holdings';
  const classes = countText(classCount, 'class', 'classes');
  return `${countText(holdingCount, 'holding')}, ${classes}`;
}

function rowsOf(
  { group, members }: GroupAllocation,
  valuation: Valuation,
  effects: DayEffects | undefined,
): Row<Key>[] {
  return members.map((valued) => {
    const { position, valueBase } = valued;
    return {
      $group: group,
      symbol: holdingSymbol(position),
      name: holdingName(position) ?? null,
      conid: String(position.conid),
      class: group === 'other' ? position.brokerClass : GROUP_NAMES[group],
      sector: position.sector ?? null,
      quantity: position.quantity,
      price: position.price ?? NOT_TOLD,
      currency: position.currency,
      valueLocal: valueInAccount(position),
      rate: valuation.rates.get(position.currency) ?? noRate([position.currency]),
      valueBase: valueBase === undefined ? noRate([position.currency]) : valueBase,
      weight: typeof valueBase === 'number' ? weightCell(valueBase, valuation) : null,
      cost: costOf(valued, valuation),
      unrealised: unrealisedOf(valued, valuation),
      ...effects?.of(position),
    };
  });
}

function groupRow({ group, members, amount, without }: GroupAllocation, valuation: Valuation): RowGroup<Key> {
  const counted = members.some(({ valueBase }) => valueBase !== null);
  const total: BaseTotal = { amount, without };
  return {
    key: group,
    title: GROUP_NAMES[group],
    totals: {
      valueBase: counted ? totalCell(total) : null,
      weight: counted && without.length === 0 ? weightCell(amount, valuation) : null,
      unrealised: sumOfKnown(members.map((valued) => unrealisedOf(valued, valuation))),
    },
  };
}

const NO_COST = { missing: 'cost unknown' };

/** The broker leaves cost out for transferred lots: then there is no result either, whatever it sends for it. */
function unrealisedOf({ position }: ValuedPosition, { rates }: Valuation): Cell {
  if (position.averageCost === undefined || position.unrealizedProfit === undefined) return NO_COST;
  return toBase(position.unrealizedProfit, position.currency, rates) ?? noRate([position.currency]);
}

function costOf({ position, valueBase }: ValuedPosition, { rates }: Valuation): Cell {
  if (valueBase === null) return null;
  if (position.averageCost === undefined) return NO_COST;
  return toBase(position.averageCost * position.quantity, position.currency, rates) ?? noRate([position.currency]);
}

function sumOfKnown(cells: readonly Cell[]): Cell {
  let sum = 0;
  for (const cell of cells) {
    if (typeof cell !== 'number') return { missing: 'not known for every holding' };
    sum += cell;
  }
  return sum;
}

interface Part {
  readonly rows: readonly Row<Key>[];
  readonly group: RowGroup<Key>;
}

function cashPart(ledger: Ledger, valuation: Valuation): Part {
  return partOf('Cash', ledger, (balance) => balance.cash, valuation, valuation.cash);
}

function accruedPart(ledger: Ledger, valuation: Valuation): Part {
  return partOf('Accrued', ledger, accruedOf, valuation, valuation.accruals);
}

/** What is no holding but part of the account's value, by currency. */
function partOf(
  title: string,
  ledger: Ledger,
  amountOf: (balance: CashBalance) => number,
  valuation: Valuation,
  total: BaseTotal,
): Part {
  const rows = ledger.balances
    .map((balance) => ({ currency: balance.currency, amount: amountOf(balance) }))
    .filter(({ amount }) => amount !== 0)
    .map(({ currency, amount }): Row<Key> => {
      const value = totalInBase([{ amount, currency }], valuation.rates);
      return {
        $group: title,
        $tone: amount < 0 ? 'loss' : 'dim',
        symbol: currency,
        name: amount < 0 && title === 'Cash' ? 'Cash, borrowed' : title,
        class: title,
        currency,
        valueLocal: amount,
        rate: valuation.rates.get(currency) ?? noRate([currency]),
        valueBase: totalCell(value),
        weight: value.without.length === 0 ? weightCell(value.amount, valuation) : null,
      };
    });
  const weight = total.without.length === 0 ? weightCell(total.amount, valuation) : null;
  return { rows, group: { key: title, title, totals: { valueBase: totalCell(total), weight } } };
}

function noteOf(notional: boolean): string {
  const unrealised = 'Unrealised: the broker’s figure in the holding’s currency, at the rate shown.';
  if (!notional) return unrealised;
  return `${unrealised} Futures and currency positions have no value of their own here: their gains and amounts are in cash already. A contract for difference is worth its unrealised result.`;
}
