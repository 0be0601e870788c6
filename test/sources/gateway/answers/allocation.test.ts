import { expect, it } from 'vitest';
import { readAllocation } from '#sources/gateway/answers/allocation';
import { checkForm, ENDPOINTS } from '#sources/gateway/endpoints';
import { AnswerUnreadable } from '#sources/gateway/errors';

const read = (body: object) => readAllocation(checkForm(ENDPOINTS.allocation, body), 'allocation');
const NOTHING = { long: {}, short: {} };

it('keeps long and short of each name; borrowed cash is short and negative', () => {
  const { value } = read({
    assetClass: { long: { STK: 100, OPT: 5 }, short: { OPT: -2, CASH: -50.5 } },
    sector: NOTHING,
    group: null,
  });
  expect(value.assetClass).toEqual([
    { name: 'STK', long: 100, short: 0 },
    { name: 'OPT', long: 5, short: -2 },
    { name: 'CASH', long: 0, short: -50.5 },
  ]);
  expect(value.sector).toEqual([]);
});

it('cannot be read when a name has no number', () => {
  expect(() => read({ assetClass: { long: { STK: null }, short: {} } })).toThrow(AnswerUnreadable);
  expect(() => read({ assetClass: { long: { STK: 'much' }, short: {} } })).toThrow(/assetClass, field STK/);
});

it('keeps a scheme it does not know, and is empty when no scheme holds anything', () => {
  const reading = read({ assetClass: NOTHING, country: { long: { US: 1 } } });
  expect(reading.value.remainder).toEqual({ country: { long: { US: 1 } } });
  expect(reading.oddities).toEqual([{ kind: 'field', where: 'allocation', name: 'country', count: 1 }]);
  expect(reading.empty).toBe(true);
});
