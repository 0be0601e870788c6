import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Programs } from '#owner/programs';
import { programsOn } from '#wiring/programs';

/** What the fake AWS CLI answers. */
export interface FakeAwsOptions {
  /** Port that the forward is said to be open on: a server of the test. */
  readonly port?: number;
  /** What `aws sts assume-role` says on its error output, ending with 254. */
  readonly refusedRole?: string;
  /** What `aws ssm start-session` says on its error output, ending with 254. */
  readonly refusedSession?: string;
  /** Programs that are not on the PATH. */
  readonly without?: readonly string[];
  readonly interrupted?: AbortSignal;
}

export interface FakeAws {
  readonly programs: Programs;
  /** Each call: its words, and what else the program noted. */
  notes(): Promise<readonly string[]>;
}

/** As the real one: the plugin is a process of its own, which does not end with the CLI that started it. */
const script = (folder: string, { port = 0, refusedRole, refusedSession }: FakeAwsOptions): string => `#!/bin/sh
note() { printf '%s\\n' "$*" >> '${folder}/notes'; }
[ "$1" = --version ] && exit 0
note "aws $*"
case "$1 $2" in
  'sts assume-role')
    ${refusedRole === undefined ? '' : `echo '${refusedRole}' >&2; exit 254`}
    echo '{"Credentials":{"AccessKeyId":"ASIAROLE","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-11-21T12:00:00Z"}}' ;;
  'ssm start-session')
    ${refusedSession === undefined ? '' : `echo '${refusedSession}' >&2; exit 254`}
    note "as $AWS_ACCESS_KEY_ID, profile \${AWS_PROFILE-none}"
    sleep 600 &
    note "plugin $!"
    trap 'note interrupted; exit 130' INT
    printf '\\nStarting session with SessionId: daybook-login-0abc\\n'
    printf 'Port ${port} opened for sessionId daybook-login-0abc.\\nWaiting for connections...\\n'
    wait ;;
esac
`;

/** A folder with an `aws` and a `session-manager-plugin`, before the rest of the PATH. */
export async function fakeAws(folder: string, options: FakeAwsOptions = {}): Promise<FakeAws> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const files = { aws: script(folder, options), 'session-manager-plugin': '#!/bin/sh\nexit 0\n' };
  for (const [name, text] of Object.entries(files)) {
    if (options.without?.includes(name)) continue;
    await writeFile(join(bin, name), text);
    await chmod(join(bin, name), 0o755);
  }
  // Of the rest of the machine only what the script itself needs: a real AWS CLI must not be met by chance.
  const path = [bin, ...(options.without ? [] : ['/bin', '/usr/bin'])].join(delimiter);
  const environment = { PATH: path, AWS_PROFILE: 'of-the-shell' };
  return {
    programs: programsOn(environment, options.interrupted ?? new AbortController().signal),
    notes: async () => (await readFile(join(folder, 'notes'), 'utf8').catch(() => '')).split('\n').filter(Boolean),
  };
}

/** Whether a process is at work: one that has ended and that nobody has asked about yet is not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    // ESRCH: gone.
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(stat);
}
