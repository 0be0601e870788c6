import { type App, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { API_PORT, GATEWAY_NAME } from '#lib/host/ports';
import type { DeploySettings } from '#wiring/deploy-settings';
import type { FunctionName } from '#wiring/function-settings';
import { gatewayOf } from '#wiring/gateway-settings';
import { acknowledge } from './acknowledgements.ts';
import { Alarms } from './alarms.ts';
import { AlarmsWithoutGateway } from './alarms-without-gateway.ts';
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
import { type GatewayReach, Stages } from './stages.ts';

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
    const gateway = this.#gateway(settings, { archive, notices: notices.topic, deadLetters });
    const sender = new Sender(this, 'Sender', { from: settings.sender, identity: settings.mail.identity });
    const stages = new Stages(this, 'Stages', {
      bundle: props.bundle ?? ((stage) => bundleFunction(stage, settings)),
      archive,
      sender,
      noticeTopic: notices.topic.topicArn,
      gateway,
      flex: settings.flex !== undefined,
      deadLetters,
      logDays,
    });
    sender.deliverEvents(stages.noteDelivery, deadLetters);
    const machine = new RunMachine(this, 'Runs', {
      ...stages,
      noticeTopic: notices.topic.topicArn,
      bucket: archive.bucket,
      logDays,
    });
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
    this.#alarms(stages, { archive, machineArn: machine.arn, deadLetters, notices: notices.topic });
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

  /** The network and the gateway's host in it, if there is a gateway. */
  #gateway(
    settings: DeploySettings,
    parts: { readonly archive: ArchiveBucket; readonly notices: ITopic; readonly deadLetters: IQueue },
  ): GatewayReach | undefined {
    const gateway = gatewayOf(settings);
    if (!gateway) return undefined;
    const { archive, notices, deadLetters } = parts;
    const { vpc, callers, hostSubnet } = new Network(this, 'Network', { bucketArn: archive.bucket.bucketArn });
    const host = new GatewayHost(this, 'GatewayHost', {
      vpc,
      subnet: hostSubnet,
      callers,
      archiveBucket: archive.bucket.bucketName,
      notices,
      deadLetters,
      instanceType: gateway.instanceType,
      fixedAddress: gateway.fixedAddress,
      gatewaySha256: gateway.sha256,
    });
    const url = `https://${host.privateAddress}:${API_PORT}`;
    return { vpc, callers, url, serverName: GATEWAY_NAME, host: host.instanceId };
  }

  /** With a gateway the alarms wait for the first login, which also starts what is due. */
  #alarms(
    stages: Stages,
    parts: {
      readonly archive: ArchiveBucket;
      readonly machineArn: string;
      readonly deadLetters: IQueue;
      readonly notices: ITopic;
    },
  ): void {
    const { archive, machineArn, deadLetters, notices } = parts;
    const { begin, collect, collectFlex, join, publish, notify, end, keepSession, noteDelivery } = stages;
    const all = [begin, collect, collectFlex, join, publish, notify, end, noteDelivery];
    const props = { machineArn, stages: all.filter((stage) => stage !== undefined), deadLetters, notices };
    if (!keepSession) {
      new AlarmsWithoutGateway(this, 'Alarms', props);
      return;
    }
    const { bucketName } = archive.bucket;
    const login = new LoginStart(this, 'LoginStart', { bucketName, machineArn, deadLetters });
    new Alarms(this, 'Alarms', { ...props, loginRule: login.ruleName, keepSession });
  }

  #output(key: string, value: string, description: string): void {
    new CfnOutput(this, key, { value, description }).overrideLogicalId(key);
  }
}
