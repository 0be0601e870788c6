import type { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploySettings, SETTINGS, type Synthesized, synthesize } from './synthesized.ts';
import { flat, resourceOf, resourcesOf, type Statement, statementsOf } from './template-parts.ts';

/** The longest name that the settings take. */
const NAME = 'Daybook-of-a-family-with-a-very-long-name';

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig?: { readonly Arn: unknown };
}

let made: Synthesized;
let template: Template;

beforeAll(() => {
  made = synthesize(deploySettings({ stack: { ...SETTINGS.stack, name: NAME.slice(0, 40) } }), { nag: true });
  template = made.template;
}, 60_000);
afterAll(() => made.remove());

/** Logical ids that a resource waits for: by its own list, and by what it refers to. */
function needs(id: string): ReadonlySet<string> {
  const resources = template.toJSON().Resources as Readonly<Record<string, { readonly DependsOn?: string[] }>>;
  const found = new Set<string>();
  const visit = (one: string): void => {
    const resource = resources[one];
    if (!resource || found.has(one)) return;
    found.add(one);
    for (const next of resource.DependsOn ?? []) visit(next);
    const text = JSON.stringify(resource);
    for (const [, next] of text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)) if (next) visit(next);
  };
  visit(id);
  found.delete(id);
  return found;
}

const idOf = (type: string, name: RegExp): string => {
  const [id, ...more] = Object.keys(resourcesOf(template, type)).filter((one) => name.test(one));
  if (!id || more.length > 0) throw new Error(`not one ${type} like ${name}`);
  return id;
};

describe('in a real account', () => {
  it('a new host gives the functions beside it a new version, though no text of the template changes', () => {
    const speaks = Object.entries(resourcesOf(template, 'AWS::Lambda::Version')).flatMap(([id, { Properties }]) =>
      Properties.Description ? [[id.replace(/Function\w+$/, ''), flat(Properties.Description)]] : [],
    );
    // A version is made anew when its description changes, and the id of the instance does at a renewal.
    expect(speaks).toEqual([
      ['Stagescollect', expect.stringMatching(/^Speaks to <GatewayHostInstance\w+>$/)],
      ['Stageskeepsession', expect.stringMatching(/^Speaks to <GatewayHostInstance\w+>$/)],
    ]);
  });

  it('the machine calls the version of collect that a new host makes', () => {
    const definition = flat(resourceOf(template, 'AWS::StepFunctions::StateMachine').Properties.DefinitionString);
    expect(definition).toContain(`<${idOf('AWS::Lambda::Version', /^Stagescollect/)}>`);
  });

  it('every rule bears a name that the queue and the role know, also in a stack with a long name', () => {
    const rules = Object.values(resourcesOf(template, 'AWS::Events::Rule'));
    const names = rules.map(({ Properties }) => String(Properties.Name));
    expect(names.map((name) => name.slice(0, 41))).toEqual(names.map(() => `${NAME.slice(0, 40)}-`));
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(64);
  });

  it('what a rule cannot deliver ends in the queue that an alarm watches', () => {
    const targets = Object.values(resourcesOf(template, 'AWS::Events::Rule')).flatMap(
      ({ Properties }) => Properties.Targets as readonly Target[],
    );
    const queue = `<${idOf('AWS::SQS::Queue', /^DeadLetters/)}.Arn>`;
    expect(targets.map((target) => flat(target.DeadLetterConfig?.Arn))).toEqual([queue, queue, queue, queue]);
  });

  it('EventBridge may publish to the topic without a condition, for it meets none there', () => {
    const statements = statementsOf(resourceOf(template, 'AWS::SNS::TopicPolicy'));
    const events = statements.filter(({ Principal }: Statement) =>
      JSON.stringify(Principal).includes('events.amazonaws.com'),
    );
    expect(events).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: { Ref: expect.stringMatching(/^NoticesTopic/) },
      },
    ]);
  });

  it('a mail’s event that fails three times is kept, and an old look at the session is not repeated', () => {
    const unattended = Object.entries(resourcesOf(template, 'AWS::Lambda::EventInvokeConfig')).map(
      ([id, { Properties }]) => [
        id,
        Properties.Qualifier,
        Properties.MaximumRetryAttempts,
        Properties.MaximumEventAgeInSeconds,
        Properties.DestinationConfig,
      ],
    );
    const queue = { 'Fn::GetAtt': [expect.stringMatching(/^DeadLettersQueue/), 'Arn'] };
    expect(unattended).toEqual([
      [expect.stringMatching(/^Stageskeepsession/), '$LATEST', 0, 60, undefined],
      [expect.stringMatching(/^Stagesnotedelivery/), '$LATEST', 2, 6 * 3600, { OnFailure: { Destination: queue } }],
    ]);
    const policy = idOf('AWS::IAM::Policy', /^Stagesnotedelivery/);
    const rights = statementsOf(resourcesOf(template, 'AWS::IAM::Policy')[policy] as never);
    expect(rights).toContainEqual(
      expect.objectContaining({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue }),
    );
    // Lambda refuses the destination when the role may not send to it yet.
    expect(needs(idOf('AWS::Lambda::EventInvokeConfig', /^Stagesnotedelivery/))).toContain(policy);
  });

  it('the right to remove the functions’ network interfaces goes after their security group', () => {
    const group = needs(idOf('AWS::EC2::SecurityGroup', /^NetworkCallers/));
    expect(group).toContain(idOf('AWS::IAM::Policy', /^Stagescollect/));
    expect(group).toContain(idOf('AWS::IAM::Policy', /^Stageskeepsession/));
  });

  it('SES is asked for events by the names that CloudFormation takes', () => {
    const { EventDestination } = resourceOf(template, 'AWS::SES::ConfigurationSetEventDestination').Properties as {
      readonly EventDestination: { readonly MatchingEventTypes: readonly string[] };
    };
    expect(EventDestination.MatchingEventTypes).toEqual([
      'send',
      'delivery',
      'bounce',
      'complaint',
      'reject',
      'deliveryDelay',
      'renderingFailure',
    ]);
  });

  it('is synthesized without asking AWS for zones, also when the settings name the account', () => {
    const zones = (over: Readonly<Record<string, unknown>>): readonly unknown[] => {
      const one = synthesize(deploySettings({ stack: { ...SETTINGS.stack, ...over } }));
      try {
        return Object.values(resourcesOf(one.template, 'AWS::EC2::Subnet')).map(
          ({ Properties }) => Properties.AvailabilityZone,
        );
      } finally {
        one.remove();
      }
    };
    const first = { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] };
    expect(zones({})).toEqual([first, first]);
    expect(zones({ account: '111122223333' })).toEqual([first, first]);
    expect(zones({ account: '111122223333', zone: 'eu-central-2c' })).toEqual(['eu-central-2c', 'eu-central-2c']);
  });
});
