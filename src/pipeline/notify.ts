import type { Archive } from '#archive/archive';
import { ArchiveError } from '#archive/errors';
import { editionKey, recipientKey } from '#archive/keys';
import { bareAddress } from '#delivery/bare-address';
import { DeliveryError } from '#delivery/errors';
import type { Channel, Mailout } from '#delivery/mailout';
import {
  confirmDelivery,
  deliveryState,
  type MailedReport,
  otherMails,
  type ReceiptName,
  refuseDelivery,
  takeDelivery,
} from '#delivery/receipts';
import type { CalendarDate } from '#domain/calendar-date';
import type { Clock } from '#effects/clock';
import { renderMail } from '#render/mail';
import type { MailChoice } from './mail-choice.ts';
import { reportFor } from './mail-choice.ts';
import { mailFiles } from './mail-files.ts';
import type { Published } from './publish.ts';

export interface NotifyRequest {
  readonly date: CalendarDate;
  readonly recipient: MailChoice & { readonly address: string };
  readonly sender: string;
  /** IANA zone in which times are shown to those who chose none. */
  readonly timeZone: string;
  /** The recipient's accounts that have a report: what a mail shows of it, at least. */
  readonly reports: readonly Published[];
  /** The recipient's accounts that have none, with the reason in a sentence. */
  readonly failures: readonly { readonly label: string; readonly maskedId: string; readonly text: string }[];
  /** Market days before, whose reports were made anew and are not mailed, the oldest first. Default: none. */
  readonly corrected?: readonly CalendarDate[];
}

export interface NotifyPorts {
  readonly archive: Archive;
  readonly channel: Channel;
  readonly clock: Clock;
}

export interface Notified {
  readonly recipient: string;
  /** `already-sent`: an earlier run did. `unknown`: this or an earlier run broke between handing over and noting it; not sent again. */
  readonly state: 'sent' | 'already-sent' | 'unknown';
  readonly subject?: string;
  /** Where the message went, for a person. */
  readonly where?: string;
  /** With `unknown`, when this run broke: the name of the error's class. */
  readonly why?: string;
}

/**
 * Sends one message with all accounts of one recipient: once for a set of report revisions, whatever happens. A set of
 * which every revision has gone out to them before, in whatever mail, is not sent: it would tell nothing new.
 * A message that the channel surely refused may be sent by a later run; one in doubt is not.
 *
 * @throws DeliveryError when the channel refused the message; ArchiveError when the archive can't do its part
 */
export async function notify(request: NotifyRequest, ports: NotifyPorts): Promise<Notified> {
  const recipient = recipientKey(request.recipient.address);
  const parts = request.reports.map(({ account, report }) => ({ account, revision: report.revision }));
  const name = { date: request.date, recipient, edition: editionKey(parts) };
  const earlier = await deliveryState(ports.archive, name);
  if (earlier === 'sent') return { recipient, state: 'already-sent' };
  if (earlier === 'unknown' && !ports.channel.idempotent) return { recipient, state: earlier };
  const before = earlier === 'new' ? await mailedBefore(parts, name, ports) : undefined;
  if (before) return { recipient, state: before };

  // The message is made before the right to send is taken: a break up to here leaves nothing in doubt.
  const mailout = await mailoutOf(request, ports, `${request.date}.${recipient}.${name.edition}@daybook.invalid`);
  const state = await takeDelivery(ports.archive, name, ports.clock.now(), parts);
  if (state === 'sent') return { recipient, state: 'already-sent' };
  if (state === 'unknown' && !ports.channel.idempotent) return { recipient, state };
  return { recipient, ...(await handOver(mailout, name, ports)) };
}

/** Whether other mails hold every one of these reports: `unknown` when one that does may not have gone out. */
async function mailedBefore(
  parts: readonly MailedReport[],
  name: ReceiptName,
  { archive, channel }: NotifyPorts,
): Promise<'already-sent' | 'unknown' | undefined> {
  const mails = await otherMails(archive, name);
  const holds = (wanted: 'sent' | 'unknown', { account, revision }: MailedReport): boolean =>
    mails.some(
      ({ state, reports }) =>
        state === wanted && reports.some((report) => report.account === account && report.revision === revision),
    );
  const left = parts.filter((part) => !holds('sent', part));
  if (left.length === 0) return 'already-sent';
  // Where sending twice has the effect of once, a doubt is settled by sending.
  return !channel.idempotent && left.every((part) => holds('unknown', part)) ? 'unknown' : undefined;
}

async function handOver(mailout: Mailout, name: ReceiptName, ports: NotifyPorts): Promise<Omit<Notified, 'recipient'>> {
  const { subject } = mailout;
  let where: string;
  try {
    where = await ports.channel.send(mailout, name);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (error.outcome === 'unknown') return { state: 'unknown', subject, why: error.name };
    await refuseDelivery(ports.archive, name, ports.clock.now(), error.name);
    throw error;
  }
  try {
    await confirmDelivery(ports.archive, name, ports.clock.now(), where);
  } catch (error) {
    if (ports.channel.idempotent || !(error instanceof ArchiveError)) throw error;
    return { state: 'unknown', subject, where, why: error.name };
  }
  return { state: 'sent', subject, where };
}

async function mailoutOf(request: NotifyRequest, ports: NotifyPorts, messageId: string): Promise<Mailout> {
  const choice = request.recipient;
  const { attached, leftOut } = choice.attach
    ? await mailFiles(request.reports, choice, ports.archive, ports.clock)
    : { attached: [], leftOut: [] };
  const sentAt = ports.clock.now();
  const body = renderMail({
    reports: request.reports.map(({ report }) => reportFor(report, choice)),
    failures: request.failures,
    attachments: attached.map(({ attachment, title }) => ({
      name: attachment.name,
      title,
      bytes: attachment.body.byteLength,
    })),
    leftOut,
    corrected: request.corrected ?? [],
    sentAt: sentAt.toISOString(),
    timeZone: choice.timeZone ?? request.timeZone,
    ...(choice.detail ? { detail: choice.detail } : {}),
    ...(choice.locale ? { locale: choice.locale } : {}),
    archivePlace: request.date.replaceAll('-', '/'),
  });
  return {
    from: request.sender,
    to: request.recipient.address,
    subject: body.subject,
    html: body.html,
    text: body.text,
    date: sentAt,
    messageId,
    attachments: attached.map(({ attachment }) => attachment),
    unsubscribe: bareAddress(request.sender),
  };
}
