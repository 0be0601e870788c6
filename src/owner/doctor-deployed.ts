import type { Archive } from '#archive/archive';
import type { GapReason } from '#domain/gap';
import { SESSION_FILE, type SessionRecord } from '#pipeline/session-record';
import { readState } from '#pipeline/state-file';
import { DIAGNOSES, diagnosisOf } from '#sources/gateway/diagnosis';
import { checkHost } from './check-host.ts';
import type { Cloud } from './cloud.ts';
import { type Deployment, hostOf } from './deployment.ts';
import type { Conclusion, DoctorStep, Examination } from './doctor-step.ts';
import type { Exchange } from './exchange-log.ts';
import type { Finding } from './finding.ts';
import { instantLine, printable } from './printable.ts';
import { rawAnswers } from './raw-answers.ts';

export interface DeployedRequest {
  readonly deployment: Deployment;
  /** Account numbers of the settings, whose last answers are looked at. */
  readonly accounts: readonly string[];
  readonly timeZone: string;
  readonly now: Date;
}

export interface DeployedPorts {
  readonly cloud: Pick<Cloud, 'host' | 'stack'>;
  readonly archive: Archive;
  readonly before: (what: string) => void;
}

/**
 * What can be seen of a deployed gateway from the owner's machine: its address is private, so nobody asks it from here. Seen
 * are the host through AWS, and in the archive what keep-session and the runs saw last.
 * @param exchanges gets the newest run's last calls, from the archive
 */
export async function examineDeployed(
  request: DeployedRequest,
  ports: DeployedPorts,
  exchanges: Exchange[],
): Promise<Examination> {
  const { deployment, timeZone, now } = request;
  const { archive, before } = ports;
  if (!deployment.host) return NO_GATEWAY;
  before('host');
  const findings = await checkHost(
    { deployment, recipients: [], sender: '', timeZone, now },
    { cloud: ports.cloud as Cloud, archive },
  );
  const host = findings.map((finding, index) => hostStep(finding, index === 0 ? 'AWS' : 'the archive'));
  before('session');
  const session = await readState(archive, SESSION_FILE);
  before('last answers');
  const answers = await rawAnswers(archive, request.accounts, now);
  exchanges.push(...answers);
  return {
    steps: [...host, sessionStep(session, deployment, timeZone), answersStep(answers, timeZone)],
    conclusion: conclusionOf(findings, session, deployment),
  };
}

/** Nothing is wrong with a gateway that nobody wants. */
const NO_GATEWAY: Examination = {
  steps: [],
  conclusion: {
    diagnosis: 'no-gateway',
    text: 'This stack has no gateway: it reports from Flex statements alone, and nobody logs in.',
    nextStep: 'How the Flex Web Service stands: "npx daybook check" and "npx daybook status".',
  },
};

function hostStep({ what, state, text, todo }: Finding, seenFrom: DoctorStep['seenFrom']): DoctorStep {
  const told = state === 'fine' ? 'good' : state === 'note' ? 'note' : 'bad';
  return { what, seenFrom, state: told, text, ...(todo === undefined ? {} : { nextStep: todo }) };
}

function sessionStep(session: SessionRecord | undefined, deployment: Deployment, timeZone: string): DoctorStep {
  const base = { what: 'Session', seenFrom: 'the archive' } as const;
  if (!session) return { ...base, state: 'note', text: 'nothing was seen of the gateway yet.' };
  const since = `since ${instantLine(session.since, timeZone)}`;
  if (session.host !== hostOf(deployment).instance) {
    return { ...base, state: 'note', text: `what is known is of a host that was replaced, ${since}.` };
  }
  if (session.state === 'healthy')
    return { ...base, state: 'good', text: `healthy ${since}, as far as a run needed it.` };
  const diagnosis = diagnosisOf(session.state);
  const text = `${session.message === undefined ? session.state : printable(session.message)} (${since})`;
  return { ...base, state: 'bad', text, ...(diagnosis ? { diagnosis } : {}) };
}

function answersStep(answers: readonly Exchange[], timeZone: string): DoctorStep {
  const base = { what: 'Last answers', seenFrom: 'the archive' } as const;
  const last = answers.at(-1);
  if (!last) return { ...base, state: 'note', text: 'no run has asked the gateway in the last weeks.' };
  const bad = answers.filter(({ answer }) => answer !== undefined && answer.status >= 400).length;
  const when = instantLine(last.sentAt, timeZone);
  const most = `${answers.length} of the newest run, the last on ${when}`;
  if (bad === 0) return { ...base, state: 'good', text: `${most}; none was a refusal.` };
  return { ...base, state: 'note', text: `${most}; ${bad} ${bad === 1 ? 'was a refusal' : 'were refusals'}.` };
}

function conclusionOf(
  findings: readonly Finding[],
  session: SessionRecord | undefined,
  deployment: Deployment,
): Conclusion {
  const known = session?.host === hostOf(deployment).instance ? session : undefined;
  // A host that is there and whose session is known is judged by the session: a certificate that ends soon is no trouble yet.
  const broken = findings.find(({ what, state }) => state === 'outstanding' && (what === 'Host' || !known));
  if (broken) {
    return { diagnosis: 'gateway-down', text: `${broken.what}: ${broken.text}`, nextStep: broken.todo ?? '' };
  }
  if (!known) {
    return {
      diagnosis: 'unknown',
      text: 'The host stands, and nothing was seen of its session yet: no run has needed it.',
      nextStep: 'Log in with "npx daybook login", or wait for the next run of the day: "npx daybook status" tells it.',
    };
  }
  if (known.state === 'healthy') {
    return {
      diagnosis: 'healthy',
      text: 'Somebody was logged in when a run last needed it.',
      nextStep: 'Nothing to do.',
    };
  }
  return troubleOf(known.state);
}

function troubleOf(state: GapReason): Conclusion {
  const diagnosis = diagnosisOf(state) ?? 'our-bug';
  const { says, next } = DIAGNOSES[diagnosis];
  const nextStep =
    diagnosis === 'needs-login' ? 'Log in with "npx daybook login": what is due starts by itself.' : next;
  return { diagnosis, text: says, nextStep };
}
