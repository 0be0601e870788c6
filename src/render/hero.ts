import type { Headline } from '#report/report';
import { type Cell, isMissing } from '#report/value';
import type { HeroResult } from '#templates/page-data';
import { cellText, changeText, missingText, moneyText, returnText } from './format.ts';
import { inert } from './inert.ts';

/** The two lines a reader sees first: the value, and what the day did to it. */
export interface Hero {
  readonly value: string;
  /** Empty when there is no value. */
  readonly unit: string;
  readonly result: HeroResult;
}

/** The headline in words. Colour and arrow follow the printed amount: what rounds to zero has neither. */
export function hero(headline: Headline, currency: string, timeZone: string): Hero {
  const { netAssetValue, dayResult, dayReturn } = headline;
  if (netAssetValue === null && dayResult === null) return discreetHero(headline);
  const known = typeof netAssetValue === 'number';
  return {
    value: known ? moneyText(netAssetValue) : cellText(netAssetValue, 'money', timeZone) || missingText('no value'),
    unit: known ? inert(currency) : '',
    result: resultOf(dayResult, dayReturn, inert(currency)),
  };
}

/** Without amounts the day's return stands in front, the year's behind it. */
function discreetHero({ dayReturn, yearReturn }: Headline): Hero {
  const year = typeof yearReturn === 'number' ? returnText(yearReturn) : 'n/a';
  const tone = year.startsWith('+') ? 'gain' : year.startsWith('−') ? 'loss' : 'none';
  return {
    value: typeof dayReturn === 'number' ? returnText(dayReturn) : cellText(dayReturn, 'return', 'UTC'),
    unit: typeof dayReturn === 'number' ? 'on the day' : '',
    result: {
      arrow: tone === 'gain' ? '▲' : tone === 'loss' ? '▼' : '',
      tone: year === 'n/a' ? 'none' : tone,
      amount: isMissing(yearReturn) ? `Year ${missingText(yearReturn.missing)}` : `${year} this year`,
      share: '',
    },
  };
}

function resultOf(dayResult: Cell, dayReturn: Cell, currency: string): HeroResult {
  if (typeof dayResult !== 'number') {
    const share = typeof dayReturn === 'number' ? returnText(dayReturn) : '';
    const reason = isMissing(dayResult) ? dayResult.missing : 'not known';
    return { arrow: '', tone: 'none', amount: `Day ${missingText(reason)}`, share };
  }
  const amount = changeText(dayResult);
  const tone = amount.startsWith('+') ? 'gain' : amount.startsWith('−') ? 'loss' : 'none';
  return {
    arrow: tone === 'gain' ? '▲' : tone === 'loss' ? '▼' : '',
    tone,
    amount: `${amount} ${currency}`,
    share: typeof dayReturn === 'number' ? returnText(dayReturn) : '',
  };
}
