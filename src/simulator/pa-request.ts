import { isPeriod } from '#simulator/wire/windows';
import { errorAnswer } from './answers.ts';
import type { ApiAnswer, ApiCall } from './scenario.ts';

/** A PortfolioAnalyst call that may be answered. */
export interface PaRequest {
  readonly ids: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Refuses what PortfolioAnalyst refuses, as recorded: missing fields and unknown periods with 400, an account the login
 * may not read with 500 (and not 401). A refused call has spent its quarter of an hour all the same.
 */
export function readPaRequest(call: ApiCall, known: readonly string[]): PaRequest | ApiAnswer {
  const fields = isRecord(call.body) ? call.body : {};
  const ids = textList(fields.acctIds);
  if (call.path === '/pa/transactions') {
    const conids = fields.conids;
    if (ids.length === 0 || !Array.isArray(conids) || conids.length === 0 || typeof fields.currency !== 'string') {
      return errorAnswer(400, 'Bad Request: acctIds, currency and conids are required');
    }
  }
  if (ids.length === 0) return errorAnswer(400, 'Bad Request: acctIds is required');
  if (call.path === '/pa/performance' && !isPeriod(String(fields.period))) {
    return errorAnswer(400, `Bad Request: Invalid period: ${String(fields.period)}`);
  }
  if (ids.some((id) => !known.includes(id))) return errorAnswer(500, 'Internal Server Error');
  return { ids, fields };
}

export const isRefused = (read: PaRequest | ApiAnswer): read is ApiAnswer => 'status' in read;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
