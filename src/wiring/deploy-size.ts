import { MANY_ACCOUNTS } from '#pipeline/events';
import type { Settings, SettingsProblem } from './settings.ts';

/** Step Functions carries at most this much from one state to the next, bytes. */
const STATE_BYTES = 256 * 1024;
/** The run itself, and what its sources came to beside their accounts. */
const RUN_BYTES = 4 * 1024;
/**
 * At most, of one account: its key in the answers of both sources (15 each), and what publishing it came to, with the
 * name of an error of 40 characters (80).
 */
const ACCOUNT_BYTES = 2 * 15 + 80;
/** Of one recipient: its key, and what mailing came to, with an error or a short reason. */
const RECIPIENT_BYTES = 15 + 80;
/** An execution's history ends at 25,000 entries, and one mail makes about twelve. */
const MOST_RECIPIENTS = 1_500;

/** What one run can't carry through the machine is refused before the deploy, not found out on a morning. */
export function sizeProblems({ accounts = [], recipients }: Settings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (recipients.length > MOST_RECIPIENTS) {
    const problem = `are ${recipients.length}: one stack mails up to ${MOST_RECIPIENTS}. Deploy a second stack for the others`;
    problems.push({ where: 'recipients', problem });
  }
  const most = mostAccounts(Math.min(recipients.length, MOST_RECIPIENTS));
  if (accounts.length > most) {
    const problem = `are ${accounts.length}: one stack with ${recipients.length} ${recipients.length === 1 ? 'recipient' : 'recipients'} carries up to ${most}. Deploy a second stack for the others`;
    problems.push({ where: 'accounts', problem });
  }
  return problems;
}

/** How many accounts one run carries beside so many recipients. */
export const mostAccounts = (recipients: number): number =>
  Math.floor((STATE_BYTES - RUN_BYTES - recipients * RECIPIENT_BYTES) / ACCOUNT_BYTES);

/** Whether so many accounts are published through executions of their own, when Flex is asked. */
export const isMany = (accounts: number): boolean => accounts > MANY_ACCOUNTS;
