import type { KnownContract } from '#archive/known-contracts';
import type { TransactionLog } from '#archive/transaction-log';
import { addDays, type CalendarDate } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import type { AccountDraft } from './account-draft.ts';

/** An account and what is known of its bookings. */
export interface LoggedAccount {
  readonly draft: AccountDraft;
  readonly log: TransactionLog;
}

/** One call: a contract, for all accounts of one base currency for which it is worth asking. */
export interface TransactionAsk {
  readonly conid: number;
  readonly currency: string;
  readonly holders: readonly LoggedAccount[];
}

export interface PlanBasis {
  /** The market day that is reported on. */
  readonly day: CalendarDate;
  readonly now: Date;
  /** Whether the bookings of a day are all told by an instant. */
  readonly settled: (day: CalendarDate, at: Date) => boolean;
  /** Whether the market day's trading is over at an instant. */
  readonly closed: (at: Date) => boolean;
}

/**
 * Why a contract is worth a call, the best reason first: its quantity is another than when it was last told; it was
 * never told; it was told before the day.
 */
type Reason = 'changed' | 'new' | 'old';
const REASONS: readonly Reason[] = ['changed', 'new', 'old'];

interface Candidate extends TransactionAsk {
  readonly reason: Reason;
  /** The newest change of quantity among the holders; empty when there was none. */
  readonly changedOn: string;
  /** The oldest answer among the holders; empty when one has none. */
  readonly askedAt: string;
  /** Asking for it failed not long ago. */
  readonly rests: boolean;
  /** Absolute value held, base currency. */
  readonly weight: number;
}

/**
 * A contract whose answer can't be read, or that IBKR can't tell, comes after all others for so long: first in turn at
 * each try, it would take the one call of each day. Where there is one run a day, it is tried in every second.
 */
const REST_MS = 44 * 3_600_000;
/** A dividend or a correction may follow a contract's last booking: so long it is asked for when it is no longer held. */
const AFTERLIFE_DAYS = 92;

/**
 * The contracts worth asking, best first: changed ones, the newest change first; then new ones, the largest first; then
 * those asked longest ago; at the end those that failed of late. One that was told for the day already is left out, so
 * a run that is resumed goes on where it stopped. Answers in several currencies can't be one call.
 */
export function planTransactions(accounts: readonly LoggedAccount[], basis: PlanBasis): TransactionAsk[] {
  const asks = new Map<string, Candidate>();
  for (const account of accounts) {
    const currency = account.draft.account.baseCurrency;
    const weights = weightsOf(account.draft);
    for (const [conid, contract] of account.log.contracts) {
      const reason = reasonOf(account.log, conid, contract, basis);
      if (!reason) continue;
      const key = `${conid} ${currency}`;
      const before = asks.get(key);
      const { changedOn = '', askedAt = '' } = contract;
      asks.set(key, {
        conid,
        currency,
        holders: [...(before?.holders ?? []), account],
        reason: before && REASONS.indexOf(before.reason) < REASONS.indexOf(reason) ? before.reason : reason,
        changedOn: before && before.changedOn > changedOn ? before.changedOn : changedOn,
        askedAt: before && before.askedAt < askedAt ? before.askedAt : askedAt,
        rests: before?.rests || rests(contract, basis.now),
        weight: (before?.weight ?? 0) + (weights.get(conid) ?? 0),
      });
    }
  }
  return [...asks.values()].sort(order);
}

function rests({ failedAt }: KnownContract, now: Date): boolean {
  if (failedAt === undefined) return false;
  const sinceMs = now.getTime() - Date.parse(failedAt);
  return sinceMs >= 0 && sinceMs < REST_MS;
}

function order(a: Candidate, b: Candidate): number {
  if (a.rests !== b.rests) return a.rests ? 1 : -1;
  const rank = REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason);
  if (rank !== 0) return rank;
  const byTime = a.reason === 'old' ? compare(a.askedAt, b.askedAt) : compare(b.changedOn, a.changedOn);
  return byTime || b.weight - a.weight || a.conid - b.conid;
}

function reasonOf(
  log: TransactionLog,
  conid: number,
  { quantity, changedOn, askedAt }: KnownContract,
  basis: PlanBasis,
): Reason | undefined {
  if (askedAt === undefined) return quantity === 0 ? 'changed' : 'new';
  const at = new Date(askedAt);
  // Before the day's bookings are all told, one answer after the close is as good as another.
  const told = basis.settled(basis.day, at) || (!basis.settled(basis.day, basis.now) && basis.closed(at));
  if (changedOn && !basis.settled(changedOn, at))
    return !told || basis.settled(changedOn, basis.now) ? 'changed' : undefined;
  if (told) return undefined;
  return quantity !== 0 || lastBooking(log, conid) >= addDays(basis.day, -AFTERLIFE_DAYS) ? 'old' : undefined;
}

/** The day of a contract's newest booking, or an empty text. */
function lastBooking(log: TransactionLog, conid: number): string {
  return log.bookings(conid).bookings.at(-1)?.row.date ?? '';
}

function weightsOf(draft: AccountDraft): Map<number, number> {
  const rates = new Map(valueOf(draft.datasets.ledger)?.balances.map((row) => [row.currency, row.rateToBase]));
  const weights = new Map<number, number>();
  for (const { conid, marketValue, currency } of valueOf(draft.datasets.positions) ?? []) {
    const value = Math.abs(marketValue) * (rates.get(currency) ?? 1);
    weights.set(conid, (weights.get(conid) ?? 0) + value);
  }
  return weights;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
