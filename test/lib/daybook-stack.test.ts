import { Match } from 'aws-cdk-lib/assertions';
import { afterEach, describe, expect, it } from 'vitest';
import { ALARM_PARTS, ALARMS } from '#lib/alarms';
import { functionsOf } from '#wiring/function-settings';
import { deploySettings, type Synthesized, synthesize } from './synthesized.ts';
import { flat, resourceOf, resourcesOf, statementsOf } from './template-parts.ts';

const made: Synthesized[] = [];
const stackOf = (over: Readonly<Record<string, unknown>> = {}, nag = false): Synthesized => {
  const synthesized = synthesize(deploySettings(over), { nag });
  made.push(synthesized);
  return synthesized;
};
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

const FUNCTIONS = functionsOf(deploySettings());

describe('the stack', () => {
  it('gives the owner’s commands what they look for', () => {
    expect(Object.keys(stackOf().template.findOutputs('*')).toSorted()).toEqual([
      'ArchiveBucketName',
      'ConfigurationSetName',
      'HostInstanceId',
      'HostUpdateDocumentName',
      'LoginDocumentName',
      'LoginRoleArn',
      'NoticeTopicArn',
      'RunMachineArn',
      'SenderIdentityName',
    ]);
  });

  it('comes out the same from the same settings, so that a second deploy changes nothing', () => {
    expect(stackOf().template.toJSON()).toEqual(stackOf().template.toJSON());
  });

  it('makes no resource that needs a function of the library', () => {
    const { template } = stackOf();
    expect(Object.keys(resourcesOf(template, 'AWS::Lambda::Function'))).toHaveLength(FUNCTIONS.length);
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
  });

  it('has every function on the current Node and arm64, and keeps the versions that run', () => {
    const { template } = stackOf();
    template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    const versions = Object.values(resourcesOf(template, 'AWS::Lambda::Version'));
    expect(versions).toHaveLength(FUNCTIONS.length);
    expect(versions.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(versions.map(() => 'Retain'));
    const definition = flat(resourceOf(template, 'AWS::StepFunctions::StateMachine').Properties.DefinitionString);
    const called = definition.match(/"Resource":"<Stages\w+CurrentVersion\w+>"/g) ?? [];
    // Five functions; collect is called for the runs, and again to go on after them.
    expect([called.length, new Set(called).size]).toEqual([6, 5]);
  });

  it('puts the two callers of the gateway into the network, and no other function', () => {
    const inside = Object.entries(resourcesOf(stackOf().template, 'AWS::Lambda::Function'))
      .filter(([, { Properties }]) => Properties.VpcConfig)
      .map(([id]) => id.replace(/Function\w+$/, ''));
    expect(inside.toSorted()).toEqual(['Stagescollect', 'Stageskeepsession']);
  });

  it('has two ways out of the isolated subnet: the proxy, and the archive’s bucket alone', () => {
    const { template } = stackOf();
    expect(template.findResources('AWS::EC2::NatGateway')).toEqual({});
    const endpoint = resourceOf(template, 'AWS::EC2::VPCEndpoint');
    expect(endpoint.Properties.RouteTableIds).toHaveLength(1);
    const [statement] = statementsOf(endpoint);
    expect(statement?.Resource).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^ArchiveBucket/), 'Arn'] },
      { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^ArchiveBucket/), 'Arn'] }, '/*']] },
    ]);
    const routes = Object.values(resourcesOf(template, 'AWS::EC2::Route'));
    expect(routes.map(({ Properties }) => flat(Properties.RouteTableId))).toEqual([
      expect.stringMatching(/hostSubnet1RouteTable/),
    ]);
  });

  it('takes over the bucket of an earlier deploy, under the same policy and with its own name in every right', () => {
    const { template } = stackOf({ archive: { bucket: 'daybook-of-last-year' } }, true);
    expect(template.findResources('AWS::S3::Bucket')).toEqual({});
    const [fresh] = Object.keys(resourcesOf(stackOf().template, 'AWS::S3::BucketPolicy'));
    const [adopted] = Object.entries(resourcesOf(template, 'AWS::S3::BucketPolicy'));
    expect(adopted?.[0]).toBe(fresh);
    expect(adopted?.[1].Properties.Bucket).toBe('daybook-of-last-year');
    const buckets = Object.values(resourcesOf(template, 'AWS::Lambda::Function')).map(
      ({ Properties }) => (Properties.Environment as { Variables: Record<string, unknown> }).Variables.DAYBOOK_BUCKET,
    );
    expect(new Set(buckets)).toEqual(new Set(['daybook-of-last-year']));
  });

  it('fires at the times of the settings, in New York and in the owner’s zone, on every calendar day', () => {
    const { template } = stackOf({
      schedule: { close: '16:45', final: '06:00', deadline: '11:30', ownerHour: '07:15' },
      timeZone: 'Asia/Tokyo',
    });
    const schedules = Object.values(resourcesOf(template, 'AWS::Scheduler::Schedule')).map(({ Properties }) => [
      Properties.Name,
      Properties.ScheduleExpression,
      Properties.ScheduleExpressionTimezone,
      (Properties.Target as { Input: string }).Input,
    ]);
    expect(schedules).toEqual([
      ['close', 'cron(45 16 * * ? *)', 'America/New_York', '{"start":"schedule","kind":"close"}'],
      ['final', 'cron(0 6 * * ? *)', 'America/New_York', '{"start":"schedule","kind":"final"}'],
      ['deadline', 'cron(30 11 * * ? *)', 'America/New_York', '{"start":"deadline"}'],
      ['owner-hour', 'cron(15 7 * * ? *)', 'Asia/Tokyo', '{"start":"owner-hour"}'],
      ['keep-session', 'rate(1 minute)', undefined, '{}'],
    ]);
    const [group] = Object.keys(resourcesOf(template, 'AWS::Scheduler::ScheduleGroup'));
    template.allResourcesProperties('AWS::Scheduler::Schedule', { GroupName: { Ref: group } });
  });

  it('starts what is due on exactly the key that tells of a healthy session', () => {
    stackOf().template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [Match.anyValue()] }, object: { key: ['state/session-healthy.json'] } },
      },
      Targets: [Match.objectLike({ Input: '{"start":"login"}', DeadLetterConfig: Match.anyValue() })],
    });
  });

  it('tells the owner when the machine fails, runs out of time or is ended, without a function', () => {
    const { template } = stackOf();
    const rule = Object.values(resourcesOf(template, 'AWS::Events::Rule')).find(({ Properties }) =>
      JSON.stringify(Properties.EventPattern).includes('Execution Status Change'),
    );
    expect(rule?.Properties.EventPattern).toMatchObject({ detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] } });
    const [target] = (rule?.Properties.Targets ?? []) as {
      Arn: { Ref: string };
      InputTransformer: { InputTemplate: string };
    }[];
    expect(target?.Arn.Ref).toMatch(/^NoticesTopic/);
    expect(JSON.parse(target?.InputTransformer.InputTemplate ?? '')).toMatch(/ended as <status> at <time>/);
  });

  it.each([
    { identity: 'address', made: ['reports@sender.example'] },
    { identity: 'domain', made: ['sender.example'] },
    { identity: 'existing', made: [] },
  ])('has SES verify the sender as the settings say: $identity', ({ identity, made: expected }) => {
    const { template } = stackOf({ mail: { identity } });
    const identities = Object.values(template.findResources('AWS::SES::EmailIdentity'));
    expect(identities.map((one) => one.Properties.EmailIdentity)).toEqual(expected);
    const records = Object.keys(template.findOutputs('*')).filter((key) => key.startsWith('DkimRecord'));
    expect(records).toHaveLength(identity === 'domain' ? 3 : 0);
    template.hasResourceProperties('AWS::SES::ConfigurationSet', { DeliveryOptions: { TlsPolicy: 'REQUIRE' } });
  });
});

describe('the alarms', () => {
  it('tell nobody before the first login, which one start of its rule shows for good', () => {
    const { template } = stackOf();
    const composites = Object.values(resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm'));
    expect(composites.map(({ Properties }) => Properties.AlarmName)).toEqual(
      Object.keys(ALARMS).map((name) => `Daybook-${name}`),
    );
    for (const { Properties } of composites) {
      expect(flat(Properties.AlarmRule)).toMatch(/^\(?\(?OK\("?<Alarmsloginseen\w+\.Arn>"?\) AND /);
    }
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'Daybook-login-seen',
      Namespace: 'AWS/Events',
      MetricName: 'Invocations',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'ignore',
    });
    for (const name of Object.keys(ALARM_PARTS)) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: `Daybook-${name}`,
        ActionsEnabled: false,
        AlarmActions: Match.absent(),
      });
    }
  });

  it('need no function of ours to see that no run has ended for a day', () => {
    stackOf().template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'Daybook-no-execution',
      Namespace: 'AWS/States',
      MetricName: 'ExecutionsSucceeded',
      Period: 3600,
      EvaluationPeriods: 24,
      TreatMissingData: 'breaching',
    });
  });
});
