import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { countAlarms } from '#lib/alarm-count';
import { DaybookStack } from '#lib/daybook-stack';
import { priceText } from '#lib/price-text';
import { pricedSettings } from '#lib/price-usage';
import { deployProblemsText } from '#wiring/deploy-settings';
import { loadDeploySettings } from '#wiring/deploy-settings-file';

/**
 * The CDK's app: `npx cdk deploy` starts it. Checks the settings, describes the stack, and tells the price of a month,
 * on standard error, as standard output is the CDK's.
 */
const app = new App();
const loaded = loadDeploySettings(app.node, process.cwd());
if ('problems' in loaded) {
  console.error(deployProblemsText(loaded.problems));
  process.exitCode = 1;
} else {
  const { settings, warnings } = loaded;
  for (const warning of warnings) console.error(`Note: ${warning}.`);
  const stack = new DaybookStack(app, { settings });
  const price = priceText({
    ...pricedSettings(settings),
    alarms: countAlarms(stack),
  });
  console.error(`${price}\n`);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}
