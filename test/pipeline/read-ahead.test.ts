import { expect, test } from 'vitest';
import { readAhead } from '#pipeline/read-ahead';

test('items come in their own order, however long each takes to read, and few are held', async () => {
  const open: { readonly item: number; readonly done: () => void }[] = [];
  let most = 0;
  const items = Array.from({ length: 20 }, (_, item) => item);
  const read = (item: number): Promise<number> =>
    new Promise((done) => {
      open.push({ item, done: () => done(item) });
      most = Math.max(most, open.length);
      // The last that was asked for comes first.
      if (open.length === 6 || item === items.length - 1) for (const one of open.splice(0).reverse()) one.done();
    });
  const seen: number[] = [];
  for await (const item of readAhead(items, read)) seen.push(item);
  expect(seen).toEqual(items);
  expect(most).toBe(6);
});

test('what can’t be read ends the reading with its own error', async () => {
  const read = async (item: number): Promise<number> => {
    if (item === 7) throw new RangeError('gone');
    return item;
  };
  const seen: number[] = [];
  const all = async (): Promise<void> => {
    for await (const item of readAhead([...Array(20).keys()], read)) seen.push(item);
  };
  await expect(all()).rejects.toThrow(RangeError);
  expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
});
