import { calendarDate } from '#domain/calendar-date';
import { type MarketCalendar, newYorkCalendar } from '#domain/market-calendar';
import type { Clock } from '#effects/clock';
import { VirtualClock } from '#effects/virtual-clock';
import { beginRuns } from '#pipeline/begin-runs';
import type { OpenedFlex } from '#pipeline/collect-flex';
import { collectFlexRun } from '#pipeline/collect-flex-run';
import { collectRun } from '#pipeline/collect-run';
import { endRun } from '#pipeline/end-run';
import type {
  CollectResult,
  EndResult,
  JoinResult,
  Notice,
  NotifyResult,
  PublishResult,
  SourceResult,
  StartEvent,
  TakenRun,
} from '#pipeline/events';
import { joinSources } from '#pipeline/join-sources';
import { type KeptSession, keepSession } from '#pipeline/keep-session';
import type { Gateway } from '#sources/gateway/gateway';
import type { SourceError } from '#sources/source-error';
import { account, type FakeGateway, fakeGateway, type GatewayCall, needsLogin } from '#test/support/fake-gateway';
import { type MemoryArchive, memoryArchive } from '#test/support/memory-archive';

/**
 * The stages of a run in a row, as the state machine calls them, over an archive in memory and a gateway whose login a
 * test switches. Reports and mails are made up: a run's life does not depend on what is in them.
 */
export class Machine {
  readonly archive: MemoryArchive = memoryArchive();
  readonly clock: VirtualClock;
  readonly gateway: FakeGateway;
  /** In place of the made-up gateway: one that is opened for each run and each look, and closed after it. */
  source: (() => Gateway) | undefined;
  /** How far the machine's clock is ahead of the broker's, which is `clock`. */
  aheadMs = 0;
  calendar: MarketCalendar = newYorkCalendar();
  hours = { close: '16:30', final: '05:45', deadline: '12:00' };
  timeZone = 'America/New_York';
  host = 'i-1';
  mailAfterClose = false;
  accounts: string[] = ['U1'];
  loggedIn = true;
  /** What a call fails with, beside a missing login. */
  fail: (call: GatewayCall, about: string) => SourceError | undefined = () => undefined;
  /** The Flex Web Service, asked beside the gateway; absent: a run has one source. */
  flex: (() => Promise<OpenedFlex>) | undefined;
  /** Accounts whose statements are asked for, as named in the settings. */
  flexAccounts: readonly string[] | 'all' = 'all';
  hasGateway = true;
  publish: (account: string) => PublishResult = (key) => ({ account: key, revision: 1 });
  notify: (recipient: string) => NotifyResult = (recipient) => ({ recipient, state: 'sent' });
  /** Everything the owner was told, in order. */
  readonly notices: Notice[] = [];
  #executions = 0;

  constructor(start: string) {
    this.clock = new VirtualClock(new Date(start));
    this.gateway = fakeGateway([], this.clock, {
      fail: (call, about) => (this.loggedIn ? this.fail(call, about) : needsLogin()),
    });
    this.gateway.accounts = async () => {
      this.gateway.calls.push('accounts');
      const failure = this.loggedIn ? this.fail('accounts', '') : needsLogin();
      if (failure) throw failure;
      const value = this.accounts.map((id) => account(id));
      return { value, fetchedAt: this.clock.now().toISOString(), raw: [], oddities: [] };
    };
  }

  get ports() {
    const { archive, calendar, hours, timeZone, mailAfterClose, host } = this;
    const clock = this.ownClock;
    return {
      archive,
      clock,
      calendar,
      hours,
      timeZone,
      mailAfterClose,
      host,
      recipients: ['r1'],
      hasGateway: this.hasGateway,
      progress: () => undefined,
      open: () => this.source?.() ?? this.gateway,
      accounts: 'all' as const,
      until: () => new Date(clock.now().getTime() + 10 * 60_000),
      accountName: (key: string) => `account ${key}`,
      recipientName: (key: string) => `${key}…@example.com`,
      tickle: () => this.#look((gateway) => gateway.tickle()),
      authStatus: () => this.#look((gateway) => gateway.authStatus()),
    };
  }

  /** The clock that the stages see. */
  get ownClock(): Clock {
    return {
      now: () => new Date(this.clock.now().getTime() + this.aheadMs),
      sleep: (ms, signal) => this.clock.sleep(ms, signal),
    };
  }

  async #look<T>(ask: (gateway: Gateway) => Promise<T>): Promise<T> {
    const opened = this.source?.();
    try {
      return await ask(opened ?? this.gateway);
    } finally {
      await opened?.close();
    }
  }

  begin(event: StartEvent, execution = this.name()) {
    return beginRuns({ event, execution }, this.ports);
  }

  /** A whole execution. Waits are let pass at once. */
  async start(event: StartEvent, execution = this.name()): Promise<readonly EndResult[]> {
    const begun = await this.begin(event, execution);
    this.notices.push(...begun.notices);
    const ends: EndResult[] = [];
    for (const taken of begun.runs) ends.push(await this.run(taken, execution));
    return ends;
  }

  async run(taken: TakenRun, execution: string): Promise<EndResult> {
    const base = { run: taken.run, execution };
    const collected = await this.collect(taken, execution);
    const published = collected.next === 'publish' ? collected.accounts.map((key) => this.publish(key)) : undefined;
    const notified = published && taken.recipients.map((key) => this.notify(key));
    const ended = await endRun(
      { ...base, collected, ...(published ? { published } : {}), ...(notified ? { notified } : {}) },
      this.ports,
    );
    this.notices.push(...ended.notices);
    return ended;
  }

  /** What the machine has collected before the report: of each source by itself, or of both joined. */
  async collect(taken: TakenRun, execution: string): Promise<CollectResult | JoinResult> {
    for (;;) {
      const result = await this.go(taken, execution);
      if (result.next !== 'wait') return result;
      await this.clock.advanceTo(new Date(Date.parse(result.resumeAt as string) - this.aheadMs));
    }
  }

  /** One go at the sources there are, side by side. */
  async go(taken: TakenRun, execution: string): Promise<CollectResult | JoinResult> {
    const event = { run: taken.run, execution, until: taken.until };
    if (!this.flex) return collectRun(event, this.ports);
    const ports = { ...this.ports, open: this.flex, query: '7', accounts: this.flexAccounts };
    const [gateway, flex] = await Promise.all([
      this.hasGateway ? caught(collectRun(event, this.ports)) : undefined,
      caught(collectFlexRun(event, ports)),
    ]);
    return joinSources({ ...event, sources: { ...(gateway ? { gateway } : {}), flex } }, this.ports);
  }

  minute(): Promise<KeptSession> {
    return keepSession(this.ports);
  }

  /** A first login long ago, so that this is no first deploy. */
  async settled(first = '2026-01-02T15:00:00.000Z'): Promise<this> {
    const record = { schema: 'daybook-session-healthy/1', at: first, first };
    await this.archive.put('state/session-healthy.json', JSON.stringify(record));
    return this;
  }

  /** All days before `day` have their report. */
  async reportedBefore(day: string): Promise<this> {
    let marketDate = calendarDate(day);
    for (let i = 0; i < 15; i += 1) {
      marketDate = this.calendar.previousTradingDay(marketDate);
      const key = `state/runs/${marketDate.replaceAll('-', '/')}/final.json`;
      const run = { kind: 'final', marketDate };
      const at = '2026-01-02T15:00:00.000Z';
      await this.archive.put(
        key,
        JSON.stringify({ schema: 'daybook-run/1', run, state: 'done', since: at, at, tries: 1 }),
      );
    }
    return this;
  }

  async at(instant: string): Promise<this> {
    await this.clock.advanceTo(new Date(instant));
    return this;
  }

  state(kind: string, day: string): string | undefined {
    const record = this.archive.json(`state/runs/${day.replaceAll('-', '/')}/${kind}.json`);
    return (record as { state?: string } | undefined)?.state;
  }

  get subjects(): string[] {
    return this.notices.map(({ subject }) => subject);
  }

  name(): string {
    this.#executions += 1;
    return `execution-${this.#executions}`;
  }
}

/** As a branch of the machine: what it throws becomes its result. */
async function caught(branch: Promise<CollectResult>): Promise<SourceResult> {
  try {
    return await branch;
  } catch (error) {
    return { failed: (error as Error).name };
  }
}
