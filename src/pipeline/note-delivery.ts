import type { Archive } from '#archive/archive';
import { receiptKey, receiptNoteKey, recipientKey, recipientStateKey } from '#archive/keys';
import { maskedAddress } from '#delivery/bare-address';
import { confirmDelivery } from '#delivery/receipts';
import { noteEvent, type RecipientState } from '#delivery/recipient-state';
import { type DeliveryEvent, type DeliveryEventKind, readSesEvent } from '#delivery/ses-event';
import type { Clock } from '#effects/clock';
import type { Notice } from './events.ts';

export interface NoteDeliveryPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  /** Addresses of the recipients in the settings: notices name one by its first letter and domain. */
  readonly recipients: readonly string[];
  /** Tells the owner. Called before the event counts as noted, so that a break tells twice rather than never. */
  readonly tell: (notice: Notice) => Promise<void>;
}

export interface NotedDelivery {
  /** What the owner was told. */
  readonly notices: readonly Notice[];
  /** The event is about a message that is no daily mail of this archive, such as a test mail: nothing was written. */
  readonly foreign?: true;
}

/**
 * Takes in one event of the mail service about a mail of ours: the recipient's state, the mail's receipt, a notice for
 * the owner. The event's own receipt is written last and once; an event that has one changes nothing and tells nothing.
 *
 * @param event as EventBridge delivers it
 * @throws SesEventUnusable when the event is malformed; nothing is written then
 */
export async function noteDelivery(event: unknown, ports: NoteDeliveryPorts): Promise<NotedDelivery> {
  const { archive, clock } = ports;
  const happened = readSesEvent(event);
  if (happened === 'foreign') return { notices: [], foreign: true };
  const { date, recipient, edition } = happened.name;
  if (!(await archive.get(receiptKey(date, recipient, edition, 'before')))) return { notices: [], foreign: true };
  const noted = receiptNoteKey(date, recipient, edition, happened.kind);
  if (await archive.get(noted)) return { notices: [] };

  // That SES took the mail says nothing of the recipient.
  const state = happened.kind === 'accepted' ? undefined : await noteEvent(archive, happened);
  // Whatever SES tells of a message, it had taken it: that settles a mail whose answer was lost.
  await confirmDelivery(archive, happened.name, clock.now(), `SES message ${happened.messageId}`);
  const notices = noticesOf(happened, state, ports.recipients);
  for (const notice of notices) await ports.tell(notice);
  const { name: _name, ...facts } = happened;
  await archive.putIfAbsent(noted, JSON.stringify({ ...facts, notedAt: clock.now().toISOString() }));
  return { notices };
}

const TOLD: Partial<Record<DeliveryEventKind, { readonly subject: string; readonly text: string }>> = {
  bounced: { subject: 'a mail bounced', text: "The recipient's mail server refused it for good." },
  'given-up': {
    subject: 'a mail was not delivered',
    text: 'The mail server of the recipient did not take it in time.',
  },
  suppressed: {
    subject: 'a mail was suppressed',
    text: "The address is on the suppression list of your AWS account's SES, so it was not sent on. Take it off that list once the address is right.",
  },
  complained: { subject: 'a mail was called spam', text: 'The recipient marked it as unwanted.' },
  rejected: { subject: 'a mail was rejected', text: 'SES took it and then would not send it on: it found malware.' },
  'rendering-failed': { subject: 'a mail was not made', text: 'SES could not make the message.' },
};

function noticesOf(event: DeliveryEvent, state: RecipientState | undefined, recipients: readonly string[]): Notice[] {
  const told = TOLD[event.kind];
  if (!told || !state) return [];
  const { date, recipient } = event.name;
  const address = recipients.find((candidate) => recipientKey(candidate) === recipient);
  const who = address === undefined ? `recipient ${recipient}` : maskedAddress(address);
  const lines = [
    `The mail of ${date} to ${who}: ${told.text}${event.words ? ` SES calls it ${event.words}.` : ''}`,
    'It is not sent again; the report is in the archive.',
    ...pauseLines(event, state, who),
  ];
  return [{ subject: `Daybook: ${told.subject}, ${date}`, message: lines.join('\n') }];
}

/** Said with each event that counts against the recipient while mail to it is paused. */
function pauseLines(event: DeliveryEvent, { paused, bounces }: RecipientState, who: string): string[] {
  if (!paused) return [];
  const why = paused.why === 'complaint' ? 'after this complaint' : `after ${bounces.length} mails in a row came back`;
  return [
    `Daybook sends no more mail to ${who} ${why}.`,
    `Correct or remove the address in the settings and deploy; or, to send to it again, delete the object ${recipientStateKey(event.name.recipient)} in the archive bucket.`,
  ];
}
