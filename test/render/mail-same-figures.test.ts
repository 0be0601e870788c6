import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainText } from '#render/format';
import { renderMail } from '#render/mail';
import type { Block } from '#report/block';
import { discreetReport } from '#report/discreet';
import type { Report } from '#report/report';
import type { Cell } from '#report/value';
import { htmlText } from '#test/support/html-text';
import { sampleReport } from '#test/support/sample-report';

/** Whole numbers of thousandths: figures round to their decimals, and none of them by chance of a double's last bit. */
const money = fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }).map((mills) => mills / 1000);
const fraction = fc.integer({ min: -99_999, max: 99_999 }).map((parts) => parts / 100_000);
const missing = fc.constant({ missing: 'needs Flex statements' });
const cellOf = (numbers: fc.Arbitrary<number>): fc.Arbitrary<Cell> =>
  fc.oneof({ weight: 6, arbitrary: numbers }, fc.constant(0), missing);

const choice = fc.record({
  locale: fc.constantFrom('en-US', 'de-DE', 'de-CH', 'fr-FR', 'en-GB'),
  detail: fc.constantFrom('full', 'short'),
  discreet: fc.boolean(),
  finality: fc.constantFrom('final', 'preliminary'),
  paper: fc.boolean(),
  labels: fc.uniqueArray(fc.constantFrom('Main', 'Pension', 'Joint', 'A name of several words, and a long one too'), {
    minLength: 1,
    maxLength: 4,
  }),
  failed: fc.boolean(),
  value: cellOf(money),
  result: cellOf(money),
  share: cellOf(fraction),
  amounts: fc.array(cellOf(money), { minLength: 12, maxLength: 12 }),
  before: fc.option(money, { nil: undefined }),
});

type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

/** The sample with other figures at every place that the mail shows. */
function reportOf(label: string, { value, result, share, amounts, finality, paper, before, discreet }: Choice): Report {
  const report = sampleReport({ label, days: 10, transactions: 5, finality, paper });
  const changed: Report = {
    ...report,
    headline: {
      ...report.headline,
      ...{ netAssetValue: value, dayResult: result, dayReturn: share, yearReturn: share },
      periods: report.headline.periods.map((period) => ({ ...period, twr: share })),
    },
    ...(before === undefined
      ? {}
      : {
          changes: {
            revision: 1,
            finality,
            figures: [{ label: 'Net asset value', kind: 'money', unit: 'USD', before, after: before + 1 }] as const,
          },
        }),
    sections: report.sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block) => withFigures(block, amounts)),
    })),
  };
  return discreet ? discreetReport(changed) : changed;
}

function withFigures(block: Block, amounts: readonly Cell[]): Block {
  const at = (i: number): Cell => amounts[i % amounts.length] ?? null;
  if (block.kind === 'figures') {
    return {
      ...block,
      figures: block.figures.map((one, i) => (one.kind === 'money' ? { ...one, value: at(i) } : one)),
    };
  }
  if (block.kind !== 'table') return block;
  const moneys = block.columns.filter(({ kind }) => kind === 'money' || kind === 'change').map(({ key }) => key);
  const rows = block.rows.map((row, r) => ({
    ...row,
    ...Object.fromEntries(moneys.map((key, i) => [key, at(r * moneys.length + i)])),
  }));
  return { ...block, rows, shownIn: ['mail', 'page', 'workbook'] };
}

/** Every figure in order, with its sign and its separators; blanks, which a line's end may stand for, left out. */
function figures(text: string): readonly string[] {
  return text.replaceAll(/[\s\u00a0\u202f]+/g, ' ').match(/[+-]?\d[\d.,’']*(?: ?%)?/g) ?? [];
}

const withoutPreheader = (html: string): string => html.replace(/<div style="display:none[\s\S]*?<\/div>/, '');

it('HTML and plain text say the same figures in the same order, whatever the report and the reader’s settings', () => {
  let told = 0;
  fc.assert(
    fc.property(choice, (of) => {
      const mail = renderMail({
        reports: of.labels.map((label) => reportOf(label, of)),
        failures: of.failed ? [{ label: 'Other', maskedId: 'U…1122', text: 'No login since 19 Nov.' }] : [],
        attachments: [{ name: 'a.xlsx', title: 'Workbook', bytes: 171_000 }],
        locale: of.locale,
        detail: of.detail,
        sentAt: '2026-11-21T11:05:00Z',
        timeZone: 'Europe/Zurich',
        archivePlace: '2026/11/20',
      });
      const shown = figures(plainText(htmlText(withoutPreheader(mail.html))));
      expect(figures(mail.text)).toEqual(shown);
      told += shown.length;
    }),
    { numRuns: 60 },
  );
  expect(told).toBeGreaterThan(60 * 10);
});
