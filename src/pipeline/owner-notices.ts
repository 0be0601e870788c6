import { X509Certificate } from 'node:crypto';
import type { Archive } from '#archive/archive';
import { hostBuildKey, hostCertificateKey } from '#archive/keys';
import type { Run } from '#domain/snapshot';
import type { Notice } from './events.ts';
import { replacedTokens, tokenExpires } from './flex-notice.ts';
import { FLEX_FILE } from './flex-state.ts';
import { gatewayTrouble } from './gateway-notice.ts';
import { INCIDENT_FILE, type Trouble, tellOwner, tellsMore } from './incident.ts';
import { lastReportOf } from './last-report.ts';
import { certificateEnds, hostFileDamaged, late, loginNeeded, type NoticeBasis, unknownBuild } from './notice-text.ts';
import { hasEnded, heldByOther, readRun } from './run-record.ts';
import type { RunState } from './run-state.ts';
import { type DueBasis, dueFinals, nextFinal, runDeadline, runDueAt } from './schedule-hours.ts';
import { SESSION_FILE, type SessionRecord } from './session-record.ts';
import { readState } from './state-file.ts';
import { gatewayNeedsLogin, whyOfRun } from './why-of-run.ts';

/** The owner hears of the gateway's certificate this long before its end. */
const CERTIFICATE_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * What the owner should hear at their hour, or when the final run's deadline is over. Nothing before the first login:
 * or statement: then they are at work with the deploy.
 */
export async function ownerNotices(
  start: 'owner-hour' | 'deadline',
  execution: string,
  basis: DueBasis,
  ports: { readonly archive: Archive; readonly timeZone: string },
): Promise<readonly Notice[]> {
  const { archive, timeZone } = ports;
  const { now, calendar, firstLogin } = basis;
  if (firstLogin === undefined) return [];
  const session = await readState(archive, SESSION_FILE);
  const open: Open[] = [];
  for (const run of dueFinals(basis)) {
    const record = await readRun(archive, run);
    if (!hasEnded(record)) open.push({ run, record });
  }
  const words: NoticeBasis = { timeZone, lastReport: await lastReportOf(archive, now, calendar) };
  const step = `${execution} begin`;
  const told = (await readState(archive, INCIDENT_FILE))?.told ?? {};
  const had = told['login-needed'];
  const flex = await readState(archive, FLEX_FILE);
  // Who can't reach the gateway is not sent to log in there.
  const gateway = open[0] && gatewayTrouble(session, open[0].run, now, words);
  const login = gateway ? [] : waitingForLogin(open, session, basis, words);
  // Who hears only now that a login is needed is not told in the same minute that the report is late for want of it.
  const first = login.some(({ days }) => had === undefined || had.by === step || tellsMore(had, days));
  const troubles = [
    // At the deadline the late report is told, with the same cause.
    ...(gateway && start === 'owner-hour' ? [gateway] : []),
    ...login,
    ...(start === 'deadline' && !first ? missedDeadline(open, session, basis, words) : []),
    ...(session ? await hostTroubles(archive, session.host, now, words) : []),
    ...tokenExpires(flex, now, timeZone),
  ];
  return tellOwner(archive, { step, now, troubles, healed: replacedTokens(flex, Object.keys(told)) });
}

interface Open {
  readonly run: Run;
  readonly record: RunState | undefined;
}

const waitsForLogin = ({ record }: Open, session: SessionRecord | undefined): boolean =>
  record?.state === 'waiting' && record.why?.reason === 'needs-login' && !loggedInSince(record, session);

/** Its gateway waits for a login while its statement is still asked for. */
const stillWaitsForLogin = ({ record }: Open, session: SessionRecord | undefined): boolean =>
  record?.state === 'running' && gatewayNeedsLogin(record) && !loggedInSince(record, session);

/** Somebody has logged in after the run was refused: its new start is on the way, and there is nothing to ask for. */
const loggedInSince = ({ at }: RunState, session: SessionRecord | undefined): boolean =>
  session?.state === 'healthy' && session.since > at;

function waitingForLogin(
  open: readonly Open[],
  session: SessionRecord | undefined,
  { now, hours }: DueBasis,
  words: NoticeBasis,
): Trouble[] {
  const waiting = open.filter((one) => waitsForLogin(one, session));
  const [newest] = waiting;
  if (!newest) return [];
  const lostAt = session?.state === 'needs-login' ? new Date(session.since) : undefined;
  const days = waiting.map(({ run }) => run.marketDate);
  const notice = loginNeeded({ waiting: days, lostAt, deadline: runDeadline(newest.run, hours), now }, words);
  return [{ name: 'login-needed', notice, days }];
}

/** Of a run that has failed the owner has heard already. */
function missedDeadline(
  open: readonly Open[],
  session: SessionRecord | undefined,
  { now, hours, calendar, hasGateway = true }: DueBasis,
  words: NoticeBasis,
): Trouble[] {
  // Without a gateway a run that is at its last go tells in a moment how it ended.
  const ends = (record: RunState | undefined): boolean => !hasGateway && heldByOther(record, '', now);
  const missing = open.filter(
    ({ run, record }) => record?.state !== 'failed' && !ends(record) && runDeadline(run, hours) <= now,
  );
  const [newest] = missing;
  if (!newest) return [];
  const days = missing.map(({ run }) => run.marketDate);
  const notice = late(
    {
      missing: days,
      deadline: runDeadline(newest.run, hours),
      why: newest.record && knownOf(newest.record, session),
      needsLogin: waitsForLogin(newest, session) || stillWaitsForLogin(newest, session),
      next: runDueAt(nextFinal(now, hours, calendar), hours, calendar),
    },
    words,
  );
  return [{ name: 'late', notice, days }];
}

function knownOf(record: RunState, session: SessionRecord | undefined): string {
  if (record.state === 'waiting' && loggedInSince(record, session))
    return 'somebody has logged in, and its run starts.';
  return whyOfRun(record)?.message ?? 'its run is not at its end yet.';
}

/** What the gateway host says of itself in the archive. What can't be read is told too, and hides nothing else. */
async function hostTroubles(archive: Archive, host: string, now: Date, words: NoticeBasis): Promise<Trouble[]> {
  const troubles: Trouble[] = [];
  const certificate = await archive.get(hostCertificateKey(host));
  const ends = certificate && endOf(certificate);
  if (ends === 'unreadable') troubles.push({ name: `certificate ${host}`, notice: hostFileDamaged('certificate.pem') });
  else if (ends && ends.getTime() - now.getTime() < CERTIFICATE_DAYS * DAY_MS) {
    troubles.push({ name: `certificate ${host}`, notice: certificateEnds(ends, words) });
  }
  const record = await archive.get(hostBuildKey(host));
  const build = record && buildIn(record);
  if (build === 'unreadable') troubles.push({ name: `build ${host}`, notice: hostFileDamaged('build.json') });
  else if (build?.known === false) troubles.push({ name: `build ${host}`, notice: unknownBuild(build.build ?? '') });
  return troubles;
}

function endOf(certificate: Uint8Array): Date | 'unreadable' {
  try {
    return new Date(new X509Certificate(certificate).validTo);
  } catch {
    return 'unreadable';
  }
}

/** The host's record of the gateway program: whether this version knows the build, and its name. */
function buildIn(body: Uint8Array): { readonly known: unknown; readonly build?: string } | 'unreadable' {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return 'unreadable';
  }
  if (typeof value !== 'object' || value === null || !('known' in value)) return 'unreadable';
  return 'build' in value && typeof value.build === 'string'
    ? { known: value.known, build: value.build }
    : { known: value.known };
}
