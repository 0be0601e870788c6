import { advisorScenario } from '#simulator/advisor-scenario';
import { jsonAnswer } from '#simulator/answers';
import type { Scenario } from '#simulator/scenario';
import type { Json } from '#simulator/wire/json';
import { MANY } from './faults.ts';

const PAGE = 100;
const POSITIONS = /^\/portfolio\/([^/]+)\/positions\/(\d+)$/;

/** An advisor's login whose clients hold more than one page of contracts. */
export function wideScenario(today: Date): Scenario {
  const advisor = advisorScenario({ seed: 1, today });
  return {
    ...advisor,
    answer: (call) => {
      const [, account, page] = POSITIONS.exec(call.path) ?? [];
      if (call.method !== 'GET' || account === undefined) return advisor.answer(call);
      const from = Number(page) * PAGE;
      const rows = Array.from({ length: Math.max(0, Math.min(PAGE, MANY - from)) }, (_, index) =>
        row(account, from + index),
      );
      return jsonAnswer(rows);
    },
  };
}

const row = (account: string, index: number): Json => ({
  acctId: account,
  conid: 1_000 + index,
  contractDesc: `S${index}`,
  ticker: `S${index}`,
  // Descending, as it is asked for.
  position: 1_000 - index,
  mktPrice: 1,
  mktValue: 1_000 - index,
  currency: 'USD',
  assetClass: 'STK',
  model: '',
});
