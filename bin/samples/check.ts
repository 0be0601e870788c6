import { readAccount, readAccounts, readAccountsPage } from '#sources/gateway/answers/accounts';
import { readAllPeriods } from '#sources/gateway/answers/all-periods';
import { readAllocation } from '#sources/gateway/answers/allocation';
import { readLedger } from '#sources/gateway/answers/ledger';
import { readMessage } from '#sources/gateway/answers/message';
import { readPerformance } from '#sources/gateway/answers/performance';
import { readPositions } from '#sources/gateway/answers/positions';
import { readSecurityDefinitions } from '#sources/gateway/answers/security-definitions';
import { readSummary } from '#sources/gateway/answers/summary';
import { readTickle, sessionMeaning } from '#sources/gateway/answers/tickle';
import { readTransactions } from '#sources/gateway/answers/transactions';
import { checkForm, ENDPOINTS } from '#sources/gateway/endpoints';
import type { Reading } from '#sources/gateway/reading';
import { verdictOf } from '#sources/gateway/verdict';
import { SourceError } from '#sources/source-error';
import {
  accountFacts,
  accountsFacts,
  allocationFacts,
  ledgerFacts,
  summaryFacts,
  tickleFacts,
} from './account-facts.ts';
import { compareFacts, type Difference, exact, type Facts } from './fact.ts';
import { isFlex, understandFlex } from './flex.ts';
import { instrumentsFacts, positionsFacts, transactionsFacts } from './holding-facts.ts';
import type { Sample } from './manifest.ts';
import { allPeriodsFacts, performanceFacts } from './performance-facts.ts';

/** What came of one sample. */
export type Result =
  | { readonly outcome: 'skipped'; readonly why: string }
  | {
      readonly outcome: 'passed' | 'failed';
      readonly differences: readonly Difference[];
      readonly notCompared: readonly string[];
    };

interface Understood {
  readonly meaning: string;
  readonly facts: Facts;
}

type Reader = (json: unknown, sample: Sample) => Understood;

/** Readers by the manifest's kind: the product's own, whichever of its endpoints gives the shape. */
const READERS: Readonly<Record<string, Reader>> = {
  accounts: (json) => {
    if (isRecord(json)) {
      const reading = readAccountsPage(checkForm(ENDPOINTS.subaccountsPage, json), ENDPOINTS.subaccountsPage.name);
      return understood(reading, ({ accounts, page }) => accountsFacts(accounts, page));
    }
    return understood(readAccounts(checkForm(ENDPOINTS.accounts, json), ENDPOINTS.accounts.name), (accounts) =>
      accountsFacts(accounts),
    );
  },
  account: (json) => understood(readAccount(checkForm(ENDPOINTS.meta, json), ENDPOINTS.meta.name), accountFacts),
  summary: (json) => {
    const reading = readSummary(checkForm(ENDPOINTS.summary, json), ENDPOINTS.summary.name);
    const entries = Object.values(isRecord(json) ? json : {}).filter(
      (entry) => isRecord(entry) && ('amount' in entry || 'value' in entry),
    );
    return understood(reading, (summary) => summaryFacts(summary, reading.asOf, entries.length));
  },
  ledger: (json) => {
    const reading = readLedger(checkForm(ENDPOINTS.ledger, json), ENDPOINTS.ledger.name);
    return understood(reading, (ledger) => ledgerFacts(ledger, reading.asOf));
  },
  positions: (json) => {
    const byAccount = isRecord(json) ? Object.entries(json).filter(([, rows]) => isRows(rows)) : undefined;
    const accounts = byAccount?.map(([account]) => account);
    const lists = byAccount?.map(([, rows]) => rows) ?? [json];
    const rows = lists.flatMap(
      (list) => readPositions(checkForm(ENDPOINTS.positions, list), ENDPOINTS.positions.name).value,
    );
    const positions = rows.map(({ position }) => position);
    return { meaning: rows.length === 0 ? 'empty' : 'data', facts: positionsFacts(positions, accounts) };
  },
  allocation: (json) =>
    understood(readAllocation(checkForm(ENDPOINTS.allocation, json), ENDPOINTS.allocation.name), allocationFacts),
  'pa-performance': (json, { requestBody, recordedAt }) => {
    const period = typeof requestBody.period === 'string' ? requestBody.period : '';
    const reading = readPerformance(checkForm(ENDPOINTS.performance, json), ENDPOINTS.performance.name, { period });
    return understood(reading, (answer) => performanceFacts(answer, recordedAt));
  },
  'pa-all-periods': (json, { recordedAt, facts }) =>
    understood(readAllPeriods(checkForm(ENDPOINTS.allPeriods, json), ENDPOINTS.allPeriods.name), (answer) =>
      allPeriodsFacts(answer, recordedAt, facts.mainPeriod),
    ),
  transactions: (json) =>
    understood(
      readTransactions(checkForm(ENDPOINTS.transactions, json), ENDPOINTS.transactions.name),
      transactionsFacts,
    ),
  instruments: (json) =>
    understood(
      readSecurityDefinitions(checkForm(ENDPOINTS.securityDefinitions, json), ENDPOINTS.securityDefinitions.name),
      instrumentsFacts,
    ),
  tickle: (json) => {
    const { value } = readTickle(checkForm(ENDPOINTS.tickle, json), ENDPOINTS.tickle.name);
    return { meaning: sessionMeaning(value), facts: tickleFacts(value) };
  },
  message: (json) =>
    understood(readMessage(checkForm(ENDPOINTS.invalidate, json), ENDPOINTS.invalidate.name), (fields) =>
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, exact(value)])),
    ),
};

/** Answers that are failures wherever they come: judged, and nothing read from them. */
const FAILURES = 'error';

/** One contract of one account: nothing at all, with 200, is the broker's answer for a contract that is not held. */
const ONE_CONTRACT = /^\/portfolio\/[^/]+\/position\/[^/]+$/;

/** Puts one sample through the product's verdict, schemas and mapping, and compares with what the manifest expects. */
export function checkSample(sample: Sample): Result {
  const why = reasonToSkip(sample);
  if (why !== undefined) return { outcome: 'skipped', why };
  const differences: Difference[] = [];
  const notCompared = new Set<string>();
  for (const [index, status] of sample.statuses.entries()) {
    const prefix = index === 0 ? '' : `with status ${status}: `;
    const found = understand(sample, status, false);
    if (found.meaning !== sample.expect) {
      differences.push({ fact: `${prefix}verdict`, expected: sample.expect, found: found.meaning });
      continue;
    }
    const result = compareFacts(sample.facts, found.facts);
    differences.push(...result.differences.map((difference) => ({ ...difference, fact: prefix + difference.fact })));
    for (const fact of result.notCompared) notCompared.add(fact);
    if (sample.expectIfLoginIsFine === undefined) continue;
    const proved = understand(sample, status, true).meaning;
    if (proved !== sample.expectIfLoginIsFine) {
      const fact = `${prefix}verdict once the login is proved good`;
      differences.push({ fact, expected: sample.expectIfLoginIsFine, found: proved });
    }
  }
  const outcome = differences.length === 0 ? 'passed' : 'failed';
  return { outcome, differences, notCompared: [...notCompared] };
}

function reasonToSkip({ host, kind, path }: Sample): string | undefined {
  if (isFlex({ host, kind })) return undefined;
  if (host !== '') return `the host "${host}" is not asked`;
  if (kind === FAILURES) return undefined;
  if (!Object.hasOwn(READERS, kind)) return `answers of the kind "${kind}" are not used`;
  if (kind === 'message' && !path.endsWith('/positions/invalidate')) return `${path} is not called`;
  return undefined;
}

function understand(sample: Sample, status: number, loginIsFine: boolean): Understood {
  if (isFlex(sample)) return understandFlex(sample.text);
  const headers: Record<string, string> = sample.contentType === null ? {} : { 'content-type': sample.contentType };
  const verdict = verdictOf({ path: sample.path, status, headers, text: sample.text }, loginIsFine);
  if (verdict.notJson === 'nothing' && status === 200 && ONE_CONTRACT.test(sample.path)) {
    return { meaning: 'empty', facts: positionsFacts([]) };
  }
  const failure = { meaning: verdict.meaning, facts: { message: exact(verdict.message) } };
  const reader = Object.hasOwn(READERS, sample.kind) ? READERS[sample.kind] : undefined;
  if (verdict.meaning !== 'data' || reader === undefined) return failure;
  try {
    return reader(verdict.json, sample);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { meaning: `unreadable (${error.message})`, facts: {} };
  }
}

function understood<T>(reading: Reading<T>, facts: (value: T) => Facts): Understood {
  return { meaning: reading.empty ? 'empty' : 'data', facts: facts(reading.value) };
}

/** A list of rows, which is what an account's key holds in a body keyed by account. */
function isRows(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRecord);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
