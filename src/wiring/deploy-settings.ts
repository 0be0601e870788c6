import { sizeProblems } from './deploy-size.ts';
import { timeProblems, timeWarnings } from './deploy-times.ts';
import { gatewayOf } from './gateway-settings.ts';
import { domainOf, isExampleDomain, isFreemail, isPublicAddress, senderAddress } from './sender.ts';
import type { Settings, SettingsProblem } from './settings.ts';
import type { StackSettings } from './stack-settings.ts';

/** Settings that a deploy can work with: what the local command may leave open is there. */
export type DeploySettings = Settings & {
  readonly stack: StackSettings;
  readonly accounts: NonNullable<Settings['accounts']>;
};

export interface DeployCheck {
  /** With any of these nothing is deployed. */
  readonly problems: readonly SettingsProblem[];
  /** Worth knowing before the first day; the deploy goes on. */
  readonly warnings: readonly SettingsProblem[];
}

/** Checks what a deploy needs beyond {@link checkSettings}, which must have passed. All findings come together. */
export function checkDeploy(settings: Settings): DeployCheck {
  return {
    problems: [
      ...stackProblems(settings),
      ...sourceProblems(settings),
      ...sizeProblems(settings),
      ...accountProblems(settings),
      ...mailProblems(settings),
      ...timeProblems(settings),
    ],
    warnings: [
      ...accountWarnings(settings),
      ...mailWarnings(settings),
      ...timeWarnings(settings),
      ...hostWarnings(settings),
    ],
  };
}

/** Narrows settings: both parts that only a deploy needs are there. {@link checkDeploy} says it when they are not. */
export function isDeployable(settings: Settings): settings is DeploySettings {
  return settings.stack !== undefined && settings.accounts !== undefined;
}

/** The findings as lines a person reads, in the words of the settings file. */
export const findingLines = (findings: readonly SettingsProblem[]): string[] =>
  findings.map(({ where, problem }) => `setting ${where} ${problem}`);

/** What stops a deploy, as one text for standard error. */
export function deployProblemsText(problems: readonly string[]): string {
  const head = problems.length === 1 ? 'One thing stops' : `${problems.length} things stop`;
  const lines = problems.map((problem) => `  - ${problem}.`);
  return [`${head} the deploy:`, ...lines, 'Nothing was deployed. docs/settings.md describes each setting.'].join('\n');
}

function stackProblems(settings: Settings): SettingsProblem[] {
  const { stack } = settings;
  if (stack) {
    if (stack.zone && !gatewayOf(settings)) {
      return [{ where: 'stack.zone', problem: `is ${stack.zone}, and gateway is "none": there is no network` }];
    }
    if (!stack.zone || stack.zone.slice(0, -1) === stack.region) return [];
    return [{ where: 'stack.zone', problem: `is ${stack.zone}, no zone of ${stack.region}` }];
  }
  return [{ where: 'stack', problem: 'is missing: a deploy needs at least stack.region and stack.notices' }];
}

/** Without a gateway, Flex has to be there: something must say what the accounts hold. */
function sourceProblems(settings: Settings): SettingsProblem[] {
  if (gatewayOf(settings) || settings.flex) return [];
  return [{ where: 'flex', problem: 'is missing, and gateway is "none": name the Flex query with flex.query' }];
}

const ACCOUNT_NUMBER = /^[A-Z]{1,4}\d{4,10}[A-Z]?$/;
const isPaper = (id: string): boolean => /^D[A-Z]/.test(id);

function accountProblems({ accounts }: Settings): SettingsProblem[] {
  if (!accounts) {
    const problem =
      'are not listed. On AWS each account is named, so that one that appears later is never mailed unasked';
    return [{ where: 'accounts', problem }];
  }
  const problems: SettingsProblem[] = accounts.flatMap(({ id }, index) =>
    ACCOUNT_NUMBER.test(id)
      ? []
      : [
          {
            where: `accounts.${index}.id`,
            problem: `is ${JSON.stringify(id)}, not an account number such as U1234567`,
          },
        ],
  );
  const paper = accounts.filter(({ id }) => isPaper(id)).length;
  if (paper > 0 && paper < accounts.length) {
    const problem = 'name paper accounts (DU…) beside live ones. One login shows only one kind: keep a stack for each';
    problems.push({ where: 'accounts', problem });
  }
  return problems;
}

/** An account that no recipient gets would be reported day by day to nobody. */
function accountWarnings({ accounts, recipients }: Settings): SettingsProblem[] {
  if (recipients.length === 0 || recipients.some((recipient) => !recipient.accounts)) return [];
  const mailed = new Set(recipients.flatMap((recipient) => recipient.accounts ?? []));
  return (accounts ?? []).flatMap(({ id }, index) =>
    mailed.has(id)
      ? []
      : [{ where: `accounts.${index}`, problem: 'is mailed to nobody: it goes into the archive alone' }],
  );
}

function mailProblems({ sender, recipients, mail }: Settings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const address = senderAddress(sender);
  if (!address || !isPublicAddress(address)) {
    problems.push({ where: 'sender', problem: `is ${JSON.stringify(sender)}, no address that SES can send from` });
  } else if (mail.identity === 'domain' && isFreemail(address)) {
    const problem = `is "domain", and ${domainOf(address)} is not yours: nobody but its owner can make the DNS entries`;
    problems.push({ where: 'mail.identity', problem });
  }
  if (recipients.length === 0) problems.push({ where: 'recipients', problem: 'are missing: name at least one' });
  return problems;
}

function mailWarnings({ sender, recipients, mail, stack }: Settings): SettingsProblem[] {
  const warnings: SettingsProblem[] = [];
  const address = senderAddress(sender) ?? '';
  const domain = domainOf(address);
  if (isFreemail(address)) {
    const problem = `is at ${domain}, which SES can't sign for: DMARC fails, and providers may drop the mail or file it as spam. Send from a domain of your own with mail.identity "domain"`;
    warnings.push({ where: 'sender', problem });
  } else if (mail.identity === 'address') {
    const problem = `is verified as an address alone. If ${domain} has a DMARC policy, mail signed by SES alone fails it: mail.identity "domain" cures that with three DNS entries`;
    warnings.push({ where: 'sender', problem });
  }
  const addresses: readonly (readonly [string, string])[] = [
    ['sender', address],
    ...recipients.map((recipient, index) => [`recipients.${index}.address`, recipient.address] as const),
    ['stack.notices', stack?.notices ?? ''],
  ];
  for (const [where, text] of addresses) {
    if (isExampleDomain(text))
      warnings.push({ where, problem: `is still the example's ${text}: no mail arrives there` });
  }
  return warnings;
}

function hostWarnings(settings: Settings): SettingsProblem[] {
  const gateway = gatewayOf(settings);
  if (!gateway?.instanceType.endsWith('.nano')) return [];
  const problem = `is ${gateway.instanceType}: half a GiB leaves too little beside the gateway for updates of the system`;
  return [{ where: 'gateway.instanceType', problem }];
}
