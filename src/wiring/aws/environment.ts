import * as z from 'zod';
import { FunctionMisconfigured } from './errors.ts';

/** The variables that the stack sets, each with its form. */
const VARIABLES = {
  /** The archive's bucket. */
  DAYBOOK_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: 'is not the name of a bucket' }),
  /** `https://<private address>:8443`: the API listener in front of the gateway. */
  DAYBOOK_GATEWAY_URL: z.string().regex(/^https:\/\/[^/\s]+$/, { error: 'is not of the form https://HOST:PORT' }),
  /** The name in the listener's certificate. */
  DAYBOOK_GATEWAY_NAME: z.string().min(1, { error: 'is empty' }),
  /** Instance id of the gateway's host. */
  DAYBOOK_HOST: z.string().regex(/^i-[0-9a-f]+$/, { error: 'is not the id of an instance' }),
  /** SES configuration set of every mail. */
  DAYBOOK_CONFIGURATION_SET: z.string().min(1, { error: 'is empty' }),
  /** Name of the encrypted parameter that holds the token of the Flex Web Service. */
  DAYBOOK_FLEX_TOKEN_PARAMETER: z.string().regex(/^\/[\w./-]+$/, { error: 'is not the name of a parameter' }),
  /** ARN of the owner's notice topic. */
  DAYBOOK_NOTICE_TOPIC: z.string().regex(/^arn:[^:]+:sns:[^:]+:\d{12}:.+$/, { error: 'is not the ARN of a topic' }),
};

export type Variable = keyof typeof VARIABLES;

/**
 * Reads the variables a function needs.
 * @throws FunctionMisconfigured with every problem at once
 */
export function readEnvironment<const Names extends Variable>(
  names: readonly Names[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<Names, string>> {
  const problems: string[] = [];
  const read = names.map((name) => {
    const value = environment[name];
    if (value === undefined) {
      problems.push(`${name} is not set`);
      return [name, ''];
    }
    const result = VARIABLES[name].safeParse(value);
    if (!result.success) problems.push(`${name} ${result.error.issues[0]?.message}`);
    return [name, value];
  });
  if (problems.length > 0) throw new FunctionMisconfigured('The environment is not complete', problems);
  return Object.fromEntries(read) as Record<Names, string>;
}
