import type { Archive } from '#archive/archive';
import { receiptKey } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';

/** What became of one edition for one recipient. `unknown`: handed over, then something broke before the answer was written. */
export type DeliveryState = 'new' | 'sent' | 'unknown';

export interface ReceiptName {
  readonly date: CalendarDate;
  readonly recipient: string;
  readonly edition: string;
}

/**
 * Takes the right to send one edition to one recipient. Only the caller that gets `new` may send; the receipt it
 * leaves makes every other caller, now or later, see `sent` or `unknown`. In doubt nothing is sent again.
 */
export async function takeDelivery(archive: Archive, name: ReceiptName, at: Date): Promise<DeliveryState> {
  const before = receiptKey(name.date, name.recipient, name.edition, 'before');
  const taken = await archive.putIfAbsent(before, JSON.stringify({ at: at.toISOString() }));
  if (taken === 'written') return 'new';
  return (await archive.get(receiptKey(name.date, name.recipient, name.edition, 'after'))) ? 'sent' : 'unknown';
}

/** Notes that the channel accepted the message. */
export async function confirmDelivery(archive: Archive, name: ReceiptName, at: Date, where: string): Promise<void> {
  const after = receiptKey(name.date, name.recipient, name.edition, 'after');
  await archive.putIfAbsent(after, JSON.stringify({ at: at.toISOString(), accepted: where }));
}
