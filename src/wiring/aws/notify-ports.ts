import { SESClient } from '@aws-sdk/client-ses';
import { SES_CLIENT, sesChannel } from '#delivery/ses-channel';
import { systemClock } from '#effects/system-clock';
import type { NotifyRunPorts } from '#pipeline/notify-run';
import { bucketArchive } from './bucket.ts';
import { bundleSettings } from './bundle-settings.ts';
import { readEnvironment } from './environment.ts';

/** What notify reaches: the archive and SES. Made once, when the function starts. @throws FunctionMisconfigured */
export function notifyPorts(): NotifyRunPorts {
  const environment = readEnvironment(['DAYBOOK_BUCKET', 'DAYBOOK_CONFIGURATION_SET']);
  const { recipients, accounts, sender, timeZone } = bundleSettings('notify');
  return {
    archive: bucketArchive(environment.DAYBOOK_BUCKET),
    channel: sesChannel({
      client: new SESClient(SES_CLIENT),
      configurationSet: environment.DAYBOOK_CONFIGURATION_SET,
      pause: systemClock.sleep,
    }),
    clock: systemClock,
    recipients,
    accounts,
    sender,
    timeZone,
  };
}
