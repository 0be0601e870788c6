import { expect, it } from 'vitest';
import type { TradedContract } from '#domain/traded-contract';
import { readPieces } from '#sources/flex/pieces';
import { flexAnswer, flexStatement, streamOf } from '#test/support/flex-body';

/** The contract of one open position with these fields. */
async function contract(fields: string): Promise<TradedContract | undefined> {
  const row = `<OpenPosition currency="USD" conid="7" position="1" positionValue="10" reportDate="20260401" ${fields}/>`;
  const body = streamOf(flexAnswer([flexStatement(`<OpenPositions>${row}</OpenPositions>`)]));
  for await (const { close } of readPieces(body)) return close.positions?.[0]?.contract;
  return undefined;
}

it('a derivative is told by what it is written on and when it ends', async () => {
  const option = 'assetCategory="OPT" underlyingSymbol="AAA" expiry="20261218" strike="200.5" putCall="P"';
  expect((await contract(option))?.terms).toEqual({
    underlying: 'AAA',
    expiry: '2026-12-18',
    strike: 200.5,
    right: 'put',
  });
  expect((await contract('assetCategory="FUT" expiry="2026-12-18" strike="0" putCall=""'))?.terms).toEqual({
    expiry: '2026-12-18',
  });
});

it('a statement is read also where an expiry has a form of its own', async () => {
  expect((await contract('assetCategory="OPT" expiry="DEC26" putCall="C"'))?.terms).toEqual({ right: 'call' });
});

it('a share has a finer type and no terms', async () => {
  const share = await contract('assetCategory="STK" subCategory="ETF" underlyingSymbol="AAA" strike="" expiry=""');
  expect(share).toMatchObject({ assetClass: 'stock', type: 'ETF' });
  expect(share).not.toHaveProperty('terms');
});
