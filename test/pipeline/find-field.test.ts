import { describe, expect, it } from 'vitest';
import { findField } from '#pipeline/find-field';
import type { RawRow } from '#pipeline/raw-rows';
import type { Input, Told } from '#report/explain/derivation';

const OWN = 'U1000001';

/** Rows of one answer, each field at a path of its own. */
const rows = (...all: readonly Readonly<Record<string, string>>[]): readonly RawRow[] =>
  all.map((fields, at) => ({
    key: 'raw/answer.xml',
    cells: new Map(Object.entries(fields).map(([name, text]) => [name, { path: `.row[${at}].${name}`, text }])),
  }));

const input = (value: number, as?: Told['as']): Input => {
  const row = [{ names: ['symbol'], value: 'AAA' }];
  const told: Told = { dataset: 'positions', fields: ['value'], row, ...(as ? { as } : {}) };
  return { label: 'Value', value, kind: 'money', told };
};

describe('the field that an input was read from', () => {
  it.each(['accountId', 'acctId', 'acctcode'])('is none of another account, which %s names', (field) => {
    const other = { [field]: 'U1000002', symbol: 'AAA', value: '5' };
    expect(findField(input(5), OWN, rows(other))).toBeUndefined();
    expect(findField(input(5), OWN, rows(other, { [field]: OWN, symbol: 'AAA', value: '5' }))?.path).toBe(
      'row[1].value',
    );
  });

  it('may stand in a row that names no account: the answer is of one', () => {
    expect(findField(input(5), OWN, rows({ accountId: '', symbol: 'AAA', value: '5' }))?.path).toBe('row[0].value');
  });

  it('is that of the sum where a lot has the same value, and a lot’s where there is no other', () => {
    const lot = { levelOfDetail: 'LOT', symbol: 'AAA', value: '5' };
    const sum = { levelOfDetail: 'SUMMARY', symbol: 'AAA', value: '5' };
    expect(findField(input(5), OWN, rows(lot, sum))?.path).toBe('row[1].value');
    expect(findField(input(5), OWN, rows(lot))?.path).toBe('row[0].value');
  });

  it('is several that add up, only where one told so, and without the lots of a sum', () => {
    const model = (value: string) => ({ levelOfDetail: 'SUMMARY', symbol: 'AAA', value });
    const lot = { levelOfDetail: 'LOT', symbol: 'AAA', value: '2' };
    const answer = rows(model('2'), lot, model('3'), { symbol: 'BBB', value: '5.5' });
    expect(findField(input(5, 'sum'), OWN, answer)).toMatchObject({
      ...{ path: 'row[0].value + row[2].value', text: '2 + 3', value: 5 },
    });
    expect(findField(input(5), OWN, answer)).toBeUndefined();
    expect(findField(input(6, 'sum'), OWN, answer)).toBeUndefined();
  });
});
