import { valueOf } from '#domain/dataset';
import type { Gap } from '#domain/gap';
import type { Position } from '#domain/position';
import type { Transaction, TransactionCoverage } from '#domain/transaction';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { Gateway } from '#sources/gateway/gateway';
import { type AccountDraft, addOddities, lacks } from './account-draft.ts';
import { later } from './collect-account.ts';
import { endsSession, namedGap } from './gap-of.ts';

/** How far back a contract's history is asked. 365 days were answered in full on a live account; no maximum is documented. */
const DAYS = 365;

interface Ask {
  readonly conid: number;
  readonly symbol: string;
  readonly currency: string;
  readonly holders: readonly AccountDraft[];
  readonly weight: number;
}

/**
 * Asks for the transactions of the contracts held, the largest first. The broker takes one contract a call and one
 * call in 15 minutes, but several accounts in one: so each contract is asked once for all accounts that hold it, until
 * `until`. What is left is named in the dataset, and the report says so.
 *
 * @returns the gap that ended the session, when one did
 */
export async function collectTransactions(
  gateway: Gateway,
  drafts: readonly AccountDraft[],
  until: Date,
  ports: { readonly clock: Clock; readonly progress: Progress },
): Promise<Gap | undefined> {
  const open = drafts.filter((draft) => lacks(draft, 'transactions') && valueOf(draft.datasets.positions));
  const histories = new Map(open.map((draft) => [draft.account.id, newHistory()]));
  const asks = plan(open);
  let stopped: Gap | undefined;
  let ended: Gap | undefined;
  for (const [index, ask] of asks.entries()) {
    if (ports.clock.now() >= until) {
      stopped = { reason: 'paced', message: 'The run reached its deadline before every contract was asked.' };
      break;
    }
    ports.progress(`Reading transactions, contract ${index + 1} of ${asks.length}`);
    try {
      const ids = ask.holders.map((draft) => draft.account.id);
      const answer = await gateway.transactions({ ids, conid: ask.conid, currency: ask.currency, days: DAYS });
      for (const draft of ask.holders) {
        const history = histories.get(draft.account.id) as History;
        const rows = answer.value.rows.get(draft.account.id) ?? [];
        for (const row of rows) history.rows.push(row);
        history.covered.push({ conid: ask.conid, from: answer.value.from, to: answer.value.to, rows: rows.length });
        history.raw.push(...answer.raw);
        history.gaps.push(...(answer.gaps ?? []));
        history.fetchedAt = later(history.fetchedAt, answer.fetchedAt);
        addOddities(draft, answer.oddities);
        draft.takenAt = later(draft.takenAt, answer.fetchedAt);
      }
    } catch (error) {
      const gap = namedGap('Transactions', error);
      for (const draft of ask.holders) (histories.get(draft.account.id) as History).gaps.push(gap);
      if (endsSession(gap)) ended = gap;
      if (ended || gap.reason === 'paced') {
        stopped = gap;
        break;
      }
    }
  }
  for (const draft of open) close(draft, histories.get(draft.account.id) as History, stopped);
  return ended;
}

interface History {
  readonly rows: Transaction[];
  readonly covered: TransactionCoverage[];
  readonly raw: string[];
  readonly gaps: Gap[];
  fetchedAt?: string;
}

const newHistory = (): History => ({ rows: [], covered: [], raw: [], gaps: [] });

function close(draft: AccountDraft, history: History, stopped: Gap | undefined): void {
  const held = heldContracts(valueOf(draft.datasets.positions) ?? []);
  const covered = new Set(history.covered.map((coverage) => coverage.conid));
  if (covered.size === 0 && held.length > 0) {
    const gap = history.gaps[0] ?? stopped;
    if (gap) draft.datasets.transactions = { status: 'missing', gap };
    return;
  }
  history.rows.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.conid - b.conid));
  const fetchedAt = history.fetchedAt ?? draft.takenAt;
  if (!fetchedAt) return;
  draft.datasets.transactions = {
    status: 'present',
    value: {
      currency: draft.account.baseCurrency,
      rows: history.rows,
      covered: history.covered,
      notCovered: held.filter((conid) => !covered.has(conid)),
    },
    asOf: fetchedAt,
    fetchedAt,
    source: 'gateway',
    raw: history.raw,
    ...(history.gaps.length > 0 ? { gaps: history.gaps } : {}),
  };
}

function heldContracts(positions: readonly Position[]): number[] {
  return [...new Set(positions.map((position) => position.conid))];
}

function plan(drafts: readonly AccountDraft[]): Ask[] {
  const asks = new Map<string, Ask>();
  for (const draft of drafts) {
    const rates = new Map(valueOf(draft.datasets.ledger)?.balances.map((row) => [row.currency, row.rateToBase]));
    for (const position of valueOf(draft.datasets.positions) ?? []) {
      // A consolidated answer is converted to one currency: accounts of different base currencies are asked apart.
      const key = `${position.conid} ${draft.account.baseCurrency}`;
      const before = asks.get(key);
      const weight = Math.abs(position.marketValue) * (rates.get(position.currency) ?? 1);
      asks.set(key, {
        conid: position.conid,
        symbol: position.symbol,
        currency: draft.account.baseCurrency,
        holders: before?.holders.includes(draft) ? before.holders : [...(before?.holders ?? []), draft],
        weight: (before?.weight ?? 0) + weight,
      });
    }
  }
  return [...asks.values()].sort((a, b) => b.weight - a.weight || a.conid - b.conid);
}
