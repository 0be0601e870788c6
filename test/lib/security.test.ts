import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountKey, WRITE_ONCE_PREFIXES } from '#archive/keys';
import { ENDPOINTS } from '#sources/gateway/endpoints';
import { deploySettings, SETTINGS, type Synthesized, synthesize } from './synthesized.ts';
import { allRights, flat, listOf, resourceOf, resourcesOf, type Statement, statementsOf } from './template-parts.ts';

let made: Synthesized;
let template: Template;

beforeAll(() => {
  made = synthesize(deploySettings(), { nag: true });
  template = made.template;
}, 60_000);
afterAll(() => made.remove());

/** Services whose call on behalf of a role or topic may come from somebody else's resource. */
const DEPUTIES = [
  'scheduler.amazonaws.com',
  'events.amazonaws.com',
  'states.amazonaws.com',
  'cloudwatch.amazonaws.com',
];

describe('the template', () => {
  it('T3: names no order, alert, transfer or reply path of the broker', () => {
    const paths = Object.values(ENDPOINTS).map((endpoint) => endpoint.path);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => /order|trade|alert|transfer|reply|whatif/i.test(path))).toEqual([]);
    expect(JSON.stringify(template.toJSON())).not.toMatch(/iserver|\/orders/);
  });

  it('T5: asks for a session token at the instance metadata, one hop away', () => {
    const { MetadataOptions } = resourceOf(template, 'AWS::EC2::LaunchTemplate').Properties.LaunchTemplateData as {
      readonly MetadataOptions: unknown;
    };
    expect(MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
  });

  it('T6: lets nothing in but the API port, from the group of the two functions, and knows no key pair', () => {
    const { Properties } = resourceOf(template, 'AWS::EC2::SecurityGroupIngress');
    expect(Properties).toMatchObject({ IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443 });
    expect(flat(Properties.SourceSecurityGroupId)).toMatch(/^<NetworkCallers\w+\.GroupId>$/);
    for (const group of Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroup'))) {
      expect(group.Properties).not.toHaveProperty('SecurityGroupIngress');
    }
    expect(JSON.stringify(template.toJSON())).not.toContain('KeyName');
  });

  it('T7: gives no action with a wildcard, and a wildcard resource only where AWS knows none', () => {
    const unbounded = allRights(template).filter(({ statement }) => statement.Effect === 'Allow');
    for (const { statement } of unbounded) {
      for (const action of listOf(statement.Action)) expect(action).not.toContain('*');
    }
    const everywhere = unbounded
      .filter(({ statement }) => listOf(statement.Resource).includes('*'))
      .flatMap(({ statement }) => listOf(statement.Action) as string[]);
    expect(
      everywhere.filter(
        (action) =>
          !/^(?:logs:\w*LogDeliver|logs:(?:Put|Describe)|ec2:\w*(?:NetworkInterface|Subnets|PrivateIpAddresses)|ssm:UpdateInstanceInformation|ssmmessages:|ec2messages:)/.test(
            action,
          ),
      ),
    ).toEqual([]);
    for (const role of Object.values(resourcesOf(template, 'AWS::IAM::Role'))) {
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  it('T7: keeps the network interfaces from the code of the functions in the network', () => {
    const inside = allRights(template).filter(({ statement }) =>
      listOf(statement.Action).includes('ec2:CreateNetworkInterface'),
    );
    expect(inside.map(({ statement }) => statement.Effect)).toEqual(['Allow', 'Deny', 'Allow', 'Deny']);
    const conditions = inside.map(({ statement }) => statement.Condition).filter(Boolean);
    expect(conditions).toEqual(conditions.map(() => ({ Null: { 'lambda:SourceFunctionArn': 'false' } })));
  });

  it('T8: opens the login forward by its document and role, and no shell', () => {
    const start = allRights(template).filter(({ statement }) => listOf(statement.Action).includes('ssm:StartSession'));
    expect(start.map(({ policy }) => policy)).toEqual([expect.stringMatching(/^GatewayHostLoginRole/)]);
    const resources = start.flatMap(({ statement }) => listOf(statement.Resource).map(flat));
    expect(resources).toHaveLength(2);
    for (const resource of resources) expect(resource).not.toContain('*');
    expect(start[0]?.statement.Condition).toEqual({ BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } });
  });

  it('T9: tells the owner of any session that is not the login', () => {
    const rules = Object.values(resourcesOf(template, 'AWS::Events::Rule'));
    const patterns = rules.map(({ Properties }) => JSON.stringify(Properties.EventPattern));
    expect(patterns.filter((pattern) => pattern.includes('StartSession'))).toHaveLength(1);
  });

  it('T13: encrypts the bucket, shuts it to the public and refuses plain HTTP', () => {
    const { Properties } = resourceOf(template, 'AWS::S3::Bucket');
    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(JSON.stringify(Properties.BucketEncryption)).toContain('AES256');
    expect(JSON.stringify(Properties.OwnershipControls)).toContain('BucketOwnerEnforced');
    const [tls] = statementsOf(resourceOf(template, 'AWS::S3::BucketPolicy'));
    expect(tls).toMatchObject({
      Effect: 'Deny',
      Action: 's3:*',
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('T14: keeps the bucket and its versions, and refuses to write twice what is written once', () => {
    const bucket = resourceOf(template, 'AWS::S3::Bucket');
    expect(bucket.DeletionPolicy).toBe('Retain');
    expect(bucket.Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    const [, once] = statementsOf(resourceOf(template, 'AWS::S3::BucketPolicy'));
    expect(once).toMatchObject({
      Effect: 'Deny',
      Action: 's3:PutObject',
      Principal: { AWS: '*' },
      Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
    });
    const guarded = listOf(once?.Resource).map(flat);
    expect(guarded.map((text) => text.replace(/^<\w+\.Arn>\//, '')).sort()).toEqual(
      WRITE_ONCE_PREFIXES.map((one) => `${one}*`).sort(),
    );
    const actions = allRights(template).flatMap(({ statement }) => listOf(statement.Action) as string[]);
    expect(actions.filter((action) => /^s3:(?:Delete|PutBucket|PutLifecycle|Bypass)/.test(action))).toEqual([]);
  });

  it('T14: lets old versions expire of what can be made again alone, state and pages', () => {
    const { Rules } = resourceOf(template, 'AWS::S3::Bucket').Properties.LifecycleConfiguration as {
      readonly Rules: readonly Readonly<Record<string, unknown>>[];
    };
    const expiring = Rules.filter((rule) => Object.keys(rule).some((key) => /Expiration/.test(key)));
    expect(expiring.map((rule) => rule.Prefix)).toEqual(['state/', 'index']);
    expect(expiring.some((rule) => 'ExpirationInDays' in rule)).toBe(false);
  });

  it('T15: has no key of its own that could be deleted or lock out', () => {
    expect(template.findResources('AWS::KMS::Key')).toEqual({});
  });

  it('T16: lets one function mail, under the one address of the settings', () => {
    const mailing = allRights(template).filter(({ statement }) =>
      listOf(statement.Action).some((action) => String(action).startsWith('ses:')),
    );
    expect(mailing.map(({ policy }) => policy)).toEqual([expect.stringMatching(/^Stagesnotify/)]);
    const [right] = mailing;
    expect(right?.statement.Action).toBe('ses:SendRawEmail');
    expect(right?.statement.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'reports@sender.example' } });
    expect(listOf(right?.statement.Resource).map(flat)).toEqual([
      expect.stringMatching(/:configuration-set\/<SenderSet\w+>$/),
      expect.stringMatching(/:identity\/\*$/),
    ]);
  });

  it('T18: sets how long every log is kept, and logs nothing of what the machine carries', () => {
    for (const log of Object.values(resourcesOf(template, 'AWS::Logs::LogGroup'))) {
      expect(log.Properties.RetentionInDays).toBe(30);
    }
    for (const one of Object.values(resourcesOf(template, 'AWS::Lambda::Function'))) {
      expect(one.Properties).toHaveProperty('LoggingConfig.LogGroup');
    }
    expect(resourceOf(template, 'AWS::StepFunctions::StateMachine').Properties.LoggingConfiguration).toMatchObject({
      IncludeExecutionData: false,
      Level: 'ERROR',
    });
  });

  it('T19: lets only its own rule call a function, and nobody else', () => {
    for (const permission of Object.values(resourcesOf(template, 'AWS::Lambda::Permission'))) {
      expect(permission.Properties).toMatchObject({ Principal: 'events.amazonaws.com' });
      expect(permission.Properties).toHaveProperty('SourceArn');
      expect(permission.Properties).toHaveProperty('SourceAccount');
    }
    expect(template.findResources('AWS::Lambda::Url')).toEqual({});
  });

  it('T20: trusts a service only on behalf of this account and these resources, EventBridge at the topic apart', () => {
    const trusts = [
      ...Object.values(resourcesOf(template, 'AWS::IAM::Role')).flatMap((role) =>
        statementsOf(role, 'AssumeRolePolicyDocument'),
      ),
      ...Object.values(resourcesOf(template, 'AWS::SNS::TopicPolicy')).flatMap((policy) => statementsOf(policy)),
      ...Object.values(resourcesOf(template, 'AWS::SQS::QueuePolicy')).flatMap((policy) => statementsOf(policy)),
    ];
    const deputies = trusts.filter(({ Principal }) =>
      DEPUTIES.some((name) => JSON.stringify(Principal).includes(name)),
    );
    expect(deputies.length).toBeGreaterThanOrEqual(6);
    // EventBridge tells a topic neither rule nor account: a condition there would refuse every notice.
    const isTold = ({ Principal, Action }: Statement): boolean =>
      Action === 'sns:Publish' && JSON.stringify(Principal).includes('events.amazonaws.com');
    const told = deputies.filter(isTold);
    expect(told.map(({ Condition }) => Condition)).toEqual([undefined]);
    for (const { Condition } of deputies.filter((one) => !isTold(one))) {
      expect(JSON.stringify(Condition)).toContain('aws:SourceAccount');
      expect(JSON.stringify(Condition)).toContain('aws:SourceArn');
    }
    expect(Object.keys(resourcesOf(template, 'AWS::SNS::TopicPolicy'))).toHaveLength(1);
  });

  it('T20: speaks to topic and queue over TLS alone', () => {
    for (const type of ['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy']) {
      const denied = statementsOf(resourceOf(template, type)).filter(({ Effect }) => Effect === 'Deny');
      expect(denied).toEqual([
        expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Principal: { AWS: '*' } }),
      ]);
    }
  });

  it('T21: bounds every repetition, keeps what is lost, and works on a set number of accounts at once', () => {
    for (const schedule of Object.values(resourcesOf(template, 'AWS::Scheduler::Schedule'))) {
      expect(schedule.Properties).toHaveProperty('Target.RetryPolicy.MaximumRetryAttempts');
      const minutely = schedule.Properties.Name === 'keep-session';
      expect(JSON.stringify(schedule.Properties.Target).includes('DeadLetterConfig')).toBe(!minutely);
    }
    const definition = flat(resourceOf(template, 'AWS::StepFunctions::StateMachine').Properties.DefinitionString);
    const maps = definition.match(/"Type":"Map"/g) ?? [];
    expect(maps).toHaveLength(5);
    expect(definition.match(/"MaxConcurrency":[1-9]/g)).toHaveLength(maps.length);
    expect(definition).toMatch(/"TimeoutSeconds":86400/);
  });

  it('T26: signs no link to the archive', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
    expect(Object.keys(dependencies)).not.toContain('@aws-sdk/s3-request-presigner');
    expect(Object.keys(dependencies)).toContain('@aws-sdk/client-s3');
  });

  it('T28: holds no account number, recipient, label or secret', () => {
    const text = JSON.stringify(template.toJSON());
    const people = SETTINGS.recipients.map(({ address }) => address);
    for (const { id } of SETTINGS.accounts)
      expect([text.includes(id), text.includes(accountKey(id))]).toEqual([false, false]);
    for (const address of people) expect(text).not.toContain(address);
    expect(text).not.toContain('Savings of the family');
    expect(text).not.toMatch(/AKIA[0-9A-Z]{16}|-----BEGIN|password["':=]/i);
  });
});

describe('the project', () => {
  it('T12: takes every package at one exact version, with a checksum, and runs none of their scripts', () => {
    const project = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
      readonly devDependencies: Readonly<Record<string, string>>;
      readonly allowScripts: Readonly<Record<string, boolean>>;
    };
    const versions = Object.values({ ...project.dependencies, ...project.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(Object.values(project.allowScripts)).not.toContain(true);
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly inBundle?: boolean }>>;
    };
    const locked = Object.entries(packages).filter(([path, { inBundle }]) => path !== '' && !inBundle);
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  });
});
