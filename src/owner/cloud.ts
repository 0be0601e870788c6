import type { Archive } from '#archive/archive';
import type { Channel } from '#delivery/mailout';
import type { StartEvent } from '#pipeline/events';

/**
 * What the owner's commands ask of AWS, with the owner's own profile. Every method rejects with a CloudError. Text in
 * the answers is as AWS gave it: whoever prints it makes it inert.
 */
export interface Cloud {
  readonly stack: StackPort;
  readonly machine: MachinePort;
  readonly mail: MailPort;
  readonly notices: NoticePort;
  readonly alarms: AlarmPort;
  readonly host: HostPort;
  readonly secrets: SecretPort;
  /** The way reports are mailed, for the test mail. */
  channel(configurationSet: string): Channel;
  /** The archive in a bucket. */
  archiveIn(bucket: string): Archive;
}

export interface StackFacts {
  readonly name: string;
  /** `arn:aws:cloudformation:<region>:<account>:stack/…`. */
  readonly arn: string;
  /** CloudFormation's word: `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly statusReason?: string;
  /** Values by output key. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Values by parameter key. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface StackPort {
  /** @throws StackMissing */
  describe(): Promise<StackFacts>;
  /** Starts an update with the template as it is, one parameter changed and all others kept. */
  setParameter(facts: StackFacts, key: string, value: string): Promise<void>;
  /** What failed since `since`, newest first: resource and reason. */
  failures(since: Date): Promise<readonly { readonly resource: string; readonly reason: string }[]>;
}

export interface MachinePort {
  /** Starts an execution. @returns its ARN */
  start(machine: string, name: string, event: StartEvent): Promise<string>;
  describe(execution: string): Promise<ExecutionFacts>;
  /** Events of the execution after the one with this id, oldest first; 0 for all. */
  eventsAfter(execution: string, id: number): Promise<readonly ExecutionStep[]>;
  /** Executions that run now. */
  running(machine: string): Promise<readonly { readonly name: string; readonly startedAt: string }[]>;
}

export interface ExecutionFacts {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | string;
  readonly error?: string;
  readonly cause?: string;
}

/** One event of an execution's history, reduced to states entered and left. */
export interface ExecutionStep {
  readonly id: number;
  readonly kind: 'entered' | 'left' | 'other';
  /** Name of the state. */
  readonly state?: string;
  /** JSON text: the input of a state entered, the output of one left. */
  readonly data?: string;
}

export interface MailPort {
  /** By identity, in the spelling asked: `Success`, `Pending`, `Failed`…; absent for one that SES does not know. */
  verification(identities: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** DKIM of a domain, or undefined when SES does not know it. */
  dkim(identity: string): Promise<{ readonly enabled: boolean; readonly status: string } | undefined>;
  /** Messages a day, a second, and sent in the last 24 hours. */
  quota(): Promise<{ readonly perDay: number; readonly perSecond: number; readonly sent: number }>;
  /** Whether the account may send at all. */
  accountMaySend(): Promise<boolean>;
  /** Whether the set exists, and may send. */
  configurationSet(name: string): Promise<'enabled' | 'paused' | 'missing'>;
}

export interface NoticePort {
  subscriptions(topic: string): Promise<readonly { readonly endpoint: string; readonly confirmed: boolean }[]>;
}

export interface AlarmPort {
  /** Alarms whose name begins with the prefix, those put together from others included. */
  list(prefix: string): Promise<readonly AlarmFacts[]>;
}

export interface AlarmFacts {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | string;
  readonly description?: string;
  readonly reason?: string;
  /** ISO 8601 UTC: since when it is in this state. */
  readonly since?: string;
  /** Tells nobody by itself: another alarm looks at it. It can be raised with nothing wrong, before the first login. */
  readonly part?: true;
}

export interface HostPort {
  /** Undefined when Systems Manager has never heard of the instance. */
  ping(instance: string): Promise<{ readonly online: boolean; readonly at?: string } | undefined>;
  /** Starts a command document on the instance. @returns the command's id */
  send(instance: string, document: string): Promise<string>;
  /** Undefined while the instance has not taken the command. */
  outcome(instance: string, command: string): Promise<CommandOutcome | undefined>;
}

export interface CommandOutcome {
  /** `Pending`, `InProgress`, `Delayed`, `Success`, `Failed`, `TimedOut`, `Cancelled`, `Cancelling`. */
  readonly status: string;
  readonly output: string;
  readonly errors: string;
}

/** Values that are kept encrypted. What is in one stands in no error. */
export interface SecretPort {
  /** Writes or replaces. */
  put(name: string, value: string): Promise<void>;
  /** What is in it; undefined when there is none. */
  get(name: string): Promise<string | undefined>;
  /** Whether it is there, without reading what is in it. */
  look(name: string): Promise<SecretFacts | undefined>;
  remove(name: string): Promise<'removed' | 'absent'>;
}

export interface SecretFacts {
  readonly encrypted: boolean;
  /** ISO 8601 UTC: when it was last written. */
  readonly at?: string;
}
