import { ABSENT, type Archive } from '#archive/archive';
import { ArchiveCorrupted, ArchiveError } from '#archive/errors';
import { recipientStateKey } from '#archive/keys';
import type { DeliveryEvent, DeliveryEventKind } from './ses-event.ts';

/** Mails that were refused for good, one after the other with no delivery between, after which no more are sent. */
const BOUNCES_UNTIL_PAUSED = 2;
/** Writers that may meet at one recipient's state before we call it broken. */
const MEETINGS = 20;

interface Happening {
  /** Market date of the mail. */
  readonly date: string;
  readonly edition: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** What the mail service told of a recipient, under `recipientStateKey`. The same whatever order its events came in. */
export interface RecipientState {
  readonly schema: 'daybook-recipient/1';
  /** The newest thing that happened. */
  readonly last: Happening & { readonly event: DeliveryEventKind };
  /** Last delivery. */
  readonly deliveredAt?: string;
  /** Refused for good since the last delivery, oldest first. */
  readonly bounces: readonly Happening[];
  /** The recipient called a mail spam. Stays until the object is removed. */
  readonly complaint?: Happening;
  /** No mail is sent while this stands. */
  readonly paused?: { readonly since: string; readonly why: 'bounces' | 'complaint' };
}

/** The state after an event; the same event twice changes nothing. */
export function afterEvent(state: RecipientState | undefined, event: DeliveryEvent): RecipientState {
  const happened: Happening = { date: event.name.date, edition: event.name.edition, at: event.at };
  const newest = { ...happened, event: event.kind };
  const last = state && order(state.last, newest) >= 0 ? state.last : newest;
  const deliveredAt = latest(state?.deliveredAt, event.kind === 'delivered' ? event.at : undefined);
  const refused = event.kind === 'bounced' || event.kind === 'suppressed';
  const bounces = union(state?.bounces ?? [], refused ? happened : undefined).filter(
    ({ at }) => deliveredAt === undefined || at > deliveredAt,
  );
  const complaint = earliest(state?.complaint, event.kind === 'complained' ? happened : undefined);
  const paused = pausedBy(bounces, complaint);
  return {
    schema: 'daybook-recipient/1',
    last,
    ...(deliveredAt === undefined ? {} : { deliveredAt }),
    bounces,
    ...(complaint ? { complaint } : {}),
    ...(paused ? { paused } : {}),
  };
}

/** The state as it stands, or undefined while nothing was ever heard. @throws ArchiveCorrupted when it can't be read */
export async function readRecipientState(archive: Archive, recipient: string): Promise<RecipientState | undefined> {
  const body = await archive.get(recipientStateKey(recipient));
  return body && stateOf(archive, recipient, body);
}

/** Brings an event into the state, by compare and swap. Returns the state that holds it. */
export async function noteEvent(archive: Archive, event: DeliveryEvent): Promise<RecipientState> {
  const { recipient } = event.name;
  const key = recipientStateKey(recipient);
  for (let meeting = 0; meeting < MEETINGS; meeting += 1) {
    const there = await archive.read(key);
    const before = there && stateOf(archive, recipient, there.body);
    const after = afterEvent(before, event);
    const text = JSON.stringify(after);
    if (text === JSON.stringify(before)) return after;
    if ((await archive.putIfVersion(key, text, there?.version ?? ABSENT)) === 'written') return after;
  }
  throw new ArchiveError(
    `${archive.locate(key)} changed ${MEETINGS} times while it was being written.`,
    'The event is tried again by itself. If this repeats, something else writes there.',
  );
}

function stateOf(archive: Archive, recipient: string, body: Uint8Array): RecipientState {
  const key = recipientStateKey(recipient);
  try {
    const state = JSON.parse(Buffer.from(body).toString('utf8')) as RecipientState;
    if (state.schema === 'daybook-recipient/1') return state;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ArchiveCorrupted(
    key,
    `What is known of a recipient, ${archive.locate(key)}, is damaged or of a newer version.`,
    'Move the object away: the recipient then counts as one of whom nothing was heard.',
  );
}

function pausedBy(bounces: readonly Happening[], complaint: Happening | undefined): RecipientState['paused'] {
  if (complaint) return { since: complaint.at, why: 'complaint' };
  const last = bounces[BOUNCES_UNTIL_PAUSED - 1];
  return last ? { since: last.at, why: 'bounces' } : undefined;
}

/** Instants are all of the form that `toISOString` gives, so text order is time order. */
const order = (a: Happening & { event: string }, b: Happening & { event: string }): number =>
  inTime(a, b) || compare(a.event, b.event);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function latest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

function earliest(a: Happening | undefined, b: Happening | undefined): Happening | undefined {
  if (!a || !b) return a ?? b;
  return inTime(a, b) <= 0 ? a : b;
}

/** One entry a mail, the latest told of it; oldest first. */
function union(known: readonly Happening[], added: Happening | undefined): Happening[] {
  if (!added) return [...known];
  const same = known.find(({ date, edition }) => date === added.date && edition === added.edition);
  if (same && same.at >= added.at) return [...known];
  return [...known.filter((entry) => entry !== same), added].sort(inTime);
}

const inTime = (a: Happening, b: Happening): number =>
  compare(a.at, b.at) || compare(a.edition, b.edition) || compare(a.date, b.date);
