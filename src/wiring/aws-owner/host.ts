import {
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  InvocationDoesNotExist,
  SendCommandCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { HostPort } from '#owner/cloud';
import { asked } from './errors.ts';

/** The gateway's host, through Systems Manager. */
export function hostPort(client: SSMClient): HostPort {
  return {
    ping: async (instance) => {
      const answer = await asked('ssm:DescribeInstanceInformation', () =>
        client.send(new DescribeInstanceInformationCommand({ Filters: [{ Key: 'InstanceIds', Values: [instance] }] })),
      );
      const found = answer.InstanceInformationList?.[0];
      if (!found) return undefined;
      return {
        online: found.PingStatus === 'Online',
        ...(found.LastPingDateTime ? { at: found.LastPingDateTime.toISOString() } : {}),
      };
    },
    send: async (instance, document) => {
      const sent = await asked('ssm:SendCommand', () =>
        client.send(new SendCommandCommand({ DocumentName: document, InstanceIds: [instance] })),
      );
      return sent.Command?.CommandId ?? '';
    },
    outcome: (instance, command) =>
      asked('ssm:GetCommandInvocation', async () => {
        try {
          const facts = await client.send(
            new GetCommandInvocationCommand({ InstanceId: instance, CommandId: command }),
          );
          return {
            status: facts.Status ?? 'Pending',
            output: facts.StandardOutputContent ?? '',
            errors: facts.StandardErrorContent ?? '',
          };
        } catch (error) {
          // For some moments after it was sent.
          if (error instanceof InvocationDoesNotExist) return undefined;
          throw error;
        }
      }),
  };
}
