import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  ConfigurationSetDoesNotExistException,
  DescribeConfigurationSetCommand,
  GetAccountSendingEnabledCommand,
  GetIdentityDkimAttributesCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  SESClient,
} from '@aws-sdk/client-ses';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  DeleteParameterCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  GetParameterCommand,
  InvocationDoesNotExist,
  ParameterNotFound,
  PutParameterCommand,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { CloudDenied, StackMissing } from '#owner/cloud-error';
import { alarmPort } from '#wiring/aws-owner/alarms';
import { hostPort } from '#wiring/aws-owner/host';
import { machinePort } from '#wiring/aws-owner/machine';
import { mailPort } from '#wiring/aws-owner/mail';
import { noticePort } from '#wiring/aws-owner/notices';
import { secretPort } from '#wiring/aws-owner/secrets';
import { stackPort } from '#wiring/aws-owner/stack';

const REGION = { region: 'eu-central-2' };

describe('the stack', () => {
  const open = () => {
    const client = new CloudFormationClient(REGION);
    return { mock: mockClient(client), port: stackPort(client, 'Daybook', 'eu-central-2') };
  };

  it('is read with its outputs and parameters', async () => {
    const { mock, port } = open();
    mock.on(DescribeStacksCommand, { StackName: 'Daybook' }).resolves({
      Stacks: [
        {
          StackName: 'Daybook',
          StackId: 'arn:aws:cloudformation:eu-central-2:111122223333:stack/Daybook/1',
          CreationTime: new Date(0),
          StackStatus: 'UPDATE_COMPLETE',
          Outputs: [{ OutputKey: 'ArchiveBucketName', OutputValue: 'b' }, { OutputKey: 'Empty' }],
          Parameters: [{ ParameterKey: 'HostGeneration', ParameterValue: '2' }],
        },
      ],
    });
    expect(await port.describe()).toEqual({
      name: 'Daybook',
      arn: 'arn:aws:cloudformation:eu-central-2:111122223333:stack/Daybook/1',
      status: 'UPDATE_COMPLETE',
      outputs: { ArchiveBucketName: 'b' },
      parameters: { HostGeneration: '2' },
    });
  });

  it('that is not there is told by the words of a ValidationError, as CloudFormation has no other sign', async () => {
    const { mock, port } = open();
    const error = Object.assign(new Error('Stack with id Daybook does not exist'), {
      name: 'ValidationError',
      $metadata: {},
    });
    mock.on(DescribeStacksCommand).rejects(error);
    await expect(port.describe()).rejects.toThrow(StackMissing);
  });

  it('is changed in one parameter, its template and all else kept', async () => {
    const { mock, port } = open();
    mock.on(UpdateStackCommand).resolves({});
    const parameters = { HostGeneration: '1', BootstrapVersion: '/x' };
    await port.setParameter({ name: 'Daybook', arn: '', status: '', outputs: {}, parameters }, 'HostGeneration', '2');
    expect(mock.commandCalls(UpdateStackCommand)[0]?.args[0].input).toEqual({
      StackName: 'Daybook',
      UsePreviousTemplate: true,
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      Parameters: [
        { ParameterKey: 'BootstrapVersion', UsePreviousValue: true },
        { ParameterKey: 'HostGeneration', ParameterValue: '2' },
      ],
    });
  });

  it('tells of failures since an instant, and of no earlier ones', async () => {
    const { mock, port } = open();
    const event = (at: string, ResourceStatus: 'UPDATE_FAILED' | 'UPDATE_COMPLETE', reason: string) => ({
      StackId: 's',
      EventId: reason,
      StackName: 'Daybook',
      Timestamp: new Date(at),
      LogicalResourceId: 'Host',
      ResourceStatus,
      ResourceStatusReason: reason,
    });
    mock.on(DescribeStackEventsCommand).resolves({
      StackEvents: [
        event('2026-11-21T11:00:00Z', 'UPDATE_FAILED', 'no capacity'),
        event('2026-11-21T10:59:00Z', 'UPDATE_COMPLETE', 'fine'),
        event('2026-11-20T11:00:00Z', 'UPDATE_FAILED', 'of yesterday'),
      ],
    });
    expect(await port.failures(new Date('2026-11-21T10:00:00Z'))).toEqual([
      { resource: 'Host', reason: 'no capacity' },
    ]);
  });
});

describe('the machine', () => {
  const open = () => {
    const client = new SFNClient(REGION);
    return { mock: mockClient(client), port: machinePort(client) };
  };

  it('is started with the event as its input', async () => {
    const { mock, port } = open();
    mock.on(StartExecutionCommand).resolves({ executionArn: 'arn:x', startDate: new Date(0) });
    expect(await port.start('arn:m', 'person-1', { start: 'person', kind: 'final' })).toBe('arn:x');
    expect(mock.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: 'arn:m',
      name: 'person-1',
      input: '{"start":"person","kind":"final"}',
    });
  });

  it('is described with what it failed of', async () => {
    const { mock, port } = open();
    mock.on(DescribeExecutionCommand).resolves({ status: 'FAILED', error: 'E', cause: 'C' });
    expect(await port.describe('arn:x')).toEqual({ status: 'FAILED', error: 'E', cause: 'C' });
  });

  it('gives the newer events alone, oldest first, and reads no page too many', async () => {
    const { mock, port } = open();
    const entered = (id: number, name: string) => ({
      id,
      timestamp: new Date(0),
      type: 'TaskStateEntered' as const,
      stateEnteredEventDetails: { name, input: '{}' },
    });
    const left = {
      id: 4,
      timestamp: new Date(0),
      type: 'TaskStateExited' as const,
      stateExitedEventDetails: { name: 'Begin', output: '{}' },
    };
    mock
      .on(GetExecutionHistoryCommand)
      .resolvesOnce({
        events: [entered(6, 'Publish'), { id: 5, timestamp: new Date(0), type: 'MapStateStarted' }],
        nextToken: '2',
      })
      .resolvesOnce({ events: [left, entered(3, 'Begin')], nextToken: '3' })
      .rejects(new Error('a page too many'));
    expect(await port.eventsAfter('arn:x', 3)).toEqual([
      { id: 4, kind: 'left', state: 'Begin', data: '{}' },
      { id: 5, kind: 'other' },
      { id: 6, kind: 'entered', state: 'Publish', data: '{}' },
    ]);
  });

  it('names the executions at work', async () => {
    const { mock, port } = open();
    mock.on(ListExecutionsCommand, { statusFilter: 'RUNNING' }).resolves({
      executions: [
        {
          executionArn: 'a',
          stateMachineArn: 'm',
          name: 'x',
          status: 'RUNNING',
          startDate: new Date('2026-11-21T10:00:00Z'),
        },
      ],
    });
    expect(await port.running('arn:m')).toEqual([{ name: 'x', startedAt: '2026-11-21T10:00:00.000Z' }]);
  });
});

describe('mail', () => {
  const open = () => {
    const client = new SESClient(REGION);
    return { mock: mockClient(client), port: mailPort(client) };
  };

  it('asks for many identities in portions that SES takes', async () => {
    const { mock, port } = open();
    mock.on(GetIdentityVerificationAttributesCommand).callsFake(({ Identities }: { Identities: string[] }) => {
      if (Identities.length > 100) throw new Error('too many');
      return {
        VerificationAttributes: Object.fromEntries(
          Identities.filter((name) => name !== 'r7@example.com').map((name) => [
            name,
            { VerificationStatus: 'Success' },
          ]),
        ),
      };
    });
    const found = await port.verification(Array.from({ length: 250 }, (_, index) => `r${index}@example.com`));
    expect(Object.keys(found)).toHaveLength(249);
    expect(found['r7@example.com']).toBeUndefined();
  });

  it('tells the DKIM of a domain, and of one that SES does not know', async () => {
    const { mock, port } = open();
    mock.on(GetIdentityDkimAttributesCommand).resolves({
      DkimAttributes: { 'example.com': { DkimEnabled: true, DkimVerificationStatus: 'Pending' } },
    });
    expect(await port.dkim('example.com')).toEqual({ enabled: true, status: 'Pending' });
    expect(await port.dkim('other.example')).toBeUndefined();
  });

  it('tells the quota, and whether the account may send', async () => {
    const { mock, port } = open();
    mock.on(GetSendQuotaCommand).resolves({ Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 3 });
    mock.on(GetAccountSendingEnabledCommand).resolves({ Enabled: true });
    expect(await port.quota()).toEqual({ perDay: 200, perSecond: 1, sent: 3 });
    expect(await port.accountMaySend()).toBe(true);
  });

  it('tells a set that may send from one that is paused and one that is gone', async () => {
    const { mock, port } = open();
    mock
      .on(DescribeConfigurationSetCommand)
      .resolvesOnce({ ReputationOptions: { SendingEnabled: true } })
      .resolvesOnce({ ReputationOptions: { SendingEnabled: false } })
      .rejectsOnce(new ConfigurationSetDoesNotExistException({ message: 'gone', $metadata: {} }));
    expect([
      await port.configurationSet('x'),
      await port.configurationSet('x'),
      await port.configurationSet('x'),
    ]).toEqual(['enabled', 'paused', 'missing']);
  });
});

it('knows a confirmed subscription by its name, over all pages', async () => {
  const client = new SNSClient(REGION);
  mockClient(client)
    .on(ListSubscriptionsByTopicCommand)
    .resolvesOnce({
      Subscriptions: [{ Endpoint: 'a@example.com', SubscriptionArn: 'PendingConfirmation' }],
      NextToken: '2',
    })
    .resolvesOnce({
      Subscriptions: [{ Endpoint: 'b@example.com', SubscriptionArn: 'arn:aws:sns:eu-central-2:1:t:s' }],
    });
  expect(await noticePort(client).subscriptions('arn:t')).toEqual([
    { endpoint: 'a@example.com', confirmed: false },
    { endpoint: 'b@example.com', confirmed: true },
  ]);
});

it('lists the alarms of the stack over all pages, composite ones too, and marks the parts', async () => {
  const client = new CloudWatchClient(REGION);
  const since = new Date('2026-11-21T06:00:00Z');
  mockClient(client)
    .on(DescribeAlarmsCommand, { AlarmNamePrefix: 'Daybook-', AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] })
    .resolvesOnce({
      CompositeAlarms: [{ AlarmName: 'Daybook-no-run', StateValue: 'OK', ActionsEnabled: true }],
      MetricAlarms: [{ AlarmName: 'Daybook-a', StateValue: 'ALARM', ActionsEnabled: false }],
      NextToken: '2',
    })
    .resolvesOnce({
      MetricAlarms: [
        {
          AlarmName: 'Daybook-b',
          StateValue: 'ALARM',
          AlarmDescription: 'd',
          StateReason: 'r',
          StateTransitionedTimestamp: since,
        },
      ],
    });
  expect(await alarmPort(client).list('Daybook-')).toEqual([
    { name: 'Daybook-no-run', state: 'OK' },
    { name: 'Daybook-a', state: 'ALARM', part: true },
    { name: 'Daybook-b', state: 'ALARM', description: 'd', reason: 'r', since: since.toISOString() },
  ]);
});

describe('the host', () => {
  const open = () => {
    const client = new SSMClient(REGION);
    return { mock: mockClient(client), port: hostPort(client) };
  };

  it('that is online, lost, or was never heard of', async () => {
    const { mock, port } = open();
    mock
      .on(DescribeInstanceInformationCommand)
      .resolvesOnce({ InstanceInformationList: [{ PingStatus: 'Online' }] })
      .resolvesOnce({
        InstanceInformationList: [{ PingStatus: 'ConnectionLost', LastPingDateTime: new Date('2026-11-20T08:00:00Z') }],
      })
      .resolvesOnce({ InstanceInformationList: [] });
    expect([await port.ping('i-1'), await port.ping('i-1'), await port.ping('i-1')]).toEqual([
      { online: true },
      { online: false, at: '2026-11-20T08:00:00.000Z' },
      undefined,
    ]);
  });

  it('gets a command, and tells nothing of it until it has it', async () => {
    const { mock, port } = open();
    mock.on(SendCommandCommand).resolves({ Command: { CommandId: 'c-1' } });
    mock
      .on(GetCommandInvocationCommand, { CommandId: 'c-1', InstanceId: 'i-1' })
      .rejectsOnce(new InvocationDoesNotExist({ message: 'not yet', $metadata: {} }))
      .resolvesOnce({ Status: 'Success', StandardOutputContent: 'o', StandardErrorContent: 'e' });
    const command = await port.send('i-1', 'Daybook-host-update');
    expect(mock.commandCalls(SendCommandCommand)[0]?.args[0].input).toEqual({
      DocumentName: 'Daybook-host-update',
      InstanceIds: ['i-1'],
    });
    expect(await port.outcome('i-1', command)).toBeUndefined();
    expect(await port.outcome('i-1', command)).toEqual({ status: 'Success', output: 'o', errors: 'e' });
  });
});

describe('a secret', () => {
  const NAME = '/daybook/Daybook/flex-token';
  const VALUE = '{"token":"731900482615377294810365","expires":"2027-11-20"}';
  const open = () => {
    const client = new SSMClient(REGION);
    return { mock: mockClient(client), port: secretPort(client) };
  };
  const absent = new ParameterNotFound({ message: 'none', $metadata: {} });

  it("is written encrypted with the account's own key, over an older one", async () => {
    const { mock, port } = open();
    mock.on(PutParameterCommand).resolves({ Version: 2 });
    await port.put(NAME, VALUE);
    expect(mock.commandCalls(PutParameterCommand).map(({ args }) => args[0].input)).toEqual([
      { Name: NAME, Value: VALUE, Type: 'SecureString', KeyId: 'alias/aws/ssm', Overwrite: true },
    ]);
  });

  it('is read, and may be absent', async () => {
    const { mock, port } = open();
    mock
      .on(GetParameterCommand, { Name: NAME, WithDecryption: true })
      .resolvesOnce({ Parameter: { Value: VALUE } })
      .rejectsOnce(absent);
    expect([await port.get(NAME), await port.get(NAME)]).toEqual([VALUE, undefined]);
  });

  it('is seen without being read', async () => {
    const { mock, port } = open();
    mock
      .on(GetParameterCommand, { Name: NAME, WithDecryption: false })
      .resolvesOnce({ Parameter: { Type: 'SecureString', LastModifiedDate: new Date('2026-11-01T08:00:00Z') } })
      .resolvesOnce({ Parameter: { Type: 'String' } })
      .rejectsOnce(absent);
    expect([await port.look(NAME), await port.look(NAME), await port.look(NAME)]).toEqual([
      { encrypted: true, at: '2026-11-01T08:00:00.000Z' },
      { encrypted: false },
      undefined,
    ]);
  });

  it('is removed, and may be gone already', async () => {
    const { mock, port } = open();
    mock.on(DeleteParameterCommand, { Name: NAME }).resolvesOnce({}).rejectsOnce(absent);
    expect([await port.remove(NAME), await port.remove(NAME)]).toEqual(['removed', 'absent']);
  });

  it('stands in no error, also when AWS repeats it', async () => {
    const { mock, port } = open();
    const echo = Object.assign(new Error(`Value '${VALUE}' failed to satisfy constraint`), {
      name: 'ValidationException',
      $metadata: {},
      $fault: 'client',
    });
    mock.on(PutParameterCommand).rejects(echo);
    const error = (await port.put(NAME, VALUE).catch((one: unknown) => one)) as Error;
    const told = [error, error.cause as Error]
      .map((one) => `${one.message} ${one.stack} ${JSON.stringify(one)}`)
      .join();
    expect(told).toContain('ValidationException');
    expect(told).not.toContain('731900482615377294810365');
  });

  it('tells the right that is missing, though the refusal repeats nothing', async () => {
    const { mock, port } = open();
    mock.on(PutParameterCommand).rejects(Object.assign(new Error('denied'), { name: 'AccessDeniedException' }));
    await expect(port.put(NAME, VALUE)).rejects.toEqual(new CloudDenied('ssm:PutParameter'));
  });
});
