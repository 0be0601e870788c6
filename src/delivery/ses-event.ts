import * as z from 'zod';
import { parseCalendarDate } from '#domain/calendar-date';
import type { ReceiptName } from './receipts.ts';

/**
 * What the mail service says of a message that it took. `accepted`: that it took it; `bounced`: refused for good by the recipient's server;
 * `given-up`: not delivered within SES's tries; `suppressed`: not even tried, the address is on SES's own list;
 * `delayed`: SES goes on trying.
 */
export type DeliveryEventKind =
  | 'accepted'
  | 'delivered'
  | 'bounced'
  | 'given-up'
  | 'suppressed'
  | 'complained'
  | 'rejected'
  | 'rendering-failed'
  | 'delayed';

export interface DeliveryEvent {
  readonly kind: DeliveryEventKind;
  /** When it happened, as SES says; ISO 8601 UTC. */
  readonly at: string;
  /** Of the mail it happened to. */
  readonly name: ReceiptName;
  /** SES's own id of the message. */
  readonly messageId: string;
  /** SES's words for the kind, such as `Permanent/General`. Never an address. */
  readonly words?: string;
}

/** An event that can't be read. Nothing is written for it. */
export class SesEventUnusable extends Error {
  override readonly name = 'SesEventUnusable';
  readonly nextStep: string;
  constructor(message: string, nextStep: string) {
    super(message);
    this.nextStep = nextStep;
  }
}

const instant = z.iso.datetime({ offset: true });
const word = z.string().regex(/^[A-Za-z ]{1,64}$/);

/** The parts that are used, as SES publishes them to EventBridge; everything else is passed over. */
const sesEvent = z.object({
  source: z.literal('aws.ses'),
  'detail-type': z.enum([
    'Email Sent',
    'Email Delivered',
    'Email Bounced',
    'Email Complaint Received',
    'Email Rejected',
    'Email Rendering Failed',
    'Email Delivery Delayed',
  ]),
  time: instant,
  detail: z.object({
    mail: z.object({
      messageId: z.string().regex(/^[\x21-\x7e]{1,200}$/),
      tags: z.record(z.string(), z.array(z.string())).optional(),
    }),
    delivery: z.object({ timestamp: instant }).optional(),
    bounce: z.object({ bounceType: word, bounceSubType: word, timestamp: instant }).optional(),
    complaint: z.object({ complaintSubType: word.nullish(), timestamp: instant }).optional(),
    deliveryDelay: z.object({ delayType: word, timestamp: instant }).optional(),
  }),
});

type SesEvent = z.output<typeof sesEvent>;

/**
 * Reads an event of SES as EventBridge delivers it. `foreign`: about a message without the tags of a daily mail.
 * @throws SesEventUnusable when it has another form
 */
export function readSesEvent(input: unknown): DeliveryEvent | 'foreign' {
  const result = sesEvent.safeParse(input);
  if (!result.success) {
    const where = result.error.issues.map(({ path }) => path.map(String).join('.') || 'the event');
    throw new SesEventUnusable(
      `This is not an event of SES about a mail, or of a form that Daybook doesn't know: ${[...new Set(where)].join(', ')}.`,
      'Compare it with the event examples in the SES Developer Guide and report the difference.',
    );
  }
  const { detail } = result.data;
  const kind = kindOf(result.data);
  const name = nameOf(detail.mail.tags ?? {});
  if (!name) return 'foreign';
  const words = wordsOf(detail);
  return {
    kind,
    at: new Date(momentOf(result.data)).toISOString(),
    name,
    messageId: detail.mail.messageId,
    ...(words ? { words } : {}),
  };
}

function kindOf({ 'detail-type': type, detail }: SesEvent): DeliveryEventKind {
  switch (type) {
    case 'Email Sent':
      return 'accepted';
    case 'Email Delivered':
      return 'delivered';
    case 'Email Bounced':
      return bounceKind(detail.bounce);
    case 'Email Complaint Received':
      return /suppress/i.test(detail.complaint?.complaintSubType ?? '') ? 'suppressed' : 'complained';
    case 'Email Rejected':
      return 'rejected';
    case 'Email Rendering Failed':
      return 'rendering-failed';
    case 'Email Delivery Delayed':
      return 'delayed';
  }
}

function bounceKind(bounce: SesEvent['detail']['bounce']): DeliveryEventKind {
  if (!bounce) {
    throw new SesEventUnusable(
      'The event says that a mail bounced and not how.',
      'Compare it with the event examples in the SES Developer Guide and report the difference.',
    );
  }
  if (/suppress/i.test(bounce.bounceSubType)) return 'suppressed';
  return bounce.bounceType === 'Permanent' ? 'bounced' : 'given-up';
}

/** When it happened; the time of the event itself where SES gives no other. */
const momentOf = ({ time, detail }: SesEvent): string =>
  (detail.delivery ?? detail.bounce ?? detail.complaint ?? detail.deliveryDelay)?.timestamp ?? time;

function wordsOf({ bounce, complaint, deliveryDelay }: SesEvent['detail']): string | undefined {
  if (bounce) return `${bounce.bounceType}/${bounce.bounceSubType}`;
  return complaint?.complaintSubType ?? deliveryDelay?.delayType;
}

/** The mail's name from its tags, if they are ours. SES gives each tag's values as a list. */
function nameOf(tags: Readonly<Record<string, readonly string[]>>): ReceiptName | undefined {
  const one = (tag: string): string => (tags[tag]?.length === 1 ? (tags[tag][0] ?? '') : '');
  const date = parseCalendarDate(one('date'));
  const recipient = one('recipient');
  const edition = one('edition');
  if (date && /^[0-9a-f]{12}$/.test(recipient) && /^[0-9a-f]{8}$/.test(edition)) return { date, recipient, edition };
  return undefined;
}
