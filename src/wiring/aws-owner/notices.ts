import { ListSubscriptionsByTopicCommand, type SNSClient, type Subscription } from '@aws-sdk/client-sns';
import type { NoticePort } from '#owner/cloud';
import { asked } from './errors.ts';

/** Who gets the notices, through SNS. */
export function noticePort(client: SNSClient): NoticePort {
  return {
    subscriptions: async (topic) => {
      const found: Subscription[] = [];
      let NextToken: string | undefined;
      do {
        const page = await asked('sns:ListSubscriptionsByTopic', () =>
          client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic, ...(NextToken ? { NextToken } : {}) })),
        );
        found.push(...(page.Subscriptions ?? []));
        NextToken = page.NextToken;
      } while (NextToken);
      return found.map((one) => ({
        endpoint: one.Endpoint ?? '',
        // Until it is confirmed SNS gives the words PendingConfirmation in place of a name.
        confirmed: (one.SubscriptionArn ?? '').startsWith('arn:'),
      }));
    },
  };
}
