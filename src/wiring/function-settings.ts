import * as z from 'zod';
import { accountKey, recipientKey } from '#archive/keys';
import { maskedAddress } from '#delivery/bare-address';
import { maskedId } from '#domain/account';
import { LOCALES } from '#domain/locale';
import { gatewayOf } from './gateway-settings.ts';
import { benchmarkForm, reportChoices, riskFreeForm } from './report-settings.ts';
import type { Settings } from './settings.ts';

/** The functions that a stack can have, by the name of their file. */
export const FUNCTION_NAMES = [
  'begin',
  'collect',
  'collect-flex',
  'join',
  'publish',
  'notify',
  'end',
  'keep-session',
  'note-delivery',
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** Those that speak to the gateway, and those that the second source takes. */
const OF_GATEWAY: readonly FunctionName[] = ['collect', 'keep-session'];
const OF_FLEX: readonly FunctionName[] = ['collect-flex', 'join'];

/** The functions that a stack of these settings has. */
export function functionsOf(settings: Pick<Settings, 'gateway' | 'flex'>): readonly FunctionName[] {
  const without = [...(gatewayOf(settings) ? [] : OF_GATEWAY), ...(settings.flex ? [] : OF_FLEX)];
  return FUNCTION_NAMES.filter((name) => !without.includes(name));
}

const timeOfDay = z.string().regex(/^\d\d:\d\d$/);

const labelled = z.strictObject({ id: z.string().min(1), label: z.string().optional() });

/** Every part of the settings that some function needs. */
const parts = {
  /** Of Daybook; stands in reports and in the name that callers give themselves. */
  version: z.string().min(1),
  /** Account numbers with the owner's names, or all that the login shows. */
  accounts: z.union([z.literal('all'), z.array(labelled).min(1)]),
  /** The owner's names for accounts, by the account's key; of those that have one. */
  accountLabels: z.record(z.string(), z.string()),
  /** As notices name an account: the owner's name, or its number masked. By the account's key. */
  accountNames: z.record(z.string(), z.string()),
  /** As notices name a recipient: the address masked. By the recipient's key. */
  recipientNames: z.record(z.string(), z.string()),
  /** Who gets the mail, and which account numbers of it; all when absent. */
  recipients: z.array(
    z.strictObject({
      address: z.string().min(3),
      accounts: z.array(z.string().min(1)).min(1).optional(),
      attach: z.boolean(),
      detail: z.enum(['full', 'short']),
      discreet: z.boolean(),
      locale: z.enum(LOCALES),
      timeZone: z.string().min(1).optional(),
    }),
  ),
  /** Their addresses alone. */
  addresses: z.array(z.string().min(3)),
  /** Their short keys, where these are enough. */
  recipientKeys: z.array(z.string().min(1)),
  /** The From line. */
  sender: z.string().min(3),
  /** Zone in which times are shown. */
  timeZone: z.string().min(1),
  /** Days the exchange was closed for once, `YYYY-MM-DD`. */
  closedDays: z.array(z.iso.date()),
  /** Times of day: close, final and deadline in New York, the owner's hour in `timeZone`. */
  schedule: z.strictObject({ close: timeOfDay, final: timeOfDay, deadline: timeOfDay, ownerHour: timeOfDay }),
  /** Whether a close run mails too. */
  mailAfterClose: z.boolean(),
  /** Longest time for one whole answer of the gateway. */
  deadlineSeconds: z.number().min(1),
  /** Whether the stack has a gateway. */
  hasGateway: z.boolean(),
  /** Number of the Flex query. */
  flexQuery: z.string().min(1),
  /** What reports are reckoned with beside the account's own data. */
  reckoning: z.strictObject({ benchmark: benchmarkForm.optional(), riskFree: riskFreeForm.optional() }),
};

/** What each function is given beside its code: no more than it needs. */
export const functionForms = {
  begin: z.strictObject({
    recipientKeys: parts.recipientKeys,
    timeZone: parts.timeZone,
    closedDays: parts.closedDays,
    schedule: parts.schedule,
    mailAfterClose: parts.mailAfterClose,
    hasGateway: parts.hasGateway,
  }),
  collect: z.strictObject({
    version: parts.version,
    accounts: parts.accounts,
    closedDays: parts.closedDays,
    schedule: parts.schedule,
    mailAfterClose: parts.mailAfterClose,
    deadlineSeconds: parts.deadlineSeconds,
  }),
  'collect-flex': z.strictObject({
    version: parts.version,
    accounts: parts.accounts,
    closedDays: parts.closedDays,
    schedule: parts.schedule,
    flexQuery: parts.flexQuery,
  }),
  join: z.strictObject({ closedDays: parts.closedDays, schedule: parts.schedule }),
  publish: z.strictObject({
    version: parts.version,
    accountLabels: parts.accountLabels,
    timeZone: parts.timeZone,
    closedDays: parts.closedDays,
    reckoning: parts.reckoning,
  }),
  notify: z.strictObject({
    accounts: parts.accounts,
    recipients: parts.recipients,
    sender: parts.sender,
    timeZone: parts.timeZone,
  }),
  end: z.strictObject({
    accountNames: parts.accountNames,
    recipientNames: parts.recipientNames,
    timeZone: parts.timeZone,
    closedDays: parts.closedDays,
    schedule: parts.schedule,
  }),
  'keep-session': z.strictObject({
    version: parts.version,
    closedDays: parts.closedDays,
    schedule: parts.schedule,
    deadlineSeconds: parts.deadlineSeconds,
  }),
  'note-delivery': z.strictObject({ addresses: parts.addresses }),
};

export type FunctionSettings<Name extends FunctionName> = z.output<(typeof functionForms)[Name]>;

/**
 * What goes into a function's `settings.json`, out of the settings file.
 * @param version of this Daybook
 */
export function functionSettings(name: FunctionName, settings: Settings, version: string): Readonly<object> {
  const { schedule, timeZone, closedDays, sender } = settings;
  const named = settings.accounts ?? [];
  const gateway = gatewayOf(settings);
  // What only functions of one source need is not there without it, and neither are they.
  const whole: { [Part in keyof typeof parts]: z.input<(typeof parts)[Part]> | undefined } = {
    version,
    accounts: settings.accounts ?? 'all',
    accountLabels: Object.fromEntries(named.flatMap(({ id, label }) => (label ? [[accountKey(id), label]] : []))),
    accountNames: Object.fromEntries(named.map(({ id, label }) => [accountKey(id), label ?? maskedId(id)])),
    recipientNames: Object.fromEntries(
      settings.recipients.map(({ address }) => [recipientKey(address), maskedAddress(address)]),
    ),
    recipients: settings.recipients,
    addresses: settings.recipients.map(({ address }) => address),
    recipientKeys: settings.recipients.map(({ address }) => recipientKey(address)),
    sender,
    timeZone,
    closedDays,
    schedule,
    mailAfterClose: settings.mail.afterClose,
    deadlineSeconds: gateway?.deadlineSeconds,
    hasGateway: gateway !== undefined,
    flexQuery: settings.flex?.query,
    reckoning: reportChoices(settings.report),
  };
  const wanted = Object.keys(functionForms[name].shape);
  return Object.fromEntries(Object.entries(whole).filter(([part]) => wanted.includes(part)));
}
