import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DaybookStack } from '#lib/daybook-stack';
import { deployProblemsText } from '#wiring/deploy-settings';
import { loadDeploySettings } from '#wiring/deploy-settings-file';

/** The CDK's app: `npx cdk deploy` starts it. Reads and checks the settings, and describes the stack. */
const app = new App();
const loaded = loadDeploySettings(app.node, process.cwd());
if ('problems' in loaded) {
  console.error(deployProblemsText(loaded.problems));
  process.exitCode = 1;
} else {
  for (const warning of loaded.warnings) console.error(`Note: ${warning}.`);
  new DaybookStack(app, { settings: loaded.settings });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}
