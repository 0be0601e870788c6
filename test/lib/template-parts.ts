import type { Template } from 'aws-cdk-lib/assertions';

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Resource {
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** Resources of one type, by logical id; fails when there is none, so that no check runs over nothing. */
export function resourcesOf(template: Template, type: string): Readonly<Record<string, Resource>> {
  const found = template.findResources(type) as Readonly<Record<string, Resource>>;
  if (Object.keys(found).length === 0) throw new Error(`The template has no ${type}.`);
  return found;
}

/** The one resource of a type. */
export function resourceOf(template: Template, type: string): Resource {
  const found = Object.values(resourcesOf(template, type));
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`The template has ${found.length} of ${type}.`);
  return first;
}

/** A value of the template with its references written as text: `<LogicalId.Arn>/state/*`. */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, of] = Object.entries(value ?? {})[0] ?? [];
  if (name === 'Ref') return `<${String(of)}>`;
  if (name === 'Fn::GetAtt' && Array.isArray(of)) return `<${of.join('.')}>`;
  if (name === 'Fn::Join' && Array.isArray(of) && Array.isArray(of[1])) return of[1].map(flat).join(String(of[0]));
  return JSON.stringify(value);
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Statements of a policy resource, or of a role's trust. */
export function statementsOf(resource: Resource, property = 'PolicyDocument'): readonly Statement[] {
  return (resource.Properties[property] as { readonly Statement: readonly Statement[] }).Statement;
}

/** Every right of every role: the policy's logical id with one of its statements. */
export function allRights(template: Template): readonly { readonly policy: string; readonly statement: Statement }[] {
  return Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).flatMap(([policy, resource]) =>
    statementsOf(resource).map((statement) => ({ policy, statement })),
  );
}
