import type { Archive } from '#archive/archive';
import { ArchiveCorrupted } from '#archive/errors';
import { accountKey, recipientKey } from '#archive/keys';
import { DeliveryError } from '#delivery/errors';
import type { Channel } from '#delivery/mailout';
import { readRecipientState } from '#delivery/recipient-state';
import { maskedId } from '#domain/account';
import type { Run } from '#domain/snapshot';
import type { Clock } from '#effects/clock';
import type { NotifyEvent, NotifyResult, PublishResult } from './events.ts';
import { readJoined } from './joined-snapshot.ts';
import type { MailChoice } from './mail-choice.ts';
import { mailPart } from './mail-part.ts';
import { type NotifyRequest, notify } from './notify.ts';
import { type Published, readPublished } from './publish.ts';
import { readAhead } from './read-ahead.ts';
import { unreportedAccounts } from './unreported-accounts.ts';

export interface NotifyRunPorts {
  readonly archive: Archive;
  readonly channel: Channel;
  readonly clock: Clock;
  /** Everyone in the settings. Who gets what comes from here alone: an event names a recipient by key. */
  readonly recipients: readonly (MailChoice & {
    readonly address: string;
    /** Account numbers; all when absent. */
    readonly accounts?: readonly string[] | undefined;
  })[];
  /** Accounts in the settings, with the owner's names for them. */
  readonly accounts: readonly { readonly id: string; readonly label?: string | undefined }[] | 'all';
  /** The From line. */
  readonly sender: string;
  /** IANA zone in which times are shown. */
  readonly timeZone: string;
}

/**
 * Mails one recipient's accounts of one run: the reports that were published, and a line for each account without one.
 * A recipient none of whose accounts has a report gets no mail; the owner's notice of the run tells why.
 *
 * What the channel refuses is a result, told at the run's end. @throws ArchiveError when the archive can't do its part
 */
export async function notifyRun(request: NotifyEvent, ports: NotifyRunPorts): Promise<NotifyResult> {
  const { recipient, run } = request;
  const person = ports.recipients.find(({ address }) => recipientKey(address) === recipient);
  if (!person) return { recipient, state: 'failed', why: 'UnknownRecipient' };
  const keys = person.accounts && new Set(person.accounts.map(accountKey));
  const theirs = (account: string): boolean => keys?.has(account) ?? true;

  const built = request.published.filter((one) => 'revision' in one).filter(({ account }) => theirs(account));
  const reports: Published[] = [];
  const read = readAhead(built, async ({ account, revision }) => {
    const published = await readPublished(ports.archive, run.marketDate, account, revision);
    return { ...published, report: mailPart(published.report, built.length) };
  });
  for await (const one of read) reports.push(one);
  if (reports.length === 0) return { recipient, state: 'nothing-to-send' };
  const paused = (await readRecipientState(ports.archive, recipient))?.paused;
  if (paused) return { recipient, state: 'paused', why: paused.why };

  const failures = (await failuresOf(request, ports)).filter(({ account }) => theirs(account));
  try {
    const { state, why } = await notify(
      {
        date: run.marketDate,
        recipient: person,
        sender: ports.sender,
        timeZone: ports.timeZone,
        reports,
        failures: failures.map(({ failure }) => failure),
        corrected: [...new Set(built.flatMap(({ corrected = [] }) => corrected))].sort(),
      },
      ports,
    );
    return { recipient, state, ...(why === undefined ? {} : { why }) };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    // Without the last full stop: the notice of the run tells it within a sentence.
    return { recipient, state: 'refused', why: `${error.message} ${error.nextStep}`.replace(/\.$/, '') };
  }
}

interface AccountFailure {
  readonly account: string;
  readonly failure: NotifyRequest['failures'][number];
}

/** Accounts of the run without a report: those the broker gave nothing of, then those whose report could not be made. */
async function failuresOf({ run, published }: NotifyEvent, ports: NotifyRunPorts): Promise<AccountFailure[]> {
  const unreported = await unreportedAccounts(ports.archive, run);
  const done = new Set(published.map(({ account }) => account));
  const settings = settingsByKey(ports);
  const failures: AccountFailure[] = [];
  for (const { account, maskedId: masked, why } of unreported) {
    if (done.has(account)) continue;
    failures.push({ account, failure: { label: labelOf(settings.get(account)), maskedId: masked, text: why.message } });
  }
  for (const result of published) {
    if (!('failed' in result)) continue;
    const { account } = result;
    const setting = settings.get(account);
    const masked = setting ? maskedId(setting.id) : await storedMaskedId(account, run, ports);
    const text = `${masked}: ${textOf(result)}`;
    failures.push({ account, failure: { label: labelOf(setting), maskedId: masked, text } });
  }
  return failures;
}

const textOf = ({ failed }: Extract<PublishResult, { failed: string }>): string =>
  `The report could not be made (${failed}). What the broker said is in the archive.`;

type AccountSetting = Exclude<NotifyRunPorts['accounts'], 'all'>[number];

/** Each number is hashed once: a run of a thousand accounts may have a thousand failures. */
const settingsByKey = ({ accounts }: NotifyRunPorts): ReadonlyMap<string, AccountSetting> =>
  new Map(accounts === 'all' ? [] : accounts.map((setting) => [accountKey(setting.id), setting]));

const labelOf = (setting: AccountSetting | undefined): string => setting?.label ?? 'Account';

/** The masked number from the Snapshot; the key where there is none. */
async function storedMaskedId(account: string, run: Run, ports: NotifyRunPorts): Promise<string> {
  try {
    const stored = await readJoined(ports.archive, account, run);
    return stored ? maskedId(stored.snapshot.account.id) : account;
  } catch (error) {
    // A damaged Snapshot may be the very reason why there is no report.
    if (error instanceof ArchiveCorrupted || error instanceof SyntaxError) return account;
    throw error;
  }
}
