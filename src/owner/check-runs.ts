import { SESSION_HEALTHY_KEY } from '#archive/keys';
import type { CheckPorts, CheckRequest } from './check-request.ts';
import { type Finding, fine, outstanding } from './finding.ts';
import { newestRunRecords } from './run-records.ts';
import { runSentence } from './run-words.ts';

/** Has somebody logged in, and did a run come of it. */
export async function checkRuns(request: CheckRequest, { archive }: CheckPorts): Promise<Finding[]> {
  const seen = await archive.get(SESSION_HEALTHY_KEY);
  const login = seen
    ? fine('Login', 'A login at the gateway has been seen.')
    : outstanding(
        'Login',
        'Nobody has logged in at the gateway yet: there is nothing to report from.',
        'Log in with "npx daybook login"; docs/deploy.md shows the first one, step by step.',
      );
  // Without a gateway nobody logs in.
  const logins = request.deployment.host ? [login] : [];
  const [newest] = await newestRunRecords(archive, 1);
  if (!newest) {
    return [
      ...logins,
      outstanding(
        'Runs',
        'None has begun yet.',
        'They begin by themselves at the hours in the settings, or now with "npx daybook run".',
      ),
    ];
  }
  const sentence = runSentence(newest, request.timeZone);
  const well = newest.state === 'done' || newest.state === 'skipped' || newest.state === 'running';
  return [
    ...logins,
    well
      ? fine('Last run', sentence)
      : outstanding('Last run', sentence, newest.why?.nextStep ?? 'See the others with "npx daybook status".'),
  ];
}
