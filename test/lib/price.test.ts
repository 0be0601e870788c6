import { readFile } from 'node:fs/promises';
import { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAlarms } from '#lib/alarm-count';
import { DaybookStack } from '#lib/daybook-stack';
import { monthlyPrice } from '#lib/price';
import { INSTANCE_RATES, RATES, RATES_DATE } from '#lib/price-rates';
import { priceText } from '#lib/price-text';
import { monthlyUsage, type PricedDeploy, pricedSettings } from '#lib/price-usage';
import { loadDeploySettings } from '#wiring/deploy-settings-file';

const one: PricedDeploy = {
  instanceType: 't4g.micro',
  accounts: 1,
  recipients: 1,
  alarms: { metrics: 13, composite: 2 },
};
const both: PricedDeploy = { ...one, flex: true, alarms: { metrics: 15, composite: 2 } };
const alone: PricedDeploy = { flex: true, accounts: 1, recipients: 1, alarms: { metrics: 9, composite: 0 } };
const advisor: PricedDeploy = { ...alone, accounts: 1000 };
const forty: PricedDeploy = { ...one, accounts: 40, recipients: 40 };

const deploys = fc
  .record({
    instanceType: fc.constantFrom(...Object.keys(INSTANCE_RATES), 'm9g.large', undefined),
    flex: fc.boolean(),
    accounts: fc.integer({ min: 1, max: 1000 }),
    recipients: fc.integer({ min: 1, max: 200 }),
    afterClose: fc.boolean(),
    alarms: fc.record({ metrics: fc.integer({ min: 0, max: 40 }), composite: fc.integer({ min: 0, max: 3 }) }),
  })
  .filter(({ instanceType, flex }) => instanceType !== undefined || flex);

describe('the price of a month', () => {
  it('is about twelve dollars for one account, most of it the host and its address', () => {
    const { usd, lines } = monthlyPrice(one);
    expect(usd).toBeCloseTo(11.82, 1);
    const price = (item: string) => lines.find((line) => line.item === item)?.usd;
    expect(price('gateway host (EC2)')).toBeCloseTo(6.13, 2);
    expect(price('public IPv4 address')).toBeCloseTo(3.65, 2);
    expect(price('alarms (CloudWatch)')).toBeCloseTo(1.3, 2);
  });

  it('of Flex alone is under one dollar, without a host, an address or an alarm put together from others', () => {
    const price = monthlyPrice(alone);
    expect(price.usd).toBeLessThan(1);
    expect(price.lines.map(({ item }) => item).filter((item) => /host|address|disk/.test(item))).toEqual([]);
    expect(price.lines.find(({ item }) => item.startsWith('alarms'))?.usd).toBe(0);
  });

  it('rises by little when Flex is asked beside the gateway', () => {
    expect(monthlyPrice(both).usd - monthlyPrice(one).usd).toBeLessThan(0.5);
    expect(monthlyPrice(both).usd).toBeGreaterThan(monthlyPrice(one).usd);
  });

  it('of 1,000 accounts counts two transitions and one call of publish for each on a market day', () => {
    const day = 12 / 251;
    const more = (key: 'transitions' | 'calls') =>
      (monthlyUsage({ ...advisor, accounts: 1001 })[key] - monthlyUsage(advisor)[key]) * day;
    expect([more('transitions'), more('calls')].map((value) => Number(value.toFixed(6)))).toEqual([2, 1]);
  });

  it('never falls when there is more to do, and is never below that of the free tier', () => {
    fc.assert(
      fc.property(deploys, (deploy) => {
        const price = monthlyPrice(deploy);
        expect(price.usdWithoutFree).toBeGreaterThanOrEqual(price.usd);
        for (const key of ['accounts', 'recipients'] as const) {
          const more = monthlyPrice({ ...deploy, [key]: deploy[key] + 50 });
          expect(more.usdWithoutFree, key).toBeGreaterThan(price.usdWithoutFree);
          expect(more.usd, key).toBeGreaterThanOrEqual(price.usd);
        }
        const { metrics, composite } = deploy.alarms;
        const watched = monthlyPrice({ ...deploy, alarms: { metrics: metrics + 50, composite } });
        expect(watched.usd).toBeGreaterThan(price.usd);
        expect(monthlyPrice({ ...deploy, alarms: { metrics, composite: composite + 1 } }).usd).toBeGreaterThan(
          price.usd,
        );
      }),
    );
  });

  it('says so when the rate of a type is not known, and never takes it for nothing', () => {
    const deploy = { ...one, instanceType: 'm9g.large' };
    expect(monthlyPrice(deploy).unknown).toEqual(['gateway host (EC2)']);
    expect(priceText(deploy)).toMatch(/gateway host \(EC2\) +not known +not known/);
    expect(priceText(deploy)).toContain('The rate of gateway host (EC2) is not known here: the sums are without it.');
  });

  it('counts a mail for each recipient and market day, two when the close run mails too', () => {
    expect(monthlyUsage(forty).mails).toBeCloseTo((251 / 12) * 40);
    expect(monthlyUsage({ ...forty, afterClose: true }).mails).toBeCloseTo((251 / 12) * 80);
    expect(monthlyUsage({ ...forty, afterClose: true }).transitions).toBeGreaterThan(monthlyUsage(forty).transitions);
  });

  it('stays within the free transitions for one account', () => {
    expect(monthlyUsage(one).transitions).toBeLessThan(RATES.transition.free);
  });
});

describe('docs/cost.md', () => {
  it.each([
    ['one account', 'examples/daybook.json', {}, one],
    ['both sources', 'examples/daybook.json', { flex: { query: '1234567' } }, both],
    ['Flex alone', 'examples/flex-alone.json', {}, alone],
  ])('counts what the stack of %s has', (_, file, over, deploy) => {
    const loaded = loadDeploySettings({ tryGetContext: () => file }, '.');
    if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
    const settings = { ...loaded.settings, ...over };
    const stack = new DaybookStack(new App(), { settings, bundle: () => 'examples' });
    expect({ ...pricedSettings(settings), alarms: countAlarms(stack) }).toEqual({
      flex: false,
      afterClose: false,
      ...deploy,
    });
  });

  it.each([
    ['one account', one],
    ['forty accounts', forty],
    ['both sources', both],
    ['Flex alone', alone],
    ['a thousand accounts', advisor],
  ])('shows the price of %s as the deploy prints it', async (_, deploy) => {
    expect(await readFile('docs/cost.md', 'utf8')).toContain(`\`\`\`\n${priceText(deploy)}\n\`\`\``);
  });

  it('names each rate with its source, and the day they were looked at', async () => {
    const page = await readFile('docs/cost.md', 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    for (const rate of Object.values(RATES)) {
      const row = rows.find((line) => line.startsWith(`| ${rate.of} |`));
      expect(row, rate.of).toContain(rate.source);
      expect(row?.match(/[\d.]+/g)?.map(Number), rate.of).toContain(
        Number((rate.usd * scaleOf(row ?? '')).toPrecision(6)),
      );
    }
    for (const [type, usd] of Object.entries(INSTANCE_RATES)) expect(page).toContain(`${type} $${usd}`);
    expect(page).toContain(RATES_DATE);
  });
});

/** The page gives small rates for a thousand or a million of a thing. */
function scaleOf(row: string): number {
  if (row.includes('a million')) return 1e6;
  return row.includes('a thousand') ? 1000 : 1;
}
