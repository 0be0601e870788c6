import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DaybookStack } from '#lib/daybook-stack';
import { type DeploySettings, isDeployable } from '#wiring/deploy-settings';
import { checkSettings } from '#wiring/settings';

/** A settings file of two people and two accounts, none of which may show in the template. */
export const SETTINGS = {
  stack: { name: 'Daybook', region: 'eu-central-2', notices: 'owner@notices.example' },
  accounts: [{ id: 'U7654321', label: 'Savings of the family' }, { id: 'U7654322' }],
  recipients: [{ address: 'ann@readers.example' }, { address: 'bob@readers.example', accounts: ['U7654322'] }],
  sender: 'Daybook <reports@sender.example>',
  timeZone: 'Europe/Zurich',
};

/** Settings as a deploy gets them, with the keys given put over {@link SETTINGS}. */
export function deploySettings(over: Readonly<Record<string, unknown>> = {}): DeploySettings {
  const checked = checkSettings({ ...SETTINGS, ...over });
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  if (!isDeployable(checked.settings)) throw new Error('not deployable');
  return checked.settings;
}

/** The context of `cdk.json`: without it a test would see another template than a deploy. */
const context = (): Record<string, unknown> =>
  (JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> }).context;

export interface Synthesized {
  readonly stack: DaybookStack;
  readonly template: Template;
  /** Where the assembly lies; gone with {@link remove}. */
  readonly folder: string;
  remove(): void;
}

/**
 * Synthesizes the stack with a stand-in for each bundle: what a template says does not depend on the code inside.
 * @param nag whether the AwsSolutions rules run, whose findings then make the synthesis throw
 */
export function synthesize(settings: DeploySettings = deploySettings(), { nag = false } = {}): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-synth-'));
  const app = new App({ outdir: join(folder, 'cdk.out'), context: context(), analyticsReporting: false });
  const stack = new DaybookStack(app, {
    settings,
    bundle: (name) => {
      const bundle = join(folder, name);
      mkdirSync(bundle, { recursive: true });
      writeFileSync(join(bundle, 'index.mjs'), `export const handler = () => '${name}';\n`);
      return bundle;
    },
  });
  if (nag) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
  return {
    stack,
    template: Template.fromStack(stack),
    folder: join(folder, 'cdk.out'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
