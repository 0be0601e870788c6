import { Duration, Size } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BENCHMARK_FOLDER, FLEX_KEY, INDEX_FOLDER, INDEX_KEY, SESSION_HEALTHY_KEY, SESSION_KEY } from '#archive/keys';
import type { FunctionName } from '#wiring/function-settings';
import type { ArchiveBucket } from './archive-bucket.ts';
import { readFlexToken } from './flex-token.ts';
import { allow, type Grant } from './grant.ts';
import type { Sender } from './sender.ts';
import { StageFunction, type StageFunctionProps } from './stage-function.ts';

export interface StagesProps {
  /** Gives the folder of a function's bundle. */
  readonly bundle: (name: FunctionName) => string;
  readonly archive: ArchiveBucket;
  readonly sender: Sender;
  /** ARN of the owner's notice topic. */
  readonly noticeTopic: string;
  /** Where collect and keep-session sit, and the proxy they speak to. Absent: there is no gateway, and neither are they. */
  readonly gateway?: GatewayReach | undefined;
  /** Whether Flex is asked: by collect-flex, with join after it. */
  readonly flex: boolean;
  /** Where a mail's event ends that could not be written down. */
  readonly deadLetters: IQueue;
  readonly logDays: RetentionDays;
}

export interface GatewayReach {
  readonly vpc: IVpc;
  readonly callers: ISecurityGroup;
  /** `https://<private address>:8443` */
  readonly url: string;
  /** Name in the proxy's certificate. */
  readonly serverName: string;
  /** Instance id of the host. */
  readonly host: string;
}

/**
 * A statement is spooled to `/tmp` until its last byte is seen, and the largest that is taken has 256 MiB. A function that
 * was ended in the middle leaves its spool to the next call in the same place: room for two, and half as much again.
 */
const STATEMENT_SPACE = Size.mebibytes(768);

/** The functions, each with what it may do and not more. Which there are follows from the sources. */
export class Stages extends Construct {
  readonly begin: StageFunction;
  /** Of the gateway. */
  readonly collect: StageFunction | undefined;
  /** Of Flex: the two are there together. */
  readonly collectFlex: StageFunction | undefined;
  readonly join: StageFunction | undefined;
  readonly publish: StageFunction;
  readonly notify: StageFunction;
  readonly end: StageFunction;
  /** Of the gateway. */
  readonly keepSession: StageFunction | undefined;
  readonly noteDelivery: StageFunction;

  constructor(scope: Construct, id: string, props: StagesProps) {
    super(scope, id);
    const { archive, gateway } = props;
    const stage = (
      name: FunctionName,
      description: string,
      size: Pick<StageFunctionProps, 'memory' | 'timeout' | 'temporary'>,
      grants: readonly Grant[],
      more: Pick<StageFunctionProps, 'network' | 'unattended'> = {},
    ): StageFunction =>
      new StageFunction(this, name, {
        folder: props.bundle(name),
        description,
        ...size,
        grants,
        logDays: props.logDays,
        ...more,
      });
    const reach = gateway && reachOf(gateway);
    const tell: Grant = {
      statements: [allow(['sns:Publish'], [props.noticeTopic])],
      environment: { DAYBOOK_NOTICE_TOPIC: props.noticeTopic },
    };
    const small = { memory: 512, timeout: Duration.minutes(1) };

    const pages = [INDEX_KEY, INDEX_FOLDER];

    this.begin = stage('begin', 'Takes the runs that are due', small, [
      archive.grant({ read: ['state/', 'host/', 'reports/', 'snapshots/'], write: ['state/', ...pages] }),
    ]);
    this.collect =
      reach &&
      stage(
        'collect',
        'Asks the gateway and keeps what it said',
        { memory: 1024, timeout: Duration.minutes(15) },
        [
          archive.grant({
            read: ['state/', 'host/', 'raw/', 'snapshots/', 'transactions/'],
            write: ['state/', 'raw/', 'snapshots/', 'transactions/'],
          }),
          reach.grant,
        ],
        { network: reach.network },
      );
    this.collectFlex = props.flex
      ? stage(
          'collect-flex',
          'Asks the Flex Web Service and keeps its statements',
          { memory: 1024, timeout: Duration.minutes(15), temporary: STATEMENT_SPACE },
          [
            archive.grant({
              read: ['state/runs/', FLEX_KEY, 'raw/login/', 'snapshots/', 'transactions/'],
              write: ['state/runs/', FLEX_KEY, 'raw/login/', 'snapshots/', 'transactions/'],
            }),
            readFlexToken(this),
          ],
        )
      : undefined;
    this.join = props.flex
      ? stage('join', 'Makes one answer of what the sources came to', small, [
          archive.grant({ read: ['state/runs/'], write: ['state/runs/'] }),
        ])
      : undefined;
    this.publish = stage(
      'publish',
      'Makes workbook and page of one account',
      { memory: 1769, timeout: Duration.minutes(5) },
      [archive.grant({ read: ['state/', 'snapshots/', 'reports/', BENCHMARK_FOLDER], write: ['state/', 'reports/'] })],
    );
    this.notify = stage('notify', 'Mails one recipient', { memory: 1024, timeout: Duration.minutes(3) }, [
      archive.grant({
        read: ['state/', 'snapshots/', 'reports/', 'receipts/'],
        write: ['state/', 'receipts/'],
      }),
      props.sender.grantSend(),
    ]);
    // Two minutes of them may be spent on reading reports for the archive's pages: there may be thousands.
    this.end = stage('end', 'Writes down how a run ended', { memory: 512, timeout: Duration.minutes(5) }, [
      archive.grant({ read: ['state/', 'reports/', 'snapshots/'], write: ['state/', ...pages] }),
    ]);
    this.keepSession =
      reach &&
      stage(
        'keep-session',
        "Looks at the gateway's session and writes down when it changes",
        { memory: 512, timeout: Duration.seconds(50) },
        [
          archive.grant({
            read: ['state/', 'host/'],
            write: [SESSION_KEY, SESSION_HEALTHY_KEY, 'state/pacing-*'],
          }),
          reach.grant,
        ],
        // The next minute asks again: an old question is worth nothing.
        { network: reach.network, unattended: { retries: 0, maxAge: Duration.minutes(1) } },
      );
    this.noteDelivery = stage(
      'note-delivery',
      'Writes down what became of a mail',
      small,
      [archive.grant({ read: ['state/recipients/', 'receipts/'], write: ['state/recipients/', 'receipts/'] }), tell],
      { unattended: { retries: 2, maxAge: Duration.hours(6), deadLetters: props.deadLetters } },
    );
  }
}

/** The network is the right to reach the host; the environment says where it is. */
function reachOf(gateway: GatewayReach): {
  readonly network: NonNullable<StageFunctionProps['network']>;
  readonly grant: Grant;
} {
  return {
    network: { vpc: gateway.vpc, securityGroup: gateway.callers, host: gateway.host },
    grant: {
      statements: [],
      environment: {
        DAYBOOK_GATEWAY_URL: gateway.url,
        DAYBOOK_GATEWAY_NAME: gateway.serverName,
        DAYBOOK_HOST: gateway.host,
      },
    },
  };
}
