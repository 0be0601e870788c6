import { expect, test } from 'vitest';
import { clearedOption } from '#report/holding-name';

test('an option known by the clearing house’s symbol alone is told by its terms', () => {
  expect(clearedOption('SPY   260821P00515000')).toEqual({ symbol: 'SPY', name: 'SPY 21 Aug 2026 515 put' });
  expect(clearedOption('BRKB 261218C00497500')).toEqual({ symbol: 'BRKB', name: 'BRKB 18 Dec 2026 497.5 call' });
});

test.each(['SPY', '', 'SPY 261340P00515000', 'SPY260821P00515000', 'ESZ6', 'SPY 260821X00515000'])(
  '%j is no such symbol and stays as it is',
  (symbol) => expect(clearedOption(symbol)).toBeUndefined(),
);
