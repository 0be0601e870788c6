import { type App, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { API_PORT, GATEWAY_NAME } from '#lib/host/ports';
import type { DeploySettings } from '#wiring/deploy-settings';
import type { FunctionName } from '#wiring/function-settings';
import { acknowledge } from './acknowledgements.ts';
import { Alarms } from './alarms.ts';
import { ArchiveBucket } from './archive-bucket.ts';
import { bundleFunction } from './bundle.ts';
import { DeadLetters } from './dead-letters.ts';
import { GatewayHost } from './gateway-host.ts';
import { LoginStart } from './login-start.ts';
import { MachineFailure } from './machine-failure.ts';
import { Network } from './network.ts';
import { Notices } from './notices.ts';
import { RunMachine } from './run-machine.ts';
import { Schedules } from './schedules.ts';
import { Sender } from './sender.ts';
import { Stages } from './stages.ts';

export interface DaybookStackProps {
  readonly settings: DeploySettings;
  /** Gives the folder of a function's bundle. Default: bundles it. */
  readonly bundle?: (name: FunctionName) => string;
}

/** All of Daybook in one stack: what a deploy makes, and what the owner's commands find by its outputs. */
export class DaybookStack extends Stack {
  readonly #zone: string | undefined;

  constructor(app: App, props: DaybookStackProps) {
    const { settings } = props;
    const { name, account, region, notices: owner, logDays } = settings.stack;
    super(app, name, {
      description: 'Daybook: reports of an Interactive Brokers account, by mail and in an archive. It never trades.',
      env: { region, ...(account && { account }) },
    });
    this.#zone = settings.stack.zone;
    const archive = new ArchiveBucket(this, 'Archive', { adopt: settings.archive.bucket });
    const notices = new Notices(this, 'Notices', { address: owner });
    const deadLetters = new DeadLetters(this, 'DeadLetters').queue;
    const network = new Network(this, 'Network', { bucketArn: archive.bucket.bucketArn });
    const host = new GatewayHost(this, 'GatewayHost', {
      vpc: network.vpc,
      subnet: network.hostSubnet,
      callers: network.callers,
      archiveBucket: archive.bucket.bucketName,
      notices: notices.topic,
      deadLetters,
      instanceType: settings.gateway.instanceType,
      fixedAddress: settings.gateway.fixedAddress,
      gatewaySha256: settings.gateway.sha256,
    });
    const sender = new Sender(this, 'Sender', { from: settings.sender, identity: settings.mail.identity });
    const stages = new Stages(this, 'Stages', {
      bundle: props.bundle ?? ((stage) => bundleFunction(stage, settings)),
      archive,
      sender,
      noticeTopic: notices.topic.topicArn,
      gateway: {
        vpc: network.vpc,
        callers: network.callers,
        url: `https://${host.privateAddress}:${API_PORT}`,
        serverName: GATEWAY_NAME,
        host: host.instanceId,
      },
      deadLetters,
      logDays,
    });
    sender.deliverEvents(stages.noteDelivery, deadLetters);
    const machine = new RunMachine(this, 'Runs', { ...stages, noticeTopic: notices.topic.topicArn, logDays });
    new MachineFailure(this, 'MachineFailure', {
      machineArn: machine.arn,
      noticeTopic: notices.topic.topicArn,
      deadLetters,
    });
    new Schedules(this, 'Schedules', {
      schedule: settings.schedule,
      timeZone: settings.timeZone,
      machineArn: machine.arn,
      keepSession: stages.keepSession,
      deadLetters,
    });
    const login = new LoginStart(this, 'LoginStart', {
      bucketName: archive.bucket.bucketName,
      machineArn: machine.arn,
      deadLetters,
    });
    const { begin, collect, publish, notify, end, keepSession, noteDelivery } = stages;
    new Alarms(this, 'Alarms', {
      machineArn: machine.arn,
      loginRule: login.ruleName,
      keepSession,
      stages: [begin, collect, publish, notify, end, noteDelivery],
      deadLetters,
      notices: notices.topic,
    });
    this.#output('ArchiveBucketName', archive.bucket.bucketName, 'Bucket of the archive; stays when the stack goes.');
    this.#output('RunMachineArn', machine.arn, 'State machine of the runs.');
    this.#output('NoticeTopicArn', notices.topic.topicArn, "The owner's notices.");
    this.#output('SenderIdentityName', sender.identityName, 'Identity at SES that mails.');
    this.#output('ConfigurationSetName', sender.configurationSet, 'Configuration set through which every mail goes.');
    acknowledge(this);
  }

  /**
   * The one zone of the network: that of the settings, or else the first that AWS names at the deploy. The library would
   * ask AWS while it synthesizes as soon as the account is known, so that no check of the settings went without credentials.
   */
  override get availabilityZones(): string[] {
    return [this.#zone ?? Fn.select(0, Fn.getAzs())];
  }

  #output(key: string, value: string, description: string): void {
    new CfnOutput(this, key, { value, description }).overrideLogicalId(key);
  }
}
