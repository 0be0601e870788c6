import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { systemClock } from '#effects/system-clock';
import type { NoteDeliveryPorts } from '#pipeline/note-delivery';
import { bucketArchive } from './bucket.ts';
import { bundleSettings } from './bundle-settings.ts';
import { readEnvironment } from './environment.ts';

/** What note-delivery reaches: the archive and the owner's notice topic. Made once. @throws FunctionMisconfigured */
export function noteDeliveryPorts(): NoteDeliveryPorts {
  const environment = readEnvironment(['DAYBOOK_BUCKET', 'DAYBOOK_NOTICE_TOPIC']);
  const { addresses } = bundleSettings('note-delivery');
  // A notice told twice does no harm, one that is never told does.
  const sns = new SNSClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
  return {
    archive: bucketArchive(environment.DAYBOOK_BUCKET),
    clock: systemClock,
    recipients: addresses,
    tell: async ({ subject, message }) => {
      await sns.send(
        new PublishCommand({ TopicArn: environment.DAYBOOK_NOTICE_TOPIC, Subject: subject, Message: message }),
      );
    },
  };
}
