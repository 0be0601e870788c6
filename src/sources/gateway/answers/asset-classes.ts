import type { AssetClass } from '#domain/position';
import type { OddityTally } from '#sources/gateway/reading';

const CLASSES: Readonly<Record<string, AssetClass>> = {
  STK: 'stock',
  FUND: 'fund',
  OPT: 'option',
  FUT: 'future',
  FOP: 'future-option',
  BOND: 'bond',
  BILL: 'bill',
  CASH: 'cash',
  CRYPTO: 'crypto',
  WAR: 'warrant',
  IOPT: 'structured',
  CFD: 'cfd',
  BAG: 'combo',
};

/** The broker's class in our terms; one that this version does not know is `other` and counted as an oddity. */
export function assetClassOf(brokerClass: string, tally: OddityTally): AssetClass {
  const known = Object.hasOwn(CLASSES, brokerClass) ? CLASSES[brokerClass] : undefined;
  if (known === undefined) tally.add('asset-class', brokerClass === '' ? '(none)' : brokerClass);
  return known ?? 'other';
}

const WITH_TERMS: readonly AssetClass[] = ['option', 'future', 'future-option', 'warrant', 'structured'];

/** Whether contracts of this class are written on something else and end on a day. */
export function hasTerms(assetClass: AssetClass): boolean {
  return WITH_TERMS.includes(assetClass);
}
