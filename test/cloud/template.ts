import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleFunction } from '#lib/bundle';
import { DaybookStack } from '#lib/daybook-stack';
import { type DeploySettings, isDeployable } from '#wiring/deploy-settings';
import { type FunctionName, functionsOf } from '#wiring/function-settings';
import { checkSettings } from '#wiring/settings';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export type Folders = Readonly<Partial<Record<FunctionName, string>>>;

/** What a deploy makes of settings, with the names that AWS would give in place. */
export interface Deployed {
  readonly settings: DeploySettings;
  /** The functions there are. */
  readonly functions: readonly FunctionName[];
  /** Folder of each function's bundle. */
  readonly folders: Folders;
  readonly machine: object;
  environmentOf(name: FunctionName): Readonly<Record<string, string>>;
  /** What the function's role may do. */
  statementsOf(name: FunctionName): readonly Statement[];
  /** The input of the schedule whose logical id begins so: `close`, `final`, `deadline`, `ownerhour`. */
  scheduleInput(name: string): unknown;
  /** The key whose write starts the machine, and what it is started with. Absent without a gateway. */
  readonly loginStart?: { readonly key: string; readonly input: unknown };
  /** The function behind an ARN that the machine names. */
  functionAt(arn: string): FunctionName;
  readonly text: string;
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

export const BUCKET = 'daybook-archive';
export const TOPIC = 'arn:aws:sns:us-east-1:123456789012:notices';
export const CONFIGURATION_SET = 'daybook-mails';
/** Of a stack named Daybook. */
export const TOKEN_PARAMETER = '/daybook/Daybook/flex-token';
export const HOST = 'i-0123456789abcdef0';

export function deploySettings(parts: object): DeploySettings {
  const stack = { region: 'us-east-1', notices: 'owner@example.org' };
  const checked = checkSettings({ stack, sender: 'Daybook <reports@example.com>', ...parts });
  if (!('settings' in checked)) throw new TypeError(JSON.stringify(checked.problems));
  if (!isDeployable(checked.settings)) throw new TypeError('These settings are for this machine only.');
  return checked.settings;
}

/** Synthesizes the stack with the real bundles. */
export function deploy(settings: DeploySettings): Deployed {
  const functions = functionsOf(settings);
  const folders: Folders = Object.fromEntries(functions.map((name) => [name, bundleFunction(name, settings)]));
  const outdir = mkdtempSync(join(tmpdir(), 'daybook-cloud-'));
  const app = new App({ outdir, analyticsReporting: false });
  new DaybookStack(app, { settings, bundle: (name) => folders[name] ?? '' });
  const template = app.synth().stacks[0]?.template as { readonly Resources: Readonly<Record<string, Resource>> };
  const { Resources: resources } = template;
  rmSync(outdir, { recursive: true, force: true });
  const of = (type: string, pattern: RegExp): Resource => {
    const found = Object.entries(resources).find(([id, resource]) => resource.Type === type && pattern.test(id));
    if (!found) throw new TypeError(`The template has no ${type} that matches ${pattern}.`);
    return found[1];
  };
  const word = (name: FunctionName): string => name.replace('-', '');
  const at = (value: unknown): unknown => resolved(value, resources);
  const loginStart = (): NonNullable<Deployed['loginStart']> => {
    const rule = at(of('AWS::Events::Rule', /^LoginStart/).Properties) as {
      readonly EventPattern: { readonly detail: { readonly object: { readonly key: readonly [string] } } };
      readonly Targets: readonly [{ readonly Input: string }];
    };
    return { key: rule.EventPattern.detail.object.key[0], input: JSON.parse(rule.Targets[0].Input) };
  };
  return {
    settings,
    functions,
    folders,
    machine: JSON.parse(
      at(of('AWS::StepFunctions::StateMachine', /^Runs/).Properties.DefinitionString) as string,
    ) as object,
    environmentOf: (name) =>
      (
        at(of('AWS::Lambda::Function', new RegExp(`^Stages${word(name)}Function`)).Properties.Environment) as {
          readonly Variables: Record<string, string>;
        }
      ).Variables,
    statementsOf: (name) =>
      (
        at(of('AWS::IAM::Policy', new RegExp(`^Stages${word(name)}Policy`)).Properties.PolicyDocument) as {
          readonly Statement: readonly { readonly [Part in keyof Statement]: unknown }[];
        }
      ).Statement.map(({ Effect, Action, Resource }) => ({
        Effect: Effect as Statement['Effect'],
        Action: [Action].flat() as string[],
        Resource: [Resource].flat() as string[],
      })),
    scheduleInput: (name) =>
      JSON.parse(
        (
          of('AWS::Scheduler::Schedule', new RegExp(`^Schedules${name}[0-9A-F]{8}$`)).Properties.Target as {
            readonly Input: string;
          }
        ).Input,
      ),
    ...(functions.includes('keep-session') ? { loginStart: loginStart() } : {}),
    functionAt: (arn) => {
      const name = functions.find((candidate) => arn.includes(`:Stages${word(candidate)}Function`));
      if (!name) throw new TypeError(`${arn} is none of the functions.`);
      return name;
    },
    text: JSON.stringify(template),
  };
}

/** The intrinsic functions, with names as CloudFormation would give them. */
function resolved(value: unknown, resources: Readonly<Record<string, Resource>>): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, resources));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::Join': joined, 'Fn::GetAtt': attribute } = value as Readonly<Record<string, unknown>>;
  if (typeof ref === 'string') return referred(ref, resources);
  if (Array.isArray(joined)) {
    return (resolved(joined[1], resources) as unknown[]).join(joined[0] as string);
  }
  if (Array.isArray(attribute)) return attributeOf(attribute[0] as string, attribute[1] as string, resources);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, resources)]));
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '123456789012',
};

function referred(id: string, resources: Readonly<Record<string, Resource>>): string {
  switch (resources[id]?.Type) {
    case 'AWS::S3::Bucket':
      return BUCKET;
    case 'AWS::SNS::Topic':
      return TOPIC;
    case 'AWS::EC2::Instance':
      return HOST;
    case 'AWS::SES::ConfigurationSet':
      return CONFIGURATION_SET;
    case 'AWS::Lambda::Version':
      return `arn:aws:lambda:us-east-1:123456789012:function:${id}:1`;
    default:
      return PSEUDO[id] ?? id;
  }
}

function attributeOf(id: string, attribute: string, resources: Readonly<Record<string, Resource>>): string {
  if (resources[id]?.Type === 'AWS::S3::Bucket') return `arn:aws:s3:::${BUCKET}`;
  return attribute === 'PrivateIp' ? '10.0.0.5' : `arn:aws:test:::${id}/${attribute}`;
}
