import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '#domain/account';
import type { Fault } from '#simulator/faults';
import { type Diagnosis, diagnose } from '#sources/gateway/diagnosis';
import type { Gateway } from '#sources/gateway/gateway';
import type { Line, SimulatedWorld } from './line.ts';

/** What goes wrong, what is asked then, and what a person is told. */
interface FaultCase {
  /** Number in the list of faults, and what it is. */
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly ask?: (gateway: Gateway, account: Account) => Promise<unknown>;
  readonly says: Diagnosis;
}

const LEDGER = '/portfolio/*/ledger';
const fault = (kind: object, path = LEDGER): Fault => ({ path, ...kind }) as Fault;
const status = (code: number, body?: string, path = LEDGER): Fault =>
  fault({ kind: 'status', status: code, ...(body === undefined ? {} : { body }) }, path);

const CASES: readonly FaultCase[] = [
  { name: 'F2 no answer at all', faults: [fault({ kind: 'silent' })], says: 'ibkr-silent' },
  { name: 'F4 half an answer, then nothing', faults: [fault({ kind: 'hang' })], says: 'ibkr-silent' },
  { name: 'F5 the login page with status 200', faults: [fault({ kind: 'html', page: 'login' })], says: 'needs-login' },
  {
    name: 'F6 the maintenance page with status 200',
    faults: [fault({ kind: 'html', page: 'maintenance' })],
    says: 'maintenance',
  },
  {
    name: 'F7 the words of an allow-list that denies',
    faults: [fault({ kind: 'status', status: 404, body: 'Access Denied', contentType: 'text/plain' })],
    says: 'blocked',
  },
  { name: 'F8 a redirect to the login page', faults: [fault({ kind: 'redirect', to: 'login' })], says: 'needs-login' },
  { name: 'F8 a redirect to another host', faults: [fault({ kind: 'redirect', to: 'foreign' })], says: 'blocked' },
  {
    name: 'F9 a refusal, the tickle refused too',
    faults: [status(401), status(401, undefined, '/tickle')],
    says: 'needs-login',
  },
  { name: 'F11 a refusal of one account alone', faults: [status(401)], says: 'account-refused' },
  {
    name: 'F12 an error of PortfolioAnalyst',
    faults: [status(500, '{"error":"Internal Server Error"}', '/pa/allperiods')],
    ask: (gateway, account) => gateway.performance(account),
    says: 'maintenance',
  },
  { name: 'F13 too many calls', faults: [status(429)], says: 'paced' },
  { name: 'F15 unavailable, as at the nightly reset', faults: [status(503)], says: 'maintenance' },
];

/** The faults of the list, and what the gateway source makes of each; the same whatever way leads to IBKR. */
export function faultContract(name: string, world: () => SimulatedWorld): void {
  describe(`faults at IBKR's side, seen through ${name}`, () => {
    let line: Line;
    let accounts: readonly Account[];
    beforeEach(async () => {
      line = await world().open();
      accounts = (await line.gateway.accounts()).value.filter(({ advisorMaster }) => !advisorMaster);
    });
    afterEach(async () => {
      const { simulator } = world();
      await line.close();
      simulator.clearFaults();
      // A call that is never answered would keep one of the program's five connections.
      simulator.dropConnections();
      simulator.login();
    });
    const first = (): Account => {
      const [one] = accounts;
      if (!one) throw new Error('the simulated login has no account');
      return one;
    };
    const failureOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => undefined,
        (error: unknown) => error,
      );

    it.each(CASES)('$name: $says', async ({ faults, ask, says }) => {
      const { simulator } = world();
      for (const one of faults) simulator.fault(one);
      const before = simulator.calls.length;
      const error = await failureOf((ask ?? ((gateway, account) => gateway.ledger(account)))(line.gateway, first()));
      const finding = diagnose(error);
      expect(finding).toMatchObject({ diagnosis: says });
      // Plain for a person, and fit for a log.
      expect(finding.nextStep).toMatch(/\.$/);
      expect(`${finding.message} ${finding.nextStep}`).not.toContain(first().id);
      for (const secret of simulator.secrets) expect(String(error)).not.toContain(secret);
      // The question, its repeat, one look at the login, and the list of accounts: never a storm, never a login of its own.
      const calls = simulator.calls.slice(before).map(({ path }) => path);
      expect(calls.length).toBeLessThanOrEqual(4);
      expect(calls.filter((path) => /^\/(?:sso|logout|iserver)/.test(path))).toEqual([]);
      expect(simulator.maxConcurrent).toBeLessThanOrEqual(2);
    });

    it('F4 half an answer is kept as half, and never read', async () => {
      world().simulator.fault(fault({ kind: 'hang' }));
      await failureOf(line.gateway.ledger(first()));
      const kept = line.kept.filter(({ endpoint }) => endpoint === 'ledger');
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.map(({ partial }) => partial)).not.toContain(false);
    });

    it('F10 a session that ends in the middle loses nothing that was read, and asks for one login', async () => {
      const { simulator } = world();
      const some = accounts.slice(0, 7);
      const outcomes: string[] = [];
      for (const [index, account] of some.entries()) {
        if (index === 3) simulator.logout();
        outcomes.push(
          await line.gateway.ledger(account).then(
            () => 'read',
            (error: unknown) => diagnose(error).diagnosis,
          ),
        );
      }
      expect(outcomes).toEqual(['read', 'read', 'read', ...Array(4).fill('needs-login')]);
      simulator.login();
      const next = await world().open();
      await next.gateway.accounts();
      await expect(next.gateway.ledger(some[3] as Account)).resolves.toBeDefined();
      await next.close();
    });

    it('F11 the other accounts of the login are read', async () => {
      const [refused, other] = accounts as [Account, Account];
      world().simulator.fault(status(401, undefined, `/portfolio/${refused.id}/ledger`));
      expect(diagnose(await failureOf(line.gateway.ledger(refused)))).toMatchObject({ diagnosis: 'account-refused' });
      await expect(line.gateway.ledger(other)).resolves.toBeDefined();
      expect(await line.gateway.tickle()).toMatchObject({ login: 'healthy' });
    });

    it('F13 a quarter of an hour is kept after one refusal, and then the same question is answered', async () => {
      const { simulator, clock } = world();
      simulator.fault({ ...status(429), times: 1 });
      const finding = diagnose(await failureOf(line.gateway.ledger(first())));
      const calls = simulator.calls.length;
      await failureOf(line.gateway.ledger(first()));
      expect(simulator.calls.length).toBe(calls);
      await clock.advanceTo(finding.resumeAt ?? new Date(Number.NaN));
      await clock.sleep(15_000);
      await expect(line.gateway.ledger(first())).resolves.toBeDefined();
    });

    it('F15 the login counts as healthy while the broker works on its systems', async () => {
      world().simulator.fault(status(503, undefined, '/portfolio/*'));
      expect(diagnose(await failureOf(line.gateway.ledger(first())))).toMatchObject({ diagnosis: 'maintenance' });
      expect(await line.gateway.tickle()).toMatchObject({ login: 'healthy' });
    });

    it('F16 a login without a brokerage session is healthy', async () => {
      expect(await line.gateway.tickle()).toMatchObject({ login: 'healthy' });
      await expect(line.gateway.summary(first())).resolves.toBeDefined();
    });

    it('F17 a brokerage session held elsewhere is left there, and reading goes on', async () => {
      const { simulator } = world();
      const authStatus = { authenticated: false, competing: true, connected: true };
      simulator.fault(status(200, JSON.stringify({ session: 'x', iserver: { authStatus } }), '/tickle'));
      const before = simulator.calls.length;
      expect(await line.gateway.tickle()).toMatchObject({ login: 'healthy' });
      await expect(line.gateway.summary(first())).resolves.toBeDefined();
      expect(simulator.calls.slice(before).filter(({ path }) => path.startsWith('/iserver'))).toEqual([]);
    });

    it('F18 a session that ends between two pages gives no half of the holdings', async () => {
      const { simulator } = world();
      simulator.fault(status(401, undefined, '/portfolio/*/positions/1'));
      simulator.fault(status(401, undefined, '/tickle'));
      expect(diagnose(await failureOf(line.gateway.positions(first())))).toMatchObject({ diagnosis: 'needs-login' });
      simulator.clearFaults();
      await expect(line.gateway.positions(first())).resolves.toMatchObject({ value: { length: MANY } });
    });
  });
}

/** Holdings of each account in the world of {@link faultContract}: two pages. */
export const MANY = 130;
