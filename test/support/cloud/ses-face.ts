import type { CloudAnswer, CloudFace, CloudRequest } from './face.ts';
import { readRawMessage } from './raw-message.ts';
import { quotaOf, refusalOf, type SesAccount, sesAccount, type TakenMail } from './ses-account.ts';
import { escaped, members, refusal, result, tagsOf } from './ses-xml.ts';

/** Of a raw message in this version of the API. */
const SIZE_LIMIT = 10_485_760;

export interface SesFace extends CloudFace {
  readonly account: SesAccount;
  /** In the order they were taken. */
  readonly taken: readonly TakenMail[];
}

/**
 * Amazon SES (API of 2010-12-01, query protocol) as far as Daybook speaks it: SendRawEmail, GetSendQuota,
 * GetAccountSendingEnabled, GetIdentityVerificationAttributes, GetIdentityDkimAttributes, DescribeConfigurationSet and
 * VerifyEmailIdentity, with the sandbox, limits and refusals of the real one. An address on a suppression list is not refused: as in SES its event says so later.
 *
 * @param now what time it is, for rate and quota
 */
export function sesFace(now: () => Date, given: Partial<SesAccount> = {}): SesFace {
  const account = sesAccount(given);
  const taken: TakenMail[] = [];

  function sendRawEmail(form: URLSearchParams, caller: string): CloudAnswer {
    const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
    if (raw.byteLength > SIZE_LIMIT) {
      const words = `Message length is more than ${SIZE_LIMIT} bytes long: '${raw.byteLength}'.`;
      return refusal('InvalidParameterValue', words);
    }
    const message = readRawMessage(raw);
    const source = form.get('Source') ?? message.from;
    const named = members(form, 'Destinations.member');
    const destinations = named.length > 0 ? named : [message.to];
    const set = form.get('ConfigurationSetName') ?? undefined;
    const no = refusalOf(account, { source, destinations, set, caller }, taken, now());
    if (no) return no;
    const mail: TakenMail = {
      messageId: `mail-${taken.length + 1}`,
      at: now(),
      source,
      destinations,
      ...(set === undefined ? {} : { configurationSet: set }),
      tags: tagsOf(form),
      raw,
      message,
    };
    taken.push(mail);
    return result('SendRawEmail', `<MessageId>${mail.messageId}</MessageId>`);
  }

  return {
    service: 'ses',
    account,
    taken,
    answer: (request: CloudRequest): CloudAnswer => {
      const form = new URLSearchParams(request.body.toString('utf8'));
      switch (form.get('Action')) {
        case 'SendRawEmail':
          return sendRawEmail(form, request.caller);
        case 'GetSendQuota':
          return result('GetSendQuota', quotaOf(account, taken, now()));
        case 'GetAccountSendingEnabled':
          return result('GetAccountSendingEnabled', `<Enabled>${!account.paused}</Enabled>`);
        case 'GetIdentityVerificationAttributes':
          return verification(account, form);
        case 'GetIdentityDkimAttributes':
          return dkim(account, form);
        case 'DescribeConfigurationSet':
          return configurationSet(account, form.get('ConfigurationSetName') ?? '');
        case 'VerifyEmailIdentity':
          account.pending.add((form.get('EmailAddress') ?? '').toLowerCase());
          return result('VerifyEmailIdentity', '');
        default:
          return refusal('InvalidAction', `Could not find operation ${form.get('Action')} for version 2010-12-01`);
      }
    },
  };
}

function verification(account: SesAccount, form: URLSearchParams): CloudAnswer {
  const entries = members(form, 'Identities.member').map((identity) => {
    const status = statusOf(account, identity);
    return status && entry(identity, `<VerificationStatus>${status}</VerificationStatus>`);
  });
  const all = `<VerificationAttributes>${entries.join('')}</VerificationAttributes>`;
  return result('GetIdentityVerificationAttributes', all);
}

/** A domain that is verified signs its mail; one that is pending will. */
function dkim(account: SesAccount, form: URLSearchParams): CloudAnswer {
  const entries = members(form, 'Identities.member').map((identity) => {
    const status = identity.includes('@') ? 'NotStarted' : (statusOf(account, identity) ?? 'NotStarted');
    const enabled = status !== 'NotStarted';
    return entry(
      identity,
      `<DkimEnabled>${enabled}</DkimEnabled><DkimVerificationStatus>${status}</DkimVerificationStatus>`,
    );
  });
  return result('GetIdentityDkimAttributes', `<DkimAttributes>${entries.join('')}</DkimAttributes>`);
}

function configurationSet(account: SesAccount, name: string): CloudAnswer {
  if (!account.configurationSets.has(name)) {
    return refusal('ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`);
  }
  const enabled = `<SendingEnabled>${!account.pausedSets.has(name)}</SendingEnabled>`;
  const named = `<ConfigurationSet><Name>${escaped(name)}</Name></ConfigurationSet>`;
  return result('DescribeConfigurationSet', `${named}<ReputationOptions>${enabled}</ReputationOptions>`);
}

function statusOf(account: SesAccount, identity: string): 'Success' | 'Pending' | undefined {
  const name = identity.toLowerCase();
  if (account.verified.has(name)) return 'Success';
  return account.pending.has(name) ? 'Pending' : undefined;
}

const entry = (key: string, value: string): string =>
  `<entry><key>${escaped(key)}</key><value>${value}</value></entry>`;
