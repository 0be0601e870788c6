import { z } from 'zod';
import { OddityTally, type Reading } from '#sources/gateway/reading';
import { parseForm } from '#sources/gateway/row';

/** `POST /portfolio/{accountId}/positions/invalidate`: says that it was done, and gives no positions. */
export const messageForm = z.record(z.string(), z.unknown());

/** @throws AnswerUnreadable */
export function readMessage(body: unknown, endpoint: string): Reading<Readonly<Record<string, unknown>>> {
  const value = parseForm(messageForm, body, { endpoint, at: '' });
  return { value, empty: false, oddities: new OddityTally(endpoint).list() };
}
