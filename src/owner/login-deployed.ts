import type { Archive } from '#archive/archive';
import { hostFolder } from '#archive/keys';
import type { Clock } from '#effects/clock';
import type { Progress } from '#effects/progress';
import { HEALTHY_FILE, SESSION_FILE } from '#pipeline/session-record';
import { readState } from '#pipeline/state-file';
import { readAccounts } from '#sources/gateway/answers/accounts';
import { checkForm, ENDPOINTS } from '#sources/gateway/endpoints';
import { verdictOf } from '#sources/gateway/verdict';
import { SourceError } from '#sources/source-error';
import { CloudError } from './cloud-error.ts';
import { type Deployment, hostOf } from './deployment.ts';
import { Interrupted } from './interrupted.ts';
import { type Forward, type ForwardRequest, openForward } from './login-forward.ts';
import type { LoginResult } from './login-result.ts';
import { environmentOf, type PaperOrLive } from './paper-or-live.ts';
import type { Programs } from './programs.ts';
import { rawAnswers } from './raw-answers.ts';

/** Between two looks at the archive. */
const LOOK_MS = 5_000;
/** keep-session looks each minute, and the run that starts then reads the list of accounts first. */
const ACCOUNTS_MS = 120_000;

export interface LoginRequest extends ForwardRequest {
  /** How long to wait for the person. */
  readonly waitMs: number;
  /** Open the page though the session was healthy when a run last needed it. */
  readonly anyway: boolean;
}

export interface LoginPorts {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly progress: Progress;
  /** Asks for the first page at `https://localhost:<port>`, trusting this certificate alone. @throws SourceError */
  readonly look: (port: number, certificate: string) => Promise<void>;
  /** Explains the page and opens it. */
  readonly showPage: (page: string, certificate: string) => Promise<void>;
}

/**
 * A login at the deployed host: opens the port forward, sees by its certificate that the host answers at its end, shows the
 * page, and waits until keep-session has written that the session is healthy. The forward is closed however it ends.
 * @throws CloudError, Interrupted
 */
export async function loginDeployed(request: LoginRequest, ports: LoginPorts): Promise<LoginResult> {
  const { deployment } = request;
  const { archive, progress } = ports;
  const before = await healthySince(archive, deployment);
  if (before.healthy && !request.anyway) {
    return { state: 'already', since: before.mark, environment: await environmentSince(ports, new Date(0)) };
  }
  const certificate = await loginCertificate(archive, deployment);
  progress('Opening the way to the login page');
  const begun = ports.clock.now();
  const forward = await openForward(request, ports.programs);
  let mark: string | undefined;
  try {
    await hostAnswers(forward.port, certificate, ports);
    await ports.showPage(`https://localhost:${forward.port}/`, certificate);
    progress(
      before.healthy
        ? 'The session counts as healthy, so a new login is not told from it: end with Ctrl-C after "Client login succeeds"'
        : 'Waiting for the login; the gateway is looked at each minute while a run needs it',
    );
    mark = await untilHealthy(request, before.mark, forward, ports);
  } catch (error) {
    throw error instanceof Interrupted ? stopped() : error;
  } finally {
    await forward.close();
  }
  if (mark === undefined) return { state: 'unseen', environment: 'unknown' };
  return { state: 'healthy', since: mark, environment: await environmentSoon(begun, ports) };
}

const stopped = (): Interrupted =>
  new Interrupted(
    'Stopped waiting, as you asked; the way to the login page is closed.',
    'If you had logged in already, what is due starts by itself: see "npx daybook status".',
  );

/** Whether the session is healthy as far as is known, and a mark that changes when it becomes so again. */
async function healthySince(
  archive: Archive,
  deployment: Deployment,
): Promise<{ readonly healthy: boolean; readonly mark: string }> {
  const session = await readState(archive, SESSION_FILE);
  const written = (await readState(archive, HEALTHY_FILE))?.at ?? '';
  const own = session?.host === hostOf(deployment).instance;
  return { healthy: own && session.state === 'healthy', mark: written };
}

/** Object beside the host's own certificate: that of the login listener. */
const LOGIN_CERTIFICATE = 'login-certificate.pem';

async function loginCertificate(archive: Archive, deployment: Deployment): Promise<string> {
  const { instance } = hostOf(deployment);
  const body = await archive.get(`${hostFolder(instance)}${LOGIN_CERTIFICATE}`);
  if (body) return Buffer.from(body).toString('utf8');
  throw new CloudError(
    `The gateway host ${instance} has not put the certificate of its login page into the archive yet.`,
    'It does so at its first start, some minutes after a deploy. "npx daybook check" says how it stands.',
  );
}

/** The host must answer at the end of the forward, and nobody else: seen before a person is sent there. */
async function hostAnswers(port: number, certificate: string, { look }: LoginPorts): Promise<void> {
  try {
    await look(port, certificate);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new CloudError(
      `The login page does not answer as it should: ${error.message}`,
      WHAT_NOW[error.reason] ?? CHECK,
      {
        cause: error,
      },
    );
  }
}

const CHECK = 'See how the host stands with "npx daybook doctor deployed", then try again.';
const WHAT_NOW: Readonly<Record<string, string>> = {
  blocked:
    'Log in nowhere until it is clear why. A host that was renewed a moment ago has a new certificate: try again.',
};

/** @returns the new mark; undefined when the time was over */
async function untilHealthy(
  { deployment, waitMs }: LoginRequest,
  before: string,
  forward: Forward,
  { archive, clock }: LoginPorts,
): Promise<string | undefined> {
  const end = clock.now().getTime() + waitMs;
  let broken = false;
  forward.ended.then(
    () => {
      broken = true;
    },
    () => undefined,
  );
  while (clock.now().getTime() < end) {
    await clock.sleep(LOOK_MS);
    const { healthy, mark } = await healthySince(archive, deployment);
    if (healthy && mark !== before) return mark;
    if (broken) {
      throw new CloudError(
        'The way to the login page ended before a healthy session was seen.',
        'If the page said "Client login succeeds", see "npx daybook status"; else run the command again.',
      );
    }
  }
  return undefined;
}

/** What IBKR says of the accounts in the run that the login starts. */
async function environmentSoon(begun: Date, ports: LoginPorts): Promise<PaperOrLive> {
  const { clock, progress } = ports;
  const end = clock.now().getTime() + ACCOUNTS_MS;
  progress('Healthy. Waiting for the list of accounts');
  for (;;) {
    const environment = await environmentSince(ports, begun);
    if (environment !== 'unknown' || clock.now().getTime() >= end) return environment;
    await clock.sleep(LOOK_MS);
  }
}

/** By the newest list of accounts that a run has kept since. */
async function environmentSince({ archive, clock }: LoginPorts, since: Date): Promise<PaperOrLive> {
  const lists = (await rawAnswers(archive, [], clock.now())).filter(
    ({ target, sentAt }) => target.endsWith(ENDPOINTS.accounts.path) && new Date(sentAt) >= since,
  );
  for (const { answer } of lists.reverse()) {
    const { status, headers, text } = answer ?? { status: 0, headers: {}, text: '' };
    const verdict = verdictOf({ path: ENDPOINTS.accounts.path, status, headers, text });
    if (verdict.meaning !== 'data') continue;
    const form = checkForm(ENDPOINTS.accounts, verdict.json);
    return environmentOf(readAccounts(form, ENDPOINTS.accounts.name).value);
  }
  return 'unknown';
}
