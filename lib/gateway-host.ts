import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, CfnParameter, Fn, Stack, Stage, Tags, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { hostAlarms } from '#lib/host/alarms';
import { packedHostFiles } from '#lib/host/host-files';
import { loginRole } from '#lib/host/login-role';
import { API_PORT } from '#lib/host/ports';
import { hostRole, selfReport } from '#lib/host/role';
import { loginDocument, updateDocument } from '#lib/host/session-documents';
import { tellShellSessions } from '#lib/host/shell-sessions';
import { parameterValue, userData } from '#lib/host/user-data';

/** Resolved by EC2 at launch: the template's text stays the same when Amazon publishes a new image. */
const IMAGE = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

export interface GatewayHostProps {
  readonly vpc: ec2.IVpc;
  /** Public subnet of the instance, with an internet gateway: its only way to IBKR and Systems Manager. */
  readonly subnet: ec2.ISubnet;
  /** Security group of the functions that speak to the gateway. The construct opens the API listener's port both ways. */
  readonly callers: ec2.ISecurityGroup;
  /** Name of the archive's bucket: the host writes to `host/<its id>/` there and reads nothing. */
  readonly archiveBucket: string;
  /** The owner's notice topic: what the host's alarms and a session beside the login tell. */
  readonly notices: ITopic;
  /** Where a notice of such a session ends that the topic did not take. */
  readonly deadLetters: IQueue;
  /** arm64. `settings.gateway.instanceType`, there t4g.micro by default. */
  readonly instanceType: string;
  /** Elastic IP in place of the address that is given at launch. Default: false. */
  readonly fixedAddress?: boolean;
  /** The only gateway download that may be installed, SHA-256 in hex. Default: any; an unknown build is told. */
  readonly gatewaySha256?: string | undefined;
}

/**
 * The instance on which the gateway program runs, behind its proxy. It keeps its image, its address and its login across
 * deploys: nothing that a deploy changes touches the instance. Changed files lie ready for `daybook host update`; raising
 * the parameter `HostGeneration` (`daybook host renew`) makes a new instance with the newest image, key and certificate.
 *
 * No termination protection: CloudFormation can't delete a protected instance, so that a renewal would leave the old one
 * running, unnoticed and paid for, and the stack could not be deleted. The host holds nothing that can't be made anew.
 */
export class GatewayHost extends Construct {
  /** Instance id: names the host's folder in the archive. */
  readonly instanceId: string;
  /** Address within the VPC. Stays the same for the life of the instance. */
  readonly privateAddress: string;

  constructor(scope: Construct, id: string, props: GatewayHostProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const generation = new CfnParameter(stack, 'HostGeneration', {
      type: 'Number',
      default: 1,
      minValue: 1,
      description: 'Raised by one, the gateway host is replaced by a new one. The login has to be made again.',
    });

    const files = this.#files();
    const parameterName = `/daybook/${stack.stackName}/gateway-host`;
    const parameter = new ssm.CfnParameter(this, 'Files', {
      name: parameterName,
      type: 'String',
      description: 'Files of the gateway host as of the last deploy, and where it reports.',
      value: parameterValue({
        location: files.asset.s3ObjectUrl,
        sha256: files.sha256,
        archive: props.archiveBucket,
        gatewaySha256: props.gatewaySha256,
      }),
    });
    const role = hostRole(this, { parameterName, asset: files.asset });
    const profile = new iam.CfnInstanceProfile(this, 'Profile', { roles: [role.roleName] });
    const instance = this.#instance(props, { generation, profile, text: userData(parameterName) });
    instance.addResourceDependency(parameter);
    instance.node.addDependency(role);
    this.instanceId = instance.ref;
    this.privateAddress = instance.attrPrivateIp;
    selfReport(this, { role, archiveBucket: props.archiveBucket, instanceId: this.instanceId });
    if (props.fixedAddress) new ec2.CfnEIP(this, 'Address', { domain: 'vpc', instanceId: this.instanceId });

    hostAlarms(this, { instanceId: this.instanceId, notices: props.notices });
    const login = this.#document('LoginDocument', 'Session', loginDocument());
    const update = this.#document('UpdateDocument', 'Command', updateDocument());
    const person = loginRole(this, { instanceId: this.instanceId, documentName: login.ref });
    tellShellSessions(this, {
      instanceId: this.instanceId,
      loginDocument: login.ref,
      notices: props.notices,
      deadLetters: props.deadLetters,
    });
    this.#output('HostInstanceId', this.instanceId, 'The instance on which the gateway runs.');
    this.#output('LoginDocumentName', login.ref, 'Session document of the port forward to the login page.');
    this.#output('HostUpdateDocumentName', update.ref, 'Command document of `daybook host update`.');
    this.#output('LoginRoleArn', person.roleArn, 'Role that can open the login page and do nothing else.');
  }

  #files(): { readonly asset: Asset; readonly sha256: string } {
    const { bytes, sha256 } = packedHostFiles();
    const path = join(Stage.of(this)?.assetOutdir ?? 'cdk.out', `gateway-host-${sha256}.tar.gz`);
    writeFileSync(path, bytes);
    return { asset: new Asset(this, 'HostFiles', { path, displayName: 'files of the gateway host' }), sha256 };
  }

  #instance(
    props: GatewayHostProps,
    own: { readonly generation: CfnParameter; readonly profile: iam.CfnInstanceProfile; readonly text: string },
  ): ec2.CfnInstance {
    const group = new ec2.SecurityGroup(this, 'Group', {
      vpc: props.vpc,
      description: 'Gateway host: the API listener from the functions, HTTPS to the outside',
      allowAllOutbound: false,
    });
    group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'IBKR, Systems Manager, packages');
    group.connections.allowFrom(props.callers, ec2.Port.tcp(API_PORT), 'API listener of the proxy');

    // The generation stands in the template's name, and the instance takes version 1 of it: another generation means
    // another template and so another instance, while a later version of the same template touches no instance.
    const template = new ec2.CfnLaunchTemplate(this, 'Template', {
      launchTemplateName: Fn.join('-', [Stack.of(this).stackName, 'gateway-host', own.generation.valueAsString]),
      launchTemplateData: {
        imageId: IMAGE,
        metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
          {
            deviceName: '/dev/xvda',
            ebs: { volumeType: 'gp3', volumeSize: 8, encrypted: true, deleteOnTermination: true },
          },
        ],
        userData: Fn.base64(own.text),
      },
    });
    const instance = new ec2.CfnInstance(this, 'Instance', {
      launchTemplate: { launchTemplateId: template.ref, version: '1' },
      instanceType: props.instanceType,
      iamInstanceProfile: own.profile.ref,
      subnetId: props.subnet.subnetId,
      securityGroupIds: [group.securityGroupId],
    });
    instance.node.addDependency(props.subnet.internetConnectivityEstablished);
    Tags.of(instance).add('Name', `${Stack.of(this).stackName}-gateway-host`);
    Validations.of(instance).acknowledge(
      {
        id: 'AwsSolutions-EC28',
        reason: 'Detailed monitoring costs more than it tells: status checks come each minute anyway.',
      },
      {
        id: 'AwsSolutions-EC29',
        reason:
          'CloudFormation cannot delete a protected instance: a renewal would leave the old one running and the stack could not be deleted. The host holds nothing that cannot be made anew.',
      },
    );
    return instance;
  }

  #document(id: string, documentType: string, content: Record<string, unknown>): ssm.CfnDocument {
    const of = documentType === 'Session' ? {} : { targetType: '/AWS::EC2::Instance' };
    return new ssm.CfnDocument(this, id, {
      content,
      documentType,
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      ...of,
    });
  }

  #output(key: string, value: string, description: string): void {
    const output = new CfnOutput(this, key, { value, description });
    output.overrideLogicalId(key);
  }
}
