import { request as httpsRequest } from 'node:https';
import type { Simulator } from '#simulator/simulator';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls a path of the simulator over a real socket, trusting its certificate alone. Rejects when the answer breaks off. */
export function fetchFrom(simulator: Simulator, method: string, path: string, sent: Sent = {}): Promise<Reply> {
  const text = sent.body === undefined ? '' : JSON.stringify(sent.body);
  const length = method === 'POST' ? { 'Content-Length': String(Buffer.byteLength(text)) } : {};
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      `${simulator.url}${path}`,
      {
        method,
        ca: simulator.certificate,
        servername: simulator.serverName,
        agent: false,
        headers: { 'User-Agent': 'test', ...length, ...sent.headers },
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          body += piece;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: body }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

/** Calls the API below `/v1/api`. */
export const call = (simulator: Simulator, method: string, path: string, body?: unknown): Promise<Reply> =>
  fetchFrom(simulator, method, `/v1/api${path}`, body === undefined ? {} : { body });

/** The parsed body of a call that must succeed. The shape is the caller's word. */
export async function json<T>(simulator: Simulator, method: string, path: string, body?: unknown): Promise<T> {
  const reply = await call(simulator, method, path, body);
  if (reply.status !== 200) throw new Error(`${method} ${path} was answered ${reply.status}: ${reply.text}`);
  return JSON.parse(reply.text) as T;
}
