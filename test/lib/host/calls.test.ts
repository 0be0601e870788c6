import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userData } from '#lib/host/user-data';
import { type Synthesized, synthesize } from '#test/lib/synthesized';
import { flat, listOf, resourcesOf, statementsOf } from '#test/lib/template-parts';

/** What each command of the AWS CLI asks AWS for. */
const ACTIONS: Readonly<Record<string, string>> = {
  'ssm get-parameter': 'ssm:GetParameter',
  's3 cp': 's3:GetObject',
  's3api put-object': 's3:PutObject',
};

let made: Synthesized;
beforeAll(() => {
  made = synthesize();
}, 60_000);
afterAll(() => made.remove());

/** Commands of the AWS CLI in everything that runs on the host. */
function commands(): readonly string[] {
  const scripts = ['common', 'install', 'update', 'heal', 'await-open', 'run-gateway'].map((name) =>
    readFileSync(`templates/gateway-host/${name}.sh`, 'utf8'),
  );
  const code = [...scripts, userData('/daybook/Daybook/gateway-host')]
    .flatMap((text) => text.split('\n'))
    .filter((line) => !line.trimStart().startsWith('#'));
  return code.flatMap((line) =>
    [...line.matchAll(/(?:^|[(;|& ])aws ([a-z0-9-]+ [a-z0-9-]+)/g)].map(([, call]) => call ?? ''),
  );
}

describe('what the host asks of AWS', () => {
  it('is known, call by call', () => {
    expect([...new Set(commands())].toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  });

  it('is allowed to its role, each on the one thing it is for, and nothing else but the agent’s calls', () => {
    const own = Object.entries(resourcesOf(made.template, 'AWS::IAM::Policy'))
      .filter(([id]) => /^GatewayHost(?:Role|SelfReport)/.test(id))
      .flatMap(([, policy]) => statementsOf(policy));
    const granted = own
      .filter(({ Resource }) => Resource !== '*')
      .map(({ Action, Resource }) => [String(Action), listOf(Resource).map(flat).join()]);
    expect(granted.map(([action]) => action).toSorted()).toEqual(Object.values(ACTIONS).toSorted());
    const on = Object.fromEntries(granted) as Readonly<Record<string, string>>;
    expect(on['ssm:GetParameter']).toMatch(/:parameter\/daybook\/Daybook\/gateway-host$/);
    expect(on['s3:GetObject']).toMatch(/\/[0-9a-f]{64}\.gz$/);
    expect(on['s3:PutObject']).toMatch(/\/host\/<GatewayHostInstance\w+>\/\*$/);
    const agent = own.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => listOf(Action));
    expect(
      agent.filter((action) => !/^(?:ssm:UpdateInstanceInformation|ssmmessages:|ec2messages:)/.test(String(action))),
    ).toEqual([]);
  });
});
