import type { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALARMS_WITHOUT_GATEWAY } from '#lib/alarms-without-gateway';
import { flexTokenParameter } from '#lib/flex-token';
import { flexTokenParameter as writtenTo } from '#owner/deployment';
import { functionsOf } from '#wiring/function-settings';
import { deploySettings, type Synthesized, synthesize } from './synthesized.ts';
import { allRights, flat, listOf, resourceOf, resourcesOf } from './template-parts.ts';

const flex = { query: '1234567' };
const SHAPES = { gateway: {}, both: { flex }, alone: { gateway: 'none', flex } } as const;
type Shape = keyof typeof SHAPES;
const made = {} as Record<Shape, Synthesized>;
const templateOf = (shape: Shape): Template => made[shape].template;

beforeAll(() => {
  for (const shape of Object.keys(SHAPES) as Shape[]) {
    made[shape] = synthesize(deploySettings(SHAPES[shape]), { nag: true });
  }
}, 120_000);
afterAll(() => {
  for (const one of Object.values(made)) one.remove();
});

const typesIn = (shape: Shape): readonly string[] =>
  Object.values(templateOf(shape).toJSON().Resources as Record<string, { readonly Type: string }>).map(
    ({ Type }) => Type,
  );
const functionsIn = (shape: Shape): readonly string[] =>
  Object.keys(resourcesOf(templateOf(shape), 'AWS::Lambda::Function')).map((id) =>
    id.replace(/^Stages/, '').replace(/Function\w+$/, ''),
  );
const rightsOf = (shape: Shape, policy: RegExp) =>
  allRights(templateOf(shape)).filter((right) => policy.test(right.policy));
const mapped = (names: readonly string[]) => names.map((name) => name.replaceAll('-', '')).toSorted();

describe('the stack of each choice of sources', () => {
  it.each(Object.keys(SHAPES) as Shape[])('has the functions of its sources and no other: %s', (shape) => {
    expect(functionsIn(shape).toSorted()).toEqual(mapped(functionsOf(deploySettings(SHAPES[shape]))));
  });

  it('is what it was without Flex, but for nothing', () => {
    expect(functionsIn('gateway')).not.toContain('collectflex');
    expect(JSON.stringify(templateOf('gateway').toJSON())).not.toMatch(
      /flex-token|ssm:GetParameter"[^}]*flex|PublishMany/,
    );
  });

  it('has with Flex alone no network, no instance, no security group, and nothing that a login would need', () => {
    expect(typesIn('alone').filter((type) => /^AWS::(?:EC2|SSM)::/.test(type))).toEqual([]);
    expect(typesIn('both')).toContain('AWS::EC2::Instance');
    for (const one of Object.values(resourcesOf(templateOf('alone'), 'AWS::Lambda::Function'))) {
      expect(one.Properties).not.toHaveProperty('VpcConfig');
    }
    expect(Object.keys(templateOf('alone').findOutputs('*')).toSorted()).toEqual([
      'ArchiveBucketName',
      'ConfigurationSetName',
      'NoticeTopicArn',
      'RunMachineArn',
      'SenderIdentityName',
    ]);
    const patterns = Object.values(resourcesOf(templateOf('alone'), 'AWS::Events::Rule')).map(({ Properties }) =>
      JSON.stringify(Properties.EventPattern),
    );
    expect(patterns.filter((pattern) => /session-healthy|StartSession/.test(pattern))).toEqual([]);
    expect(JSON.stringify(templateOf('alone').toJSON())).not.toMatch(/ec2:|ssm:StartSession|DAYBOOK_GATEWAY/);
  });

  it('fires with Flex alone for the final run, the owner’s hour and the deadline', () => {
    const schedules = Object.values(resourcesOf(templateOf('alone'), 'AWS::Scheduler::Schedule'));
    expect(schedules.map(({ Properties }) => Properties.Name)).toEqual(['final', 'deadline', 'owner-hour']);
  });

  it('tells with Flex alone by three alarms of their own, none of which waits for a login or costs as a composite', () => {
    const template = templateOf('alone');
    expect(template.findResources('AWS::CloudWatch::CompositeAlarm')).toEqual({});
    const alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'));
    expect(alarms.map(({ Properties }) => Properties.AlarmName)).toEqual(
      Object.keys(ALARMS_WITHOUT_GATEWAY).map((name) => `Daybook-${name}`),
    );
    for (const { Properties } of alarms) {
      expect(listOf(Properties.AlarmActions).map(flat)).toEqual([expect.stringMatching(/^<NoticesTopic/)]);
      expect(Properties.ActionsEnabled).not.toBe(false);
    }
  });

  it.each(['both', 'alone'] as const)('watches every function of the runs for failures: %s', (shape) => {
    const failing = Object.values(resourcesOf(templateOf(shape), 'AWS::CloudWatch::Alarm')).find(({ Properties }) =>
      JSON.stringify(Properties).includes('SUM(METRICS())'),
    );
    const text = JSON.stringify(failing);
    const runs = functionsOf(deploySettings(SHAPES[shape])).filter((name) => name !== 'keep-session');
    for (const name of runs) expect(text, name).toContain(`Stages${name.replaceAll('-', '')}Function`);
  });
});

describe('the token of the Flex Web Service', () => {
  it.each(['both', 'alone'] as const)(
    'T29: may be read by collect-flex alone, one parameter and no other: %s',
    (shape) => {
      const reading = allRights(templateOf(shape)).filter(
        ({ policy, statement }) =>
          !policy.startsWith('GatewayHost') && listOf(statement.Action).some((one) => String(one).startsWith('ssm:')),
      );
      expect(reading.map(({ policy }) => policy)).toEqual([expect.stringMatching(/^Stagescollectflex/)]);
      expect(reading.map(({ statement }) => [statement.Action, flat(statement.Resource)])).toEqual([
        ['ssm:GetParameter', expect.stringMatching(/:ssm:[^*]*:parameter\/daybook\/Daybook\/flex-token$/)],
      ]);
      expect(JSON.stringify(templateOf(shape).toJSON())).not.toMatch(/kms:/);
    },
  );

  it('T29: is no resource of the stack, whose template would hold it: the functions know its name alone', () => {
    expect(typesIn('alone')).not.toContain('AWS::SSM::Parameter');
    const knowing = Object.values(resourcesOf(templateOf('both'), 'AWS::Lambda::Function')).filter(({ Properties }) =>
      JSON.stringify(Properties).includes('flex-token'),
    );
    expect(knowing.map(({ Properties }) => Properties.Environment)).toEqual([
      { Variables: { DAYBOOK_BUCKET: expect.anything(), DAYBOOK_FLEX_TOKEN_PARAMETER: '/daybook/Daybook/flex-token' } },
    ]);
  });

  it('T30: goes where the code says: no environment names an address for collect-flex', () => {
    const all = Object.entries(resourcesOf(templateOf('alone'), 'AWS::Lambda::Function'));
    const environments = all
      .filter(([id]) => id.startsWith('Stagescollectflex'))
      .map(([, { Properties }]) => Object.keys((Properties.Environment as { readonly Variables: object }).Variables));
    expect(environments.map((names) => names.toSorted())).toEqual([['DAYBOOK_BUCKET', 'DAYBOOK_FLEX_TOKEN_PARAMETER']]);
  });

  it('is looked for where the owner’s command puts it', () => {
    expect(flexTokenParameter('MyStack')).toBe(writtenTo('MyStack'));
  });
});

describe('the rights of the second source', () => {
  const folders = (shape: Shape, policy: RegExp, action: string): readonly string[] =>
    rightsOf(shape, policy)
      .filter(({ statement }) => listOf(statement.Action).includes(action))
      .flatMap(({ statement }) => listOf(statement.Resource).map((one) => flat(one).replace(/^<\w+\.Arn>\/?/, '')));

  it('let collect-flex write its statements, its records, Snapshots and the log, and mail, host or report nothing', () => {
    const own = ['raw/login/*', 'snapshots/*', 'state/flex.json', 'state/runs/*', 'transactions/*'];
    expect(folders('both', /^Stagescollectflex/, 's3:PutObject')).toEqual(own);
    expect(folders('both', /^Stagescollectflex/, 's3:GetObject')).toEqual(own);
  });

  it('let join read and write the records of runs alone', () => {
    expect(folders('both', /^Stagesjoin/, 's3:PutObject')).toEqual(['state/runs/*']);
    expect(folders('both', /^Stagesjoin/, 's3:GetObject')).toEqual(['state/runs/*']);
  });

  it('let begin and end write the state and the archive’s pages, and nothing that is written once', () => {
    for (const policy of [/^Stagesbegin/, /^Stagesend/]) {
      expect(folders('both', policy, 's3:PutObject')).toEqual(['index.html', 'index/*', 'state/*']);
    }
    const others = ['Stagescollect', 'Stagesjoin', 'Stagespublish', 'Stagesnotify', 'Stageskeepsession'];
    for (const name of others) {
      expect(folders('both', new RegExp(`^${name}`), 's3:PutObject').filter((one) => one.startsWith('index'))).toEqual(
        [],
      );
    }
  });

  it('let the machine start itself for many accounts, and read their lists alone', () => {
    const rights = rightsOf('both', /^RunsPublishMany/).map(({ statement }) => [
      statement.Action,
      flat(statement.Resource).replace(/^<\w+\.Arn>\//, ''),
    ]);
    expect(rights).toEqual([
      ['states:StartExecution', expect.stringMatching(/^<RunsMachine\w*>$/)],
      [
        ['states:DescribeExecution', 'states:StopExecution'],
        expect.stringMatching(/:execution:<RunsMachine\w*\.Name>:\*$/),
      ],
      ['s3:GetObject', 'state/runs/*.publish.json'],
    ]);
    expect(allRights(templateOf('gateway')).filter(({ policy }) => policy.startsWith('RunsPublishMany'))).toEqual([]);
  });

  it('give the statement a place to be spooled to: the largest one twice, and half of it again', () => {
    const sizes = Object.entries(resourcesOf(templateOf('alone'), 'AWS::Lambda::Function')).flatMap(
      ([id, { Properties }]) => (Properties.EphemeralStorage ? [[id, Properties.EphemeralStorage]] : []),
    );
    expect(sizes).toEqual([[expect.stringMatching(/^Stagescollectflex/), { Size: 768 }]]);
  });

  it('T21: work on a set number of accounts at once in every map', () => {
    const definition = flat(
      resourceOf(templateOf('both'), 'AWS::StepFunctions::StateMachine').Properties.DefinitionString,
    );
    const maps = definition.match(/"Type":"Map"/g) ?? [];
    expect(maps).toHaveLength(6);
    expect(definition.match(/"MaxConcurrency":[1-9]/g)).toHaveLength(maps.length);
  });
});
