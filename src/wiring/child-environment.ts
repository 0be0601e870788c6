/** What the environment of this machine may hold and no other program needs: the Flex token reads all that the query tells. */
const OWN_ALONE = new Set(['DAYBOOK_FLEX_TOKEN']);

/** The environment that programs started by Daybook get: a browser, the AWS CLI, its plugin. */
export function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !OWN_ALONE.has(name)));
}
