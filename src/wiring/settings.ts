import * as z from 'zod';
import { accountOfSegment } from '#domain/account';
import { dayInZone } from '#domain/calendar-date';
import { DEFAULT_LOCALE, LOCALES } from '#domain/locale';
import { systemClock } from '#effects/system-clock';
import { flexSettings } from './flex-settings.ts';
import { gatewaySettings } from './gateway-settings.ts';
import { reportSettings } from './report-settings.ts';
import { senderAddress } from './sender.ts';
import { meantIssues, wordsOf } from './setting-words.ts';
import { mailSettings, scheduleSettings, stackSettings } from './stack-settings.ts';

const day = z.iso.date({ error: 'is not a day of the form YYYY-MM-DD' });

const timeZone = z
  .string()
  .refine((name) => isTimeZone(name), { error: 'is not an IANA time zone such as Europe/Zurich' });

const address = z.email({ error: 'is not a mail address' });

const account = z.strictObject({
  id: z.string().min(1).describe('Account number as the broker writes it.'),
  label: z
    .string()
    .min(1)
    .max(40)
    .refine((text) => text.trim() !== '' && !/\p{Cc}/u.test(text), {
      error: 'is blank, or holds a line break or another control character',
    })
    .optional()
    .describe('Your name for it, shown in every output. Default: the alias at the broker.'),
});

const recipient = z.strictObject({
  address: address.describe('Where the mail goes.'),
  accounts: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Account numbers this person gets. Default: all that are reported.'),
  attach: z.boolean().default(true).describe('Attach workbook and page, up to 5 MB in all.'),
  detail: z
    .enum(['full', 'short'])
    .default('full')
    .describe('How much the mail tells: all, or value, returns and what is not right. The files are the same.'),
  discreet: z
    .boolean()
    .default(false)
    .describe('Percentages and weights alone: no amount and no quantity in mail, page, workbook and subject.'),
  locale: z
    .enum(LOCALES)
    .default(DEFAULT_LOCALE)
    .describe('Number separators and date words of mail and page. The workbook follows Excel.'),
  timeZone: timeZone
    .optional()
    .describe('Zone in which this person sees times. Default: `timeZone` of the whole file.'),
});

/** The settings file, whole. Every key has a default but where it says otherwise; unknown keys are refused. */
export const settingsSchema = z.strictObject({
  $schema: z.string().optional().describe('For your editor; ignored.'),
  gateway: gatewaySettings,
  flex: flexSettings.optional().describe("IBKR's Flex Web Service, the second source. Absent: it is not asked."),
  accounts: z.array(account).min(1).optional().describe('Accounts to report. Default: all that the login shows.'),
  recipients: z
    .array(recipient)
    .default([])
    .describe('Who gets the mail. Default: one copy in the outbox, to owner@localhost.'),
  sender: z.string().min(3).default('Daybook <daybook@localhost>').describe('The From line.'),
  archive: z
    .strictObject({
      folder: z.string().min(1).default('daybook-archive').describe('Folder that keeps everything, on this machine.'),
      bucket: z
        .string()
        .regex(/^(?!xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, { error: 'is not the name of a bucket' })
        .optional()
        .describe('On AWS: a bucket that an earlier deploy left, taken over as it is. Default: a new one is made.'),
    })
    .prefault({}),
  timeZone: timeZone.default('America/New_York').describe('Zone in which times are shown.'),
  report: reportSettings,
  schedule: scheduleSettings,
  mail: mailSettings,
  stack: stackSettings.optional().describe('What `cdk deploy` needs beside the rest. Absent: this machine only.'),
  closedDays: z.array(day).default([]).describe('Days the exchange was closed for once, beyond the yearly calendar.'),
});

export type Settings = z.output<typeof settingsSchema>;

/** One thing wrong with the settings: where, and what in a sentence. */
export interface SettingsProblem {
  readonly where: string;
  readonly problem: string;
}

/**
 * Checks settings and fills in defaults. All problems come together, none is thrown: one round of mending is enough.
 * @param input what the file and the flags say, already parsed as JSON
 */
export function checkSettings(input: unknown): { settings: Settings } | { problems: readonly SettingsProblem[] } {
  const { settings, problems } = readSettings(input, (sound) => crossProblems(sound));
  return problems.length === 0 && settings ? { settings } : { problems };
}

/**
 * Reads settings, and lets further checks look at them though some are wrong: a key of the top level with a problem
 * counts as left out there, and nothing more is said of it.
 *
 * @returns the settings as far as they are sound, and every problem
 */
export function readSettings(
  input: unknown,
  ...checks: readonly ((settings: Settings) => readonly SettingsProblem[])[]
): { readonly settings?: Settings; readonly problems: readonly SettingsProblem[] } {
  const result = settingsSchema.safeParse(input, { reportInput: true });
  if (result.success) return { settings: result.data, problems: checks.flatMap((check) => check(result.data)) };
  const problems = result.error.issues.flatMap(problemsOf);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return { problems };
  const wrong = new Set(problems.map(topKey));
  const sound = settingsSchema.safeParse(Object.fromEntries(Object.entries(input).filter(([key]) => !wrong.has(key))));
  if (!sound.success) return { problems };
  const further = checks.flatMap((check) => check(sound.data)).filter((problem) => !wrong.has(topKey(problem)));
  return { settings: sound.data, problems: [...problems, ...further] };
}

const topKey = ({ where }: SettingsProblem): string => where.split('.', 1)[0] ?? '';

function problemsOf(found: z.core.$ZodIssue): SettingsProblem[] {
  return meantIssues(found).flatMap(problemOf);
}

function problemOf(issue: z.core.$ZodIssue): SettingsProblem[] {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ where: at ? `${at}.${key}` : key, problem: 'is not a setting' }));
  }
  return [{ where: at || 'the file', problem: wordsOf(issue) }];
}

/** What the schema alone can't see. @param now default: the machine's clock */
export function crossProblems(settings: Settings, now: Date = systemClock.now()): SettingsProblem[] {
  const known = settings.accounts?.map(({ id }) => id);
  const problems: SettingsProblem[] = [];
  for (const [index, { accounts }] of settings.recipients.entries()) {
    for (const id of accounts ?? []) {
      if (known && !known.includes(id)) {
        problems.push({
          where: `recipients.${index}.accounts`,
          problem: `names ${id}, which is not among the accounts`,
        });
      }
    }
  }
  if (senderAddress(settings.sender) === undefined) {
    problems.push({ where: 'sender', problem: 'is neither an address nor a name with an address in angle brackets' });
  }
  const addresses = settings.recipients.map((recipient) => recipient.address.toLowerCase());
  for (const [index, text] of addresses.entries()) {
    if (addresses.indexOf(text) !== index)
      problems.push({ where: `recipients.${index}.address`, problem: 'stands twice' });
  }
  for (const [index, id] of (known ?? []).entries()) {
    if (known?.indexOf(id) !== index) problems.push({ where: `accounts.${index}.id`, problem: 'stands twice' });
    const whole = accountOfSegment(id, known ?? []);
    if (whole !== undefined) {
      const problem = `is ${id}, a segment of ${whole}: what lies in it may stand under both numbers. Name ${whole} alone`;
      problems.push({ where: `accounts.${index}.id`, problem });
    }
  }
  const { riskFree } = settings.report;
  if (riskFree && riskFree.date > latestDay(now)) {
    problems.push({
      where: 'report.riskFree.date',
      problem: `is ${riskFree.date}, a day to come: no rate is known yet`,
    });
  }
  return problems;
}

/** The day where the clocks are farthest ahead. */
const latestDay = (now: Date): string => dayInZone(now, 'Pacific/Kiritimati');

/** Names alone, spelled as they are: AWS's schedules know neither `+02:00` nor `europe/zurich`, which `Intl` takes. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  try {
    const { timeZone: found } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return found === name || found.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}
