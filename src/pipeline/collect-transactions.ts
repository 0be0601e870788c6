import { valueOf } from '#domain/dataset';
import type { Gap } from '#domain/gap';
import type { Transaction, TransactionCoverage } from '#domain/transaction';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import type { Gateway } from '#sources/gateway/gateway';
import { type AccountDraft, addOddities } from './account-draft.ts';
import { later } from './collect-account.ts';
import { endsSession, namedGap } from './gap-of.ts';
import { heldContracts, planTransactions } from './transaction-plan.ts';

/** How far back a contract's history is asked. 365 days were answered in full on a live account; no maximum is documented. */
const DAYS = 365;

/**
 * Asks for the transactions of the contracts held, the largest first. The broker takes one contract a call and one
 * call in 15 minutes, but several accounts in one: so each contract is asked once for all accounts that hold it, until
 * `until`. What an earlier try was told is kept and not asked again. What is left is named in the dataset.
 *
 * @returns the gap that ended the session, when one did
 */
export async function collectTransactions(
  gateway: Gateway,
  drafts: readonly AccountDraft[],
  until: Date,
  ports: { readonly clock: Clock; readonly progress: Progress },
): Promise<Gap | undefined> {
  const open = drafts.filter((draft) => valueOf(draft.datasets.positions));
  const histories = new Map(open.map((draft) => [draft, historyOf(draft)]));
  const asks = planTransactions(open);
  let stopped: Gap | undefined;
  let ended: Gap | undefined;
  try {
    for (const [index, ask] of asks.entries()) {
      if (ports.clock.now() >= until) {
        stopped = { reason: 'paced', message: 'The run reached its deadline before every contract was asked.' };
        break;
      }
      ports.progress(`Reading transactions, contract ${index + 1} of ${asks.length}`);
      try {
        const ids = ask.holders.map((draft) => draft.account.id);
        const answer = await gateway.transactions({ ids, conid: ask.conid, currency: ask.currency, days: DAYS });
        for (const draft of ask.holders) remember(draft, histories.get(draft) as History, ask.conid, answer);
      } catch (error) {
        const gap = namedGap('Transactions', error);
        for (const draft of ask.holders) (histories.get(draft) as History).gaps.push(gap);
        if (endsSession(gap)) ended = gap;
        if (ended || gap.reason === 'paced') {
          stopped = gap;
          break;
        }
      }
    }
  } finally {
    // Also when the archive or the person ends the run: each answer took one of the broker's windows.
    for (const [draft, history] of histories) close(draft, history, stopped);
    for (const draft of drafts) if (!open.includes(draft)) leaveOut(draft);
  }
  return ended;
}

function remember(
  draft: AccountDraft,
  history: History,
  conid: number,
  answer: Awaited<ReturnType<Gateway['transactions']>>,
): void {
  const { from, to } = answer.value;
  const rows = answer.value.rows.get(draft.account.id) ?? [];
  for (const row of rows) history.rows.push(row);
  history.covered.push({ conid, from, to, rows: rows.length });
  history.raw.push(...answer.raw);
  history.gaps.push(...(answer.gaps ?? []));
  history.fetchedAt = later(history.fetchedAt, answer.fetchedAt);
  addOddities(draft, answer.oddities);
  draft.takenAt = later(draft.takenAt, answer.fetchedAt);
}

interface History {
  readonly rows: Transaction[];
  readonly covered: TransactionCoverage[];
  readonly raw: string[];
  readonly gaps: Gap[];
  fetchedAt?: string;
}

function historyOf(draft: AccountDraft): History {
  const earlier = draft.datasets.transactions;
  if (earlier?.status !== 'present') return { rows: [], covered: [], raw: [], gaps: [] };
  const { rows, covered } = earlier.value;
  return { rows: [...rows], covered: [...covered], raw: [...earlier.raw], gaps: [], fetchedAt: earlier.fetchedAt };
}

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

/** Without holdings there is no list of contracts to ask for. */
function leaveOut(draft: AccountDraft): void {
  if (draft.datasets.transactions?.status === 'present') return;
  const message =
    'Transactions are missing: they are asked by contract, and the holdings that name the contracts are missing.';
  draft.datasets.transactions = { status: 'missing', gap: { reason: 'not-asked', message } };
}
