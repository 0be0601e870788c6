import { expect, it } from 'vitest';
import { mailSection } from '#render/mail-block';
import type { SharesBlock } from '#report/block';
import { sampleReport } from '#test/support/sample-report';

const sharesOf = (...amounts: readonly number[]) => {
  const block: SharesBlock = {
    ...{ kind: 'shares', id: 'classes', title: 'By class', shownIn: ['mail'], unit: 'USD' },
    shares: amounts.map((amount, i) => ({ name: `Class ${i}`, amount, fraction: amount / 1000 })),
  };
  const made = mailSection(block, sampleReport().headline, 'America/New_York');
  return made?.kind === 'shares' ? made : expect.fail('no shares');
};

it('divides the bar among what is owned: what is owed has a line of its own and no part of it', () => {
  const { parts, rows } = sharesOf(900, 300, -200);
  expect(parts.map(({ width }) => width)).toEqual([75, 25]);
  expect(rows.map(({ tone }) => tone)).toEqual([0, 7, -1]);
  expect(rows.map(({ amount }) => amount)).toEqual(['900.00', '300.00', '−200.00']);
});

it('has no bar where nothing is owned', () => {
  expect(sharesOf(-200, 0)).toMatchObject({ parts: [], rows: [{ tone: -1 }, { tone: -1 }] });
});
