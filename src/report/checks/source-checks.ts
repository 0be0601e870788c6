import type { MarketCalendar } from '#domain/market-calendar';
import type { Snapshot } from '#domain/snapshot';
import type { ComparedItem, ComparedThing, SourceComparison } from '#domain/source-comparison';
import type { Check } from '#report/block';
import { momentOf } from '#report/holdings-value';
import type { ValueKind } from '#report/value';
import { amountText, countText, listText } from '#report/wording';
import { unchecked } from './check.ts';

/** Gateway and statement held against each other, a check for each thing that both say; none where one spoke alone. */
export function sourceChecks(
  { compared = [], run }: Snapshot,
  calendar: MarketCalendar,
  base: string,
): readonly Check[] {
  return compared.map((comparison) => {
    const { what } = comparison;
    const [id, name] = [`sources-${what}`, NAMES[what]];
    if (comparison.verdict === 'unchecked') return unchecked(id, name, comparison.lacks);
    const { widest } = comparison;
    if (!widest) return unchecked(id, name, 'neither has any');
    // Holdings and cash of another moment than the close may differ rightly.
    const ofTheClose = !OF_A_MOMENT.has(what) || momentOf(comparison.foundAsOf, run.marketDate, calendar) === 'close';
    if (comparison.verdict === 'fail' && !ofTheClose) {
      return unchecked(id, name, 'the gateway’s are not of the close');
    }
    return comparedCheck(id, name, { ...comparison, widest }, base);
  });
}

const NAMES: Readonly<Record<ComparedThing, string>> = {
  value: 'Statement = gateway: value',
  return: 'Statement = gateway: return',
  quantity: 'Statement = gateway: holdings',
  cash: 'Statement = gateway: cash',
  trade: 'Statement = gateway: trades',
};

const OF_A_MOMENT = new Set<ComparedThing>(['quantity', 'cash']);

const KINDS: Readonly<Record<ComparedThing, ValueKind>> = {
  value: 'money',
  return: 'return',
  quantity: 'quantity',
  cash: 'money',
  trade: 'quantity',
};

type Judged = Exclude<SourceComparison, { readonly verdict: 'unchecked' }> & { readonly widest: ComparedItem };

function comparedCheck(
  id: string,
  name: string,
  { what, verdict, compared, differences, widest }: Judged,
  base: string,
): Check {
  const finding = verdict === 'pass' ? COUNTS[what](compared) : differenceText(what, differences);
  const none = { missing: 'not told by this source' };
  const unit = what === 'value' ? base : widest.currency;
  return {
    id,
    name,
    verdict,
    finding,
    expected: widest.expected ?? none,
    found: widest.found ?? none,
    difference: Math.abs(widest.difference) < DUST ? 0 : widest.difference,
    tolerance: widest.tolerance,
    valueKind: widest.figure === 'amount' ? 'money' : KINDS[what],
    ...(unit === undefined || KINDS[what] === 'return' ? {} : { unit }),
  };
}

/** Doubles that went different ways differ by dust: shown, it would be a signed zero. */
const DUST = 1e-9;

const COUNTS: Readonly<Record<ComparedThing, (count: number) => string>> = {
  value: () => 'the same value',
  return: () => 'the same return',
  quantity: (count) => countText(count, 'holding'),
  cash: (count) => countText(count, 'currency', 'currencies'),
  trade: (count) => countText(count, 'figure'),
};

function differenceText(what: ComparedThing, differences: readonly ComparedItem[]): string {
  if (what === 'value' || what === 'return') {
    const [first] = differences;
    if (!first) return 'they differ';
    return what === 'value'
      ? `diff. ${amountText(first.difference)}`
      : `diff. ${amountText(first.difference * 1e4)} bp`;
  }
  const names = [...new Set(differences.map(({ name }) => name))];
  return `differs: ${listText(names, 3)}`;
}
