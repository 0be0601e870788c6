import { type MonthlyPrice, monthlyPrice } from './price.ts';
import { RATES_DATE } from './price-rates.ts';
import type { PricedDeploy } from './price-usage.ts';

const dollars = (amount: number | undefined): string => (amount === undefined ? 'not known' : amount.toFixed(2));

/** The price of a month as the CDK app prints it before a deploy, and `docs/cost.md` shows it. */
export function priceText(deploy: PricedDeploy): string {
  const price = monthlyPrice(deploy);
  const rows = [
    ['', 'USD', 'no free tier', ''],
    ...price.lines.map(({ item, use, usd, usdWithoutFree }) => [item, dollars(usd), dollars(usdWithoutFree), use]),
    ['in all', dollars(price.usd), dollars(price.usdWithoutFree), ''],
  ];
  return [heading(deploy), ...table(rows), ...notes(price)].join('\n');
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function heading({ accounts, recipients, instanceType, flex }: PricedDeploy): string {
  const sources = flex ? (instanceType === undefined ? ', Flex alone' : ', gateway and Flex') : '';
  return `A month of Daybook: ${plural(accounts, 'account')}, ${plural(recipients, 'recipient')}${sources}`;
}

/** First column and last to the left, amounts to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map(([item = '', usd = '', withoutFree = '', use = '']) =>
    `  ${item.padEnd(width(0))}  ${usd.padStart(width(1))}  ${withoutFree.padStart(width(2))}  ${use}`.trimEnd(),
  );
}

function notes({ unknown }: MonthlyPrice): string[] {
  const rates = `Rates of us-east-1 as of ${RATES_DATE}, without taxes; other regions differ. docs/cost.md has the sources.`;
  if (unknown.length === 0) return [rates];
  return [`The rate of ${unknown.join(', ')} is not known here: the sums are without it.`, rates];
}
