import { join } from 'node:path';
import { jsonAnswer } from './answers.ts';
import {
  chooseAccount,
  type Manifest,
  parse,
  type RecordedAccount,
  type RecordedAnswer,
  readManifest,
  readText,
} from './manifest.ts';
import { RecordingsError } from './recordings-error.ts';
import type { ApiAnswer, ApiCall, Scenario } from './scenario.ts';

export interface RecordedOptions {
  /** Holds `manifest.json` and the bodies. */
  readonly folder: string;
  /** Name of one of the manifest's accounts; the first when absent. */
  readonly account?: string;
}

export interface RecordedPlay {
  readonly scenario: Scenario;
  /** The moment at which to play it: the last point of its series is of that day. */
  readonly at: Date;
}

interface Loaded {
  readonly request: RecordedAnswer;
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** Plays the bodies a live account gave. @throws RecordingsError when the folder or the account can't be used */
export async function recordedScenario({ folder, account }: RecordedOptions): Promise<RecordedPlay> {
  const manifest = await readManifest(folder);
  const chosen = chooseAccount(manifest, account);
  const requests = chosen.answers.filter(({ host }) => host === undefined);
  const loaded = await Promise.all(requests.map((request) => load(folder, manifest, request)));
  const scenario: Scenario = {
    name: 'recorded',
    accountIds: idsOf(chosen),
    answer: (call) => {
      const found = best(loaded.filter(({ request }) => matches(request, call)));
      if (!found) return derived(loaded, call);
      return { status: found.status, contentType: found.contentType, text: [found.text] };
    },
  };
  return { scenario, at: new Date(chosen.recordedAt) };
}

async function load(folder: string, manifest: Manifest, request: RecordedAnswer): Promise<Loaded> {
  const { file, key, idMap } = request;
  const path = join(folder, file);
  const text = await readText(path, `The manifest names ${file}, which can't be read.`);
  const about = manifest.bodies.find((body) => body.file === file);
  const whole = { status: about?.status ?? 200, contentType: typeOf(about?.contentType, text), text };
  const found = key === undefined ? whole : partOf(path, text, key);
  return { request, ...found, text: replaceIds(found.text, idMap ?? {}) };
}

/** One of the answers a file holds, under its key as `{status, body}`. */
function partOf(path: string, text: string, key: string): Omit<Loaded, 'request'> {
  const part = (parse(path, text) as Record<string, { status?: number; body?: unknown } | undefined>)[key];
  if (!part) throw new RecordingsError(`${path} holds no answer under "${key}", which the manifest names.`);
  const body = typeof part.body === 'string' ? part.body : part.body === undefined ? '' : JSON.stringify(part.body);
  return { status: part.status ?? 200, contentType: typeOf(undefined, body), text: body };
}

/** The recorded content type; where none is known, what the form of the body says. Null: no header. */
function typeOf(known: string | null | undefined, text: string): string | null {
  if (known !== undefined) return known;
  const start = text.trimStart()[0];
  if (start === undefined) return null;
  return start === '<' ? 'text/html' : 'application/json';
}

function replaceIds(text: string, idMap: Readonly<Record<string, string>>): string {
  const ids = Object.keys(idMap);
  if (ids.length === 0) return text;
  const escaped = ids.map((id) => id.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const whole = new RegExp(`(?<![A-Za-z0-9])(?:${escaped.join('|')})(?![A-Za-z0-9])`, 'g');
  return text.replaceAll(whole, (id) => idMap[id] ?? id);
}

function idsOf({ accountId, accountIds }: RecordedAccount): string[] {
  return [...new Set([...(accountId === undefined ? [] : [accountId]), ...(accountIds ?? [])])];
}

/** Whether a recorded request is this call. What the recording does not name in the query does not matter. */
function matches(request: RecordedAnswer, call: ApiCall): boolean {
  if (request.method !== call.method || request.path !== call.path) return false;
  const query = Object.entries(request.query ?? {});
  if (query.some(([name, value]) => call.query.get(name) !== String(value))) return false;
  return request.requestBody === undefined || isSame(request.requestBody, call.body);
}

/** Of several that match, the one that says most about the query. */
function best(found: readonly Loaded[]): Loaded | undefined {
  const detail = ({ request }: Loaded): number => Object.keys(request.query ?? {}).length;
  return [...found].sort((a, b) => detail(b) - detail(a))[0];
}

/** Equal as JSON, the order of names aside; a contract's id may be a number or a text. */
function isSame(recorded: unknown, sent: unknown): boolean {
  if (Array.isArray(recorded)) {
    return (
      Array.isArray(sent) && recorded.length === sent.length && recorded.every((part, at) => isSame(part, sent[at]))
    );
  }
  if (typeof recorded === 'object' && recorded !== null) {
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return false;
    const names = Object.keys(recorded);
    const other = sent as Record<string, unknown>;
    return (
      names.length === Object.keys(sent).length &&
      names.every((name) => isSame((recorded as typeof other)[name], other[name]))
    );
  }
  return (
    recorded === sent || (recorded !== null && sent !== undefined && sent !== null && String(recorded) === String(sent))
  );
}

/** What follows from other recorded answers: the page behind the last one, and definitions asked for together. */
function derived(loaded: readonly Loaded[], call: ApiCall): ApiAnswer | undefined {
  if (call.method !== 'GET') return undefined;
  const [, list, page] = /^(\/portfolio\/[^/]+\/positions\/)(\d+)$/.exec(call.path) ?? [];
  if (list !== undefined) {
    const isRecorded = loaded.some(
      ({ request }) => request.path.startsWith(list) && Number(request.path.slice(list.length)) < Number(page),
    );
    return isRecorded ? jsonAnswer([]) : undefined;
  }
  if (call.path !== '/trsrv/secdef') return undefined;
  const asked = new Set((call.query.get('conids') ?? '').split(','));
  const bodies = loaded.filter(({ request, status }) => request.path === call.path && status === 200);
  if (bodies.length === 0) return undefined;
  const rows = bodies.flatMap(({ request, text }) => definitionsIn(request.file, text));
  return {
    status: 200,
    contentType: 'application/json',
    text: [JSON.stringify({ secdef: rows.filter(({ conid }) => asked.has(String(conid))) })],
  };
}

function definitionsIn(file: string, text: string): { readonly conid?: unknown }[] {
  const { secdef } = parse(file, text) as { secdef?: { readonly conid?: unknown }[] };
  return Array.isArray(secdef) ? secdef : [];
}
