import { CloudDenied, CloudError } from './cloud-error.ts';
import { type Deployment, hostOf } from './deployment.ts';
import type { ProgramEnd, Programs, RunningProgram } from './programs.ts';

/** A program that a login needs, and where it comes from. */
export interface NeededProgram {
  readonly program: string;
  readonly what: string;
  readonly from: string;
}

/** In the order one would install them. */
const NEEDED: readonly NeededProgram[] = [
  {
    program: 'aws',
    what: 'the AWS CLI, version 2',
    from: 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
  },
  {
    program: 'session-manager-plugin',
    what: 'the Session Manager plugin of the AWS CLI',
    from: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html',
  },
];

/** What is missing on this machine for a login. */
export async function missingPrograms(programs: Programs): Promise<readonly NeededProgram[]> {
  const there = await Promise.all(NEEDED.map(({ program }) => programs.has(program)));
  return NEEDED.filter((_, index) => !there[index]);
}

/** The only session name the login role lets in. */
const SESSION_NAME = 'daybook-login';
const OPENED = /Port (\d{1,5}) opened for sessionId ([\w.-]*[\w-])/;

export interface ForwardRequest {
  readonly deployment: Deployment;
  /** AWS profile that may take the login role; as the AWS tools choose when absent. */
  readonly profile?: string;
  /** Port of this machine; 0 takes a free one. */
  readonly port: number;
}

/** A port forward that stands. */
export interface Forward {
  readonly port: number;
  readonly ended: Promise<ProgramEnd>;
  close(): Promise<void>;
}

/**
 * Takes the login role and opens the port forward to the host's login listener under it: the role can do nothing else, and
 * its document names no other port. @throws CloudError
 */
export async function openForward(request: ForwardRequest, programs: Programs): Promise<Forward> {
  const { deployment, port } = request;
  const { region } = deployment;
  const host = hostOf(deployment);
  const environment = await loginRole(request, programs);
  const program = programs.start({
    program: 'aws',
    args: [
      ...['ssm', 'start-session', '--region', region, '--target', host.instance],
      ...['--document-name', host.loginDocument, '--parameters', `localPortNumber=${port}`],
    ],
    environment,
  });
  try {
    const opened = await program.line(OPENED);
    if (!opened) throw forwardFailure(await program.ended, host.instance);
    return { port: Number(opened[1]), ended: program.ended, close: () => closed(program) };
  } catch (error) {
    await program.stop();
    throw error;
  }
}

const closed = (program: RunningProgram): Promise<void> => program.stop();

/** The environment under which the AWS CLI is the login role. */
async function loginRole(
  { deployment, profile }: ForwardRequest,
  programs: Programs,
): Promise<Readonly<Record<string, string | undefined>>> {
  const { region } = deployment;
  const host = hostOf(deployment);
  const answer = await programs.run({
    program: 'aws',
    args: [
      ...['sts', 'assume-role', '--region', region, '--output', 'json'],
      ...['--role-arn', host.loginRole, '--role-session-name', SESSION_NAME],
      ...(profile === undefined ? [] : ['--profile', profile]),
    ],
    environment: { AWS_PAGER: '' },
  });
  const key = keyIn(answer);
  if (!key) throw roleFailure(answer, host.loginRole);
  return {
    AWS_ACCESS_KEY_ID: key.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: key.SecretAccessKey,
    AWS_SESSION_TOKEN: key.SessionToken,
    AWS_REGION: region,
    // A profile of the environment would win over the role.
    AWS_PROFILE: undefined,
    AWS_DEFAULT_PROFILE: undefined,
  };
}

type Key = Readonly<Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string>>;

function keyIn({ code, stdout }: ProgramEnd): Key | undefined {
  if (code !== 0) return undefined;
  try {
    const key = (JSON.parse(stdout) as { Credentials?: Partial<Key> } | null)?.Credentials;
    const { AccessKeyId, SecretAccessKey, SessionToken } = key ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) return undefined;
    return { AccessKeyId, SecretAccessKey, SessionToken };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function roleFailure({ stderr }: ProgramEnd, role: string): CloudError {
  if (/AccessDenied/.test(stderr)) {
    return new CloudError(
      `AWS does not let this profile take the role ${role}, which opens the login.`,
      'Use a profile of the same AWS account with the right to sts:AssumeRole for it, with --profile.',
    );
  }
  return new CloudError(
    `The role of the login can't be taken: ${lastLine(stderr)}`,
    'Sign in again ("aws sso login" or "aws configure"), or choose another profile with --profile.',
  );
}

function forwardFailure({ stderr, stdout }: ProgramEnd, instance: string): CloudError {
  const said = `${stderr}\n${stdout}`;
  if (/TargetNotConnected/.test(said)) {
    return new CloudError(
      `The gateway host ${instance} does not report to Systems Manager, so no way leads to its login page.`,
      'Wait some minutes after a deploy; else start or reboot it in the EC2 console. "npx daybook check" says how it stands.',
    );
  }
  if (/AccessDenied/.test(said)) return new CloudDenied('ssm:StartSession');
  if (/address already in use|bind:/i.test(said)) {
    return new CloudError('The port asked for is taken on this machine.', 'Leave --port away: a free one is taken.');
  }
  return new CloudError(
    `The port forward to the login page did not open: ${lastLine(said)}`,
    'Run the command again; "npx daybook check" says how the host stands.',
  );
}

/** The AWS CLI says what is wrong in the last line that holds anything. */
function lastLine(text: string): string {
  return (
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .at(-1)
      ?.slice(0, 300) ?? 'the AWS CLI did not say why'
  );
}
