import type { TakenMail } from './ses-account.ts';

/** What happens to a mail after SES took it. `suppressed`: the address is on the account's suppression list. */
export type Fate =
  | 'accepted'
  | 'delivered'
  | 'bounced'
  | 'given-up'
  | 'suppressed'
  | 'complained'
  | 'rejected'
  | 'rendering-failed'
  | 'delayed';

/** The mail's part of an event: what a {@link TakenMail} has. */
type Mail = Pick<TakenMail, 'messageId' | 'tags' | 'destinations' | 'source'>;

/**
 * The event that SES would publish to EventBridge, with the addresses and the server's words that real ones carry.
 * @param at when it happened
 */
export function sesEventOf(mail: Mail, fate: Fate, at: Date): object {
  const timestamp = at.toISOString();
  const recipients = mail.destinations.map((emailAddress) => ({ emailAddress }));
  const bounce = (bounceType: string, bounceSubType: string) => ({
    bounceType,
    bounceSubType,
    bouncedRecipients: mail.destinations.map((emailAddress) => ({
      emailAddress,
      action: 'failed',
      status: '5.1.1',
      diagnosticCode: `smtp; 550 5.1.1 <${emailAddress}> user unknown`,
    })),
    timestamp,
    feedbackId: 'feedback-1',
    reportingMTA: 'dsn; mta.example.com',
  });
  const [type, eventType, detail] = {
    accepted: ['Email Sent', 'Send', { send: {} }],
    delivered: [
      'Email Delivered',
      'Delivery',
      { delivery: { timestamp, recipients: mail.destinations, smtpResponse: '250 ok', processingTimeMillis: 812 } },
    ],
    bounced: ['Email Bounced', 'Bounce', { bounce: bounce('Permanent', 'General') }],
    'given-up': ['Email Bounced', 'Bounce', { bounce: bounce('Transient', 'MailboxFull') }],
    suppressed: ['Email Bounced', 'Bounce', { bounce: bounce('Permanent', 'OnAccountSuppressionList') }],
    complained: [
      'Email Complaint Received',
      'Complaint',
      { complaint: { complainedRecipients: recipients, timestamp, feedbackId: 'f', complaintSubType: null } },
    ],
    rejected: ['Email Rejected', 'Reject', { reject: { reason: 'Bad content' } }],
    'rendering-failed': ['Email Rendering Failed', 'Rendering Failure', { failure: { errorMessage: 'no attribute' } }],
    delayed: [
      'Email Delivery Delayed',
      'DeliveryDelay',
      { deliveryDelay: { timestamp, delayType: 'TransientCommunicationFailure', expirationTime: timestamp } },
    ],
  }[fate] as [string, string, object];
  return {
    version: '0',
    id: `event-${mail.messageId}-${fate}`,
    'detail-type': type,
    source: 'aws.ses',
    account: '111122223333',
    time: timestamp,
    region: 'eu-west-1',
    resources: [],
    detail: {
      eventType,
      mail: {
        timestamp,
        source: mail.source,
        messageId: mail.messageId,
        destination: mail.destinations,
        headersTruncated: false,
        tags: {
          'ses:operation': ['SendRawEmail'],
          ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
        },
      },
      ...detail,
    },
  };
}
