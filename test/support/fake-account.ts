import { join } from 'node:path';
import type { Archive } from '#archive/archive';
import { folderArchive } from '#archive/folder-archive';
import type { Channel, Mailout } from '#delivery/mailout';
import type { AlarmFacts, Cloud, CommandOutcome, ExecutionFacts, ExecutionStep, StackFacts } from '#owner/cloud';

/** An AWS account with a deployed Daybook in which all is well; a test changes what it is about. */
export interface FakeAccount {
  stack: StackFacts | Error;
  /** What the stack becomes, look by look, once a parameter was set. */
  stackLater: StackFacts[];
  failures: { resource: string; reason: string }[];
  verification: Record<string, string>;
  dkim: { enabled: boolean; status: string } | undefined;
  perDay: number;
  maySend: boolean;
  configurationSet: 'enabled' | 'paused' | 'missing';
  subscriptions: { endpoint: string; confirmed: boolean }[];
  alarms: AlarmFacts[];
  ping: { online: boolean; at?: string } | undefined;
  /** Looks at the execution: what it is, and the events that came since. */
  looks: { facts: ExecutionFacts; steps: ExecutionStep[] }[];
  running: { name: string; startedAt: string }[];
  outcomes: (CommandOutcome | undefined)[];
  send: Channel['send'];
  /** Errors that a call gives, by its name: `quota`. */
  readonly refusals: Map<string, Error>;
  readonly sent: Mailout[];
  readonly started: { machine: string; name: string; event: unknown }[];
  readonly parametersSet: [string, string][];
  readonly commands: string[];
  /** Encrypted values by name. */
  readonly secrets: Map<string, string>;
  readonly bucket: Archive;
  readonly cloud: () => Promise<Cloud>;
}

const ARN = 'arn:aws:cloudformation:eu-central-2:111122223333:stack/Daybook/1';
export const MACHINE = 'arn:aws:states:eu-central-2:111122223333:stateMachine:Daybook-Runs';

export const OUTPUTS = {
  ArchiveBucketName: 'daybook-archive-1',
  RunMachineArn: MACHINE,
  NoticeTopicArn: 'arn:aws:sns:eu-central-2:111122223333:Daybook-notices',
  SenderIdentityName: 'example.com',
  ConfigurationSetName: 'Daybook-mail',
  HostInstanceId: 'i-0123456789abcdef0',
  LoginDocumentName: 'Daybook-login',
  HostUpdateDocumentName: 'Daybook-host-update',
  LoginRoleArn: 'arn:aws:iam::111122223333:role/Daybook-login',
};

/** Of a stack that was deployed with `"gateway": "none"`. */
export const OUTPUTS_WITHOUT_GATEWAY = {
  ArchiveBucketName: OUTPUTS.ArchiveBucketName,
  RunMachineArn: OUTPUTS.RunMachineArn,
  NoticeTopicArn: OUTPUTS.NoticeTopicArn,
  SenderIdentityName: OUTPUTS.SenderIdentityName,
  ConfigurationSetName: OUTPUTS.ConfigurationSetName,
};

export function stackFacts(changes: Partial<StackFacts> = {}): StackFacts {
  return {
    name: 'Daybook',
    arn: ARN,
    status: 'UPDATE_COMPLETE',
    outputs: OUTPUTS,
    parameters: { HostGeneration: '1', BootstrapVersion: '/cdk-bootstrap/x/version' },
    ...changes,
  };
}

export function fakeAccount(folder: string): FakeAccount {
  const bucket = folderArchive(join(folder, 'bucket'));
  const account: FakeAccount = {
    stack: stackFacts(),
    stackLater: [],
    failures: [],
    verification: { 'example.com': 'Success' },
    dkim: { enabled: true, status: 'Success' },
    perDay: 50_000,
    maySend: true,
    configurationSet: 'enabled',
    subscriptions: [{ endpoint: 'owner@example.com', confirmed: true }],
    alarms: [{ name: 'Daybook-SilentDay', state: 'OK' }],
    ping: { online: true },
    looks: [],
    running: [],
    outcomes: [],
    send: async (mailout) => {
      account.sent.push(mailout);
      return 'SES message 0100';
    },
    refusals: new Map(),
    sent: [],
    started: [],
    parametersSet: [],
    commands: [],
    secrets: new Map(),
    bucket,
    cloud: async () => cloud,
  };
  const answer = async <T>(call: string, value: () => T): Promise<T> => {
    const refusal = account.refusals.get(call);
    if (refusal) throw refusal;
    return value();
  };
  const stackNow = (): StackFacts => {
    const stack = account.parametersSet.length > 0 ? (account.stackLater.shift() ?? account.stack) : account.stack;
    if (stack instanceof Error) throw stack;
    return stack;
  };
  const cloud: Cloud = {
    stack: {
      describe: () => answer('stack', stackNow),
      setParameter: (_facts, key, value) =>
        answer('setParameter', () => {
          account.parametersSet.push([key, value]);
        }),
      failures: () => answer('failures', () => account.failures),
    },
    machine: {
      start: (machine, name, event) =>
        answer('start', () => {
          account.started.push({ machine, name, event });
          return `${MACHINE}:${name}`;
        }),
      describe: () => answer('execution', () => account.looks[0]?.facts ?? { status: 'SUCCEEDED' }),
      eventsAfter: (_execution, id) =>
        answer('events', () => {
          const steps = account.looks[0]?.steps ?? [];
          if (account.looks.length > 1) account.looks.shift();
          return steps.filter((step) => step.id > id);
        }),
      running: () => answer('running', () => account.running),
    },
    mail: {
      verification: (identities) =>
        answer('verification', () =>
          Object.fromEntries(Object.entries(account.verification).filter(([name]) => identities.includes(name))),
        ),
      dkim: () => answer('dkim', () => account.dkim),
      quota: () => answer('quota', () => ({ perDay: account.perDay, perSecond: 1, sent: 0 })),
      accountMaySend: () => answer('accountMaySend', () => account.maySend),
      configurationSet: () => answer('configurationSet', () => account.configurationSet),
    },
    notices: { subscriptions: () => answer('subscriptions', () => account.subscriptions) },
    alarms: { list: () => answer('alarms', () => account.alarms) },
    host: {
      ping: () => answer('ping', () => account.ping),
      send: (instance, document) =>
        answer('send', () => {
          account.commands.push(`${document} on ${instance}`);
          return 'c-1';
        }),
      outcome: () => answer('outcome', () => account.outcomes.shift()),
    },
    secrets: {
      put: (name, value) => answer('putSecret', () => void account.secrets.set(name, value)),
      get: (name) => answer('getSecret', () => account.secrets.get(name)),
      look: (name) =>
        answer('lookSecret', () =>
          account.secrets.has(name) ? { encrypted: true, at: '2026-11-01T08:00:00.000Z' } : undefined,
        ),
      remove: (name) => answer('removeSecret', () => (account.secrets.delete(name) ? 'removed' : 'absent')),
    },
    channel: () => ({ name: 'SES', idempotent: false, send: (...args) => account.send(...args) }),
    archiveIn: () => bucket,
  };
  return account;
}
