import type { IConstruct } from 'constructs';
import type { DeploySettings } from '#wiring/deploy-settings';
import { countAlarms } from './alarm-count.ts';
import type { PricedDeploy } from './price-usage.ts';

/** What of a deploy has a price: choices in the settings, and the alarms of the stack made from them. */
export function pricedDeploy(settings: DeploySettings, stack: IConstruct): PricedDeploy {
  return {
    instanceType: settings.gateway.instanceType,
    accounts: settings.accounts.length,
    recipients: settings.recipients.length,
    afterClose: settings.mail.afterClose,
    alarms: countAlarms(stack),
  };
}
