import { readFile } from 'node:fs/promises';
import { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAlarms } from '#lib/alarm-count';
import { DaybookStack } from '#lib/daybook-stack';
import { monthlyPrice } from '#lib/price';
import { INSTANCE_RATES, RATES, RATES_DATE } from '#lib/price-rates';
import { priceText } from '#lib/price-text';
import { monthlyUsage, type PricedDeploy } from '#lib/price-usage';
import { loadDeploySettings } from '#wiring/deploy-settings-file';

const one: PricedDeploy = {
  instanceType: 't4g.micro',
  accounts: 1,
  recipients: 1,
  alarms: { metrics: 13, composite: 2 },
};
const forty: PricedDeploy = { ...one, accounts: 40, recipients: 40 };

const deploys = fc.record({
  instanceType: fc.constantFrom(...Object.keys(INSTANCE_RATES), 'm9g.large'),
  accounts: fc.integer({ min: 1, max: 1000 }),
  recipients: fc.integer({ min: 1, max: 200 }),
  afterClose: fc.boolean(),
  alarms: fc.record({ metrics: fc.integer({ min: 0, max: 40 }), composite: fc.integer({ min: 0, max: 3 }) }),
});

describe('the price of a month', () => {
  it('is about twelve dollars for one account, most of it the host and its address', () => {
    const { usd, lines } = monthlyPrice(one);
    expect(usd).toBeCloseTo(11.82, 1);
    const price = (item: string) => lines.find((line) => line.item === item)?.usd;
    expect(price('gateway host (EC2)')).toBeCloseTo(6.13, 2);
    expect(price('public IPv4 address')).toBeCloseTo(3.65, 2);
    expect(price('alarms (CloudWatch)')).toBeCloseTo(1.3, 2);
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
  it('counts the alarms that the stack has', () => {
    const loaded = loadDeploySettings({ tryGetContext: () => 'examples/daybook.json' }, '.');
    if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
    const stack = new DaybookStack(new App(), { settings: loaded.settings, bundle: () => 'examples' });
    expect(countAlarms(stack)).toEqual(one.alarms);
  });

  it.each([
    ['one account', one],
    ['forty accounts', forty],
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
