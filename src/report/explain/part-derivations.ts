import { accruedOf, valueInAccount } from '#analytics/valuation';
import { valueOf } from '#domain/dataset';
import type { Position } from '#domain/position';
import { datasetOf, type Snapshot } from '#domain/snapshot';
import type { LedgerValue } from '#report/report-context';
import type { Derivation, Input, Told } from './derivation.ts';

const CURRENCY = ['secondkey', 'currency', 'fromCurrency'];

/** Holdings, cash and accruals of an account: sums of amounts at the ledger's rates. */
export function partDerivations(snapshot: Snapshot, ledger: LedgerValue | undefined): Map<string, Derivation> {
  const found = new Map<string, Derivation>();
  const told = valueOf(snapshot.datasets.ledger);
  if (!ledger || !told) return found;
  const { rates } = ledger.valuation;
  const base = snapshot.account.baseCurrency;
  const rateOf = (currency: string): Input | undefined => {
    const rate = rates.get(currency);
    if (rate === undefined) return undefined;
    const input = { label: `Rate of ${currency}`, value: rate, kind: 'rate', unit: base } as const;
    if (currency === base) return { ...input, why: 'the base currency itself' };
    return { ...input, told: field('ledger', ['exchangerate', 'rate', 'fxRateToBase'], [[CURRENCY, currency]]) };
  };
  const sum = (amounts: readonly (Input & { readonly currency: string })[]): Derivation => {
    const inputs = amounts.flatMap(({ currency, ...input }) => [input, rateOf(currency)]);
    return {
      formula: 'Σ amount · rate, the rate being units of the base currency for one unit',
      inputs: inputs.filter((input) => input !== undefined),
      reckon: (values) => pairs(values).reduce((total, [amount, rate]) => total + amount * rate, 0),
    };
  };
  const positions = valueOf(snapshot.datasets.positions);
  if (positions) found.set('Holdings', sum(positions.flatMap(holding)));
  found.set(
    'Cash',
    sum(
      told.balances
        .filter(({ cash }) => cash !== 0)
        .map(({ currency, cash }) => ({
          currency,
          label: `Cash in ${currency}`,
          value: cash,
          kind: 'money',
          unit: currency,
          told: field('ledger', ['cashbalance', 'endingCash'], [[CURRENCY, currency]]),
        })),
    ),
  );
  found.set('Accrued, not yet paid', sum(accruals(snapshot)));
  return found;
}

function holding(position: Position): readonly (Input & { readonly currency: string })[] {
  const value = valueInAccount(position);
  if (value === null) return [];
  const { symbol, conid, currency, assetClass } = position;
  const names = assetClass === 'cfd' ? ['unrealizedPnl', 'fifoPnlUnrealized'] : ['mktValue', 'positionValue'];
  const told = field('positions', names, [[['conid'], String(conid)]]);
  return [{ currency, label: `Value of ${symbol || conid}`, value, kind: 'money', unit: currency, told }];
}

/** The ledger has one amount a currency; a statement lists interest and each dividend. */
function accruals(snapshot: Snapshot): readonly (Input & { readonly currency: string })[] {
  const { ledger } = snapshot.datasets;
  if (ledger.status !== 'present') return [];
  const close = valueOf(datasetOf(snapshot, 'statement'))?.close;
  const amount = (label: string, value: number, currency: string, told: Told) =>
    ({ currency, label: `${label} in ${currency}`, value, kind: 'money', unit: currency, told }) as const;
  const { balances } = ledger.value;
  if (ledger.source === 'gateway' || !close?.interestAccruals || !close.dividendAccruals) {
    return balances
      .filter((balance) => accruedOf(balance) !== 0)
      .flatMap(({ currency, accruedInterest, accruedDividends }) => [
        amount('Interest', accruedInterest, currency, field('ledger', ['interest'], [[CURRENCY, currency]])),
        amount('Dividends', accruedDividends, currency, field('ledger', ['dividends'], [[CURRENCY, currency]])),
      ])
      .filter(({ value }) => value !== 0);
  }
  return [
    ...close.interestAccruals
      .filter(({ currency, ending }) => currency !== 'base' && ending !== 0)
      .map(({ currency, ending }) =>
        amount('Interest', ending, currency, field('ledger', ['endingAccrualBalance'], [[CURRENCY, currency]])),
      ),
    ...close.dividendAccruals
      .filter(({ state }) => state === 'open')
      .map(({ currency, net, contract }) => {
        const row = field(
          'ledger',
          ['netAmount'],
          [
            [['conid'], String(contract.conid)],
            [CURRENCY, currency],
          ],
        );
        return amount(`Dividend of ${contract.symbol}`, net, currency, row);
      }),
  ];
}

/** The broker's margin figures, as sent. */
export function marginDerivations(snapshot: Snapshot): Map<string, Derivation> {
  const summary = valueOf(snapshot.datasets.summary);
  const found = new Map<string, Derivation>();
  const add = (label: string, value: number | undefined, name: string): void => {
    if (value === undefined) return;
    const told = field('summary', [`${name}.amount`, `${name}.value`, name], []);
    const kind = label === 'Cushion' ? 'weight' : 'money';
    found.set(label, asTold({ label, value, kind, told }));
  };
  add('Excess liquidity', summary?.excessLiquidity, 'excessliquidity');
  add('Initial margin', summary?.initialMargin, 'initmarginreq');
  add('Maintenance margin', summary?.maintenanceMargin, 'maintmarginreq');
  add('Cushion', summary?.cushion, 'cushion');
  return found;
}

/** A figure that is an answer's field as it stands. */
export const asTold = (input: Input): Derivation => ({
  formula: 'as the broker gives it',
  inputs: [input],
  reckon: ([value]) => value ?? Number.NaN,
});

function field(
  dataset: Told['dataset'],
  fields: readonly string[],
  row: readonly (readonly [readonly string[], string])[],
): Told {
  return { dataset, fields, row: row.map(([names, value]) => ({ names, value })) };
}

/** Amounts with the rate behind each. */
export function pairs(values: readonly number[]): readonly (readonly [number, number])[] {
  return values.flatMap((value, place) => (place % 2 === 0 ? [[value, values[place + 1] ?? Number.NaN] as const] : []));
}
