import { type Json, writeJson } from '#simulator/wire/json';
import type { ApiAnswer } from './scenario.ts';

/** A body of JSON, written while it is sent. */
export const jsonAnswer = (body: Json, status = 200): ApiAnswer => ({
  status,
  contentType: 'application/json',
  text: writeJson(body),
});

/** A failure as most of IBKR's services put it. */
export const errorAnswer = (status: number, error: string): ApiAnswer =>
  jsonAnswer({ error, statusCode: status }, status);

/** A status and nothing else: not even a content type. */
export const emptyAnswer = (status: number): ApiAnswer => ({ status, contentType: null, text: [] });

export const htmlAnswer = (status: number, html: string): ApiAnswer => ({
  status,
  contentType: 'text/html;charset=utf-8',
  text: [html],
});
