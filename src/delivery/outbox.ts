import type { Archive } from '#archive/archive';
import { outboxKey } from '#archive/keys';
import type { CalendarDate } from '#domain/calendar-date';
import type { Channel } from './mailout.ts';
import { mimeOf } from './mime.ts';

/** Local delivery: the message becomes an `.eml` file that every mail program opens. Nothing leaves the machine. */
export function outboxChannel(archive: Archive): Channel {
  return {
    name: 'outbox',
    idempotent: true,
    send: async (mailout, { date, recipient, edition }) => {
      const key = outboxKey(date as CalendarDate, recipient, edition);
      await archive.putIfAbsent(key, await mimeOf(mailout));
      return archive.locate(key);
    },
  };
}
