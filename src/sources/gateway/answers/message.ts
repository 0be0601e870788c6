import * as z from 'zod';
import { OddityTally, type Reading } from '#sources/gateway/reading';

/** `POST /portfolio/{accountId}/positions/invalidate`: says that it was done, and gives no positions. */
export const messageForm = z.record(z.string(), z.unknown());

/** The fields as sent. */
export function readMessage(
  form: z.infer<typeof messageForm>,
  endpoint: string,
): Reading<Readonly<Record<string, unknown>>> {
  return { value: form, empty: false, oddities: new OddityTally(endpoint).list() };
}
