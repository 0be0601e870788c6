import {
  ConfigurationSetDoesNotExistException,
  DescribeConfigurationSetCommand,
  GetAccountSendingEnabledCommand,
  GetIdentityDkimAttributesCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  type SESClient,
} from '@aws-sdk/client-ses';
import type { MailPort } from '#owner/cloud';
import { asked } from './errors.ts';

/** SES takes this many identities in one question. */
const IDENTITIES_A_CALL = 100;

/** Sending, through SES. */
export function mailPort(client: SESClient): MailPort {
  return {
    verification: async (identities) => {
      const found: Record<string, string> = {};
      for (let start = 0; start < identities.length; start += IDENTITIES_A_CALL) {
        const Identities = identities.slice(start, start + IDENTITIES_A_CALL);
        const answer = await asked('ses:GetIdentityVerificationAttributes', () =>
          client.send(new GetIdentityVerificationAttributesCommand({ Identities })),
        );
        for (const [identity, { VerificationStatus }] of Object.entries(answer.VerificationAttributes ?? {})) {
          found[identity] = VerificationStatus ?? 'NotStarted';
        }
      }
      return found;
    },
    dkim: async (identity) => {
      const answer = await asked('ses:GetIdentityDkimAttributes', () =>
        client.send(new GetIdentityDkimAttributesCommand({ Identities: [identity] })),
      );
      const found = answer.DkimAttributes?.[identity];
      return found && { enabled: found.DkimEnabled ?? false, status: found.DkimVerificationStatus ?? 'NotStarted' };
    },
    quota: async () => {
      const answer = await asked('ses:GetSendQuota', () => client.send(new GetSendQuotaCommand({})));
      return {
        perDay: answer.Max24HourSend ?? 0,
        perSecond: answer.MaxSendRate ?? 0,
        sent: answer.SentLast24Hours ?? 0,
      };
    },
    accountMaySend: async () => {
      const answer = await asked('ses:GetAccountSendingEnabled', () =>
        client.send(new GetAccountSendingEnabledCommand({})),
      );
      return answer.Enabled ?? false;
    },
    configurationSet: (name) => configurationSet(client, name),
  };
}

async function configurationSet(client: SESClient, name: string): Promise<'enabled' | 'paused' | 'missing'> {
  return asked('ses:DescribeConfigurationSet', async () => {
    try {
      const answer = await client.send(
        new DescribeConfigurationSetCommand({
          ConfigurationSetName: name,
          ConfigurationSetAttributeNames: ['reputationOptions'],
        }),
      );
      return answer.ReputationOptions?.SendingEnabled === false ? 'paused' : 'enabled';
    } catch (error) {
      if (error instanceof ConfigurationSetDoesNotExistException) return 'missing';
      throw error;
    }
  });
}
