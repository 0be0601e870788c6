import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { GatewayHost, type GatewayHostProps } from '#lib/gateway-host';

function templateOf(props: Partial<GatewayHostProps> = {}): Template {
  const stack = new Stack(new App(), 'Daybook');
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 1, restrictDefaultSecurityGroup: false }) as ec2.IVpc;
  const callers = new ec2.SecurityGroup(stack, 'Callers', { vpc, allowAllOutbound: false });
  new GatewayHost(stack, 'Host', {
    vpc,
    subnet: vpc.selectSubnets({ subnetType: ec2.SubnetType.PUBLIC }).subnets[0] as ec2.ISubnet,
    callers,
    archiveBucket: 'archive',
    notices: new Topic(stack, 'Notices'),
    deadLetters: new Queue(stack, 'DeadLetters'),
    instanceType: 't4g.micro',
    ...props,
  });
  return Template.fromStack(stack);
}

let template: Template;
beforeAll(() => {
  template = templateOf();
});

interface Statement {
  readonly Sid?: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Statements of the policies whose logical id begins so. */
function statements(prefix: string): readonly Statement[] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(prefix))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);
}

describe('the instance', () => {
  it('T5: gives its metadata by token and to itself alone, on an encrypted disk', () => {
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: {
        MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        BlockDeviceMappings: [{ Ebs: { Encrypted: true, VolumeType: 'gp3', DeleteOnTermination: true } }],
        KeyName: Match.absent(),
      },
    });
  });

  it('keeps its image: EC2 resolves it at launch, and no parameter of the template does', () => {
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: {
        ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
      },
    });
    const images = Object.values(template.findParameters('*')).filter(({ Type }) => /AMI|Image/.test(Type));
    expect(images).toEqual([]);
  });

  it('is replaced by another generation, and by nothing else', () => {
    template.hasParameter('HostGeneration', { Type: 'Number', Default: 1 });
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateName: { 'Fn::Join': ['-', ['Daybook-gateway-host', { Ref: 'HostGeneration' }]] },
    });
    template.hasResourceProperties('AWS::EC2::Instance', {
      LaunchTemplate: { Version: '1' },
      ImageId: Match.absent(),
      UserData: Match.absent(),
    });
  });

  it('T6: takes the API listener from the callers alone, and speaks HTTPS alone', () => {
    const ingress = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(
      (one) => one.Properties,
    );
    expect(ingress).toHaveLength(1);
    expect(ingress[0]).toMatchObject({ IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443 });
    expect(ingress[0]).toHaveProperty('SourceSecurityGroupId');
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('Gateway host'),
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
    });
  });

  it('has a fixed address when the settings ask for one', () => {
    template.resourceCountIs('AWS::EC2::EIP', 0);
    templateOf({ fixedAddress: true }).resourceCountIs('AWS::EC2::EIP', 1);
  });
});

describe('T7: its role', () => {
  it('reads its own parameter and files, and reports to its own folder', () => {
    const own = [...statements('HostRole'), ...statements('HostSelfReport')];
    expect(own.map(({ Sid, Action }) => [Sid, Action])).toEqual([
      ['Agent', expect.arrayContaining(['ssm:UpdateInstanceInformation'])],
      ['ReadParameter', 'ssm:GetParameter'],
      ['ReadFiles', 's3:GetObject'],
      ['WriteOwnFolder', 's3:PutObject'],
    ]);
    expect(JSON.stringify(own[3]?.Resource)).toMatch(/:s3:::archive\/host\/",\{"Ref":"HostInstance\w+"\},"\/\*"/);
    expect(JSON.stringify(own[1]?.Resource)).toContain(':parameter/daybook/Daybook/gateway-host');
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  it('has no wildcard in its actions, and one in its resources for the agent alone', () => {
    const own = [...statements('HostRole'), ...statements('HostLoginRole'), ...statements('HostSelfReport')];
    expect(own.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    expect(own.filter(({ Resource }) => Resource === '*').map(({ Sid }) => Sid)).toEqual(['Agent']);
  });
});

describe('T8: the login', () => {
  it('forwards one port, which no parameter changes', () => {
    template.hasResourceProperties('AWS::SSM::Document', {
      DocumentType: 'Session',
      Content: {
        sessionType: 'Port',
        parameters: { localPortNumber: Match.anyValue(), portNumber: Match.absent(), host: Match.absent() },
        properties: { type: 'LocalPortForwarding', portNumber: '5443', localPortNumber: '{{ localPortNumber }}' },
      },
    });
  });

  it('needs a role that opens this document on this instance, and ends its own sessions', () => {
    const [open, sessions] = statements('HostLoginRole');
    expect(open?.Action).toBe('ssm:StartSession');
    expect(open?.Condition).toEqual({ BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } });
    expect(JSON.stringify(open?.Resource)).toMatch(
      /:instance\/",\{"Ref":"HostInstance\w+"\}.*:document\/",\{"Ref":"HostLoginDocument\w+"\}/,
    );
    expect(JSON.stringify(sessions?.Resource)).toContain(':session/daybook-login-*');
    expect(statements('HostLoginRole')).toHaveLength(2);
  });

  it('is the only session that the owner is not told of', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        detail: {
          eventName: ['StartSession'],
          requestParameters: { documentName: [{ 'anything-but': [Match.anyValue()] }, { exists: false }] },
        },
      },
    });
  });
});

it('the update takes no words from whoever starts it', () => {
  template.hasResourceProperties('AWS::SSM::Document', {
    DocumentType: 'Command',
    Content: {
      parameters: Match.absent(),
      mainSteps: [{ inputs: { runCommand: ['exec /opt/daybook/bin/fetch-files.sh update.sh'] } }],
    },
  });
});

it.each([
  ['StatusCheckFailed_System', ':ec2:recover'],
  ['StatusCheckFailed_Instance', ':ec2:reboot'],
])('%s heals and tells', (metric, action) => {
  const [alarm] = Object.values(template.findResources('AWS::CloudWatch::Alarm')).filter(
    ({ Properties }) => Properties.MetricName === metric,
  );
  expect(alarm?.Properties.AlarmName).toMatch(/^Daybook-/);
  expect(alarm?.Properties.TreatMissingData).toBe('notBreaching');
  expect(JSON.stringify(alarm?.Properties.AlarmActions)).toContain(action);
  expect(alarm?.Properties.AlarmActions).toHaveLength(2);
});

it('tells the owner by outputs where things are', () => {
  expect(Object.keys(template.findOutputs('*')).toSorted()).toEqual([
    'HostInstanceId',
    'HostUpdateDocumentName',
    'LoginDocumentName',
    'LoginRoleArn',
  ]);
});
