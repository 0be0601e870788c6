import type { Archive } from '#archive/archive';
import { receiptKey, receiptNoteKey } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';

/** What became of one edition for one recipient. `unknown`: handed over, then something broke before the answer was written. */
export type DeliveryState = 'new' | 'sent' | 'unknown';

export interface ReceiptName {
  readonly date: CalendarDate;
  readonly recipient: string;
  readonly edition: string;
}

/** What a mail holds of one account, by its key. */
export interface MailedReport {
  readonly account: string;
  readonly revision: number;
}

/**
 * The receipts of one edition for one recipient, each written once: `before` takes the right to send, `after` says
 * that the channel took the message. A sure refusal is written as `refused` and opens the next try, `before-2`; one
 * that refused too opens `before-3`, and so on. A `before` with neither is `unknown` for good.
 */
const tryName = (when: 'before' | 'refused', attempt: number): string => (attempt === 1 ? when : `${when}-${attempt}`);

/**
 * Takes the right to send one edition to one recipient. Only the caller that gets `new` may send; the receipt it
 * leaves makes every other caller, now or later, see `sent` or `unknown`. In doubt nothing is sent again.
 * @param reports what the mail holds, for {@link otherMails}; none: a mail that is no report
 */
export async function takeDelivery(
  archive: Archive,
  name: ReceiptName,
  at: Date,
  reports: readonly MailedReport[] = [],
): Promise<DeliveryState> {
  const body = JSON.stringify({ at: at.toISOString(), ...(reports.length > 0 ? { reports } : {}) });
  for (let attempt = 1; ; attempt += 1) {
    const taken = await archive.putIfAbsent(noteKey(name, tryName('before', attempt)), body);
    if (taken === 'written') return 'new';
    if (await has(archive, afterKey(name))) return 'sent';
    if (!(await has(archive, noteKey(name, tryName('refused', attempt))))) return 'unknown';
  }
}

/** What {@link takeDelivery} would say now, with nothing written. */
export async function deliveryState(archive: Archive, name: ReceiptName): Promise<DeliveryState> {
  if (await has(archive, afterKey(name))) return 'sent';
  return (await openTry(archive, name)).taken ? 'unknown' : 'new';
}

/** The recipient's mails of other editions of the day that went out or may have, with the reports they hold. */
export async function otherMails(
  archive: Archive,
  name: ReceiptName,
): Promise<readonly { readonly state: 'sent' | 'unknown'; readonly reports: readonly MailedReport[] }[]> {
  const own = afterKey(name);
  const folder = own.slice(0, own.lastIndexOf('/') + 1);
  const start = `${folder}${name.recipient}-`;
  const keys = await archive.list(start);
  const editions = new Set(keys.map((key) => key.slice(start.length).split('.')[0] as string));
  editions.delete(name.edition);
  const mails: { state: 'sent' | 'unknown'; reports: readonly MailedReport[] }[] = [];
  for (const edition of editions) {
    const state = await deliveryState(archive, { ...name, edition });
    if (state === 'new') continue;
    const body = await archive.get(noteKey({ ...name, edition }, 'before'));
    const receipt = JSON.parse(body ? Buffer.from(body).toString('utf8') : '{}') as { reports?: MailedReport[] };
    mails.push({ state, reports: receipt.reports ?? [] });
  }
  return mails;
}

/** Notes that the channel accepted the message. */
export async function confirmDelivery(archive: Archive, name: ReceiptName, at: Date, where: string): Promise<void> {
  await archive.putIfAbsent(afterKey(name), JSON.stringify({ at: at.toISOString(), accepted: where }));
}

/** Notes that the channel surely refused the message, so that a later run may try again. Only for the caller that took it. */
export async function refuseDelivery(archive: Archive, name: ReceiptName, at: Date, why: string): Promise<void> {
  const { attempt } = await openTry(archive, name);
  const key = noteKey(name, tryName('refused', attempt));
  await archive.putIfAbsent(key, JSON.stringify({ at: at.toISOString(), refused: why }));
}

/** The first try that was not refused, and whether somebody has taken it. */
async function openTry(archive: Archive, name: ReceiptName): Promise<{ attempt: number; taken: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    if (!(await has(archive, noteKey(name, tryName('before', attempt))))) return { attempt, taken: false };
    if (!(await has(archive, noteKey(name, tryName('refused', attempt))))) return { attempt, taken: true };
  }
}

const afterKey = ({ date, recipient, edition }: ReceiptName): string => receiptKey(date, recipient, edition, 'after');
const noteKey = ({ date, recipient, edition }: ReceiptName, note: string): string =>
  receiptNoteKey(date, recipient, edition, note);
const has = async (archive: Archive, key: string): Promise<boolean> => (await archive.get(key)) !== undefined;
