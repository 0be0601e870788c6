import type { Archive } from '#archive/archive';
import { ArchiveError } from '#archive/errors';
import { editionKey, recipientKey } from '#archive/keys';
import { DeliveryError } from '#delivery/errors';
import type { Attachment, Channel, Mailout } from '#delivery/mailout';
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
import type { MailInput } from '#render/mail-data';
import type { Published } from './publish.ts';
import { readAhead } from './read-ahead.ts';

/** Whole message: SES (v1) takes 10 MB and encoding adds a third, so attachments stop well before. */
const ATTACHMENT_LIMIT = 5_000_000;

export interface NotifyRequest {
  readonly date: CalendarDate;
  readonly recipient: { readonly address: string; readonly attach: boolean };
  readonly sender: string;
  readonly timeZone: string;
  /** The recipient's accounts that have a report. */
  readonly reports: readonly Published[];
  /** The recipient's accounts that have none, with the reason in a sentence. */
  readonly failures: readonly { readonly label: string; readonly maskedId: string; readonly text: string }[];
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
  const { attached, leftOut } = request.recipient.attach
    ? await attachmentsOf(request, ports.archive)
    : { attached: [], leftOut: [] };
  const sentAt = ports.clock.now();
  const body = renderMail({
    reports: request.reports.map(({ report }) => report),
    failures: request.failures,
    attachments: attached.map(({ attachment, title }) => ({
      name: attachment.name,
      title,
      bytes: attachment.body.byteLength,
    })),
    leftOut,
    sentAt: sentAt.toISOString(),
    timeZone: request.timeZone,
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
  };
}

interface Files {
  readonly attached: readonly { readonly attachment: Attachment; readonly title: string }[];
  readonly leftOut: NonNullable<MailInput['leftOut']>;
}

/** Page and workbook of each account, as long as they fit; what doesn't is left where it lies, and the mail says where. */
async function attachmentsOf(request: NotifyRequest, archive: Archive): Promise<Files> {
  const several = request.reports.length > 1;
  const attached: { attachment: Attachment; title: string }[] = [];
  const leftOut: { name: string; title: string; bytes?: number; place: string }[] = [];
  let bytes = 0;
  const wanted = request.reports.flatMap(({ report, files }) => {
    const name = `daybook-${report.marketDate}${several ? `-${report.account.key.slice(0, 6)}` : ''}`;
    const of = several ? `, ${report.account.label}` : '';
    return [
      { key: files.workbook, name: `${name}.xlsx`, title: `Workbook${of}`, contentType: XLSX },
      { key: files.page, name: `${name}.html`, title: `Full report${of}`, contentType: 'text/html; charset=utf-8' },
    ];
  });
  const read = readAhead(wanted, async (file) => ({ ...file, body: await archive.get(file.key) }));
  for await (const { key, name, title, contentType, body } of read) {
    if (body && bytes + body.byteLength <= ATTACHMENT_LIMIT) {
      bytes += body.byteLength;
      attached.push({ attachment: { name, contentType, body }, title });
    } else {
      leftOut.push({ name, title, place: key, ...(body ? { bytes: body.byteLength } : {}) });
    }
  }
  return { attached, leftOut };
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
