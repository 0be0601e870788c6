import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostCertificateKey, WRITE_ONCE_PREFIXES } from '#archive/keys';
import { VirtualClock } from '#effects/virtual-clock';
import type { Scenario } from '#simulator/scenario';
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/simulator';
import { type Cloud, startCloud } from '#test/support/cloud/cloud';
import { type SesFace, sesFace } from '#test/support/cloud/ses-face';
import { FUNCTION_NAMES, type FunctionName } from '#wiring/function-settings';
import { FLEX_ADDRESS, FunctionProcess } from './function-process.ts';
import { type Execution, TestMachine } from './machine.ts';
import { mayDo, mayRead } from './rights.ts';
import { snsFace, type Told } from './sns-face.ts';
import { ssmFace } from './ssm-face.ts';
import { BUCKET, CONFIGURATION_SET, type Deployed, HOST, type Statement, TOKEN_PARAMETER, TOPIC } from './template.ts';

type Functions = Readonly<Partial<Record<FunctionName, FunctionProcess>>>;

export interface StackOptions {
  readonly deployed: Deployed;
  readonly scenario: Scenario;
  readonly at: Date;
  /** Objects that lie in the bucket before anything starts. */
  readonly seed?: Readonly<Record<string, object>>;
  /**
   * Whether executions go on asking for bookings after their runs, which moves the clock by hours. Default: no; they
   * end with their runs, so that the hours of a test stay its own.
   */
  readonly goesOn?: boolean;
  /** Encrypted parameters by name, whose values may change while the stack runs. Default: the simulator's Flex token. */
  readonly parameters?: Map<string, string>;
  /** How the broker's Flex Web Service behaves. */
  readonly flex?: SimulatorOptions['flex'];
}

/**
 * The deployed thing, run: the template's machine and functions (each bundle in a process of its own, with its
 * environment and its role's rights) against a fake of the cloud and a simulated gateway, all on one clock.
 */
export class RunningStack {
  readonly clock: VirtualClock;
  readonly cloud: Cloud;
  readonly ses: SesFace;
  readonly gateway: Simulator;
  /** What went to the owner's topic. */
  readonly told: Told[];
  readonly executions: Execution[] = [];
  /** Told each answer of a function before the machine goes on. */
  onAnswer: (name: FunctionName, result: unknown) => Promise<void> = () => Promise.resolve();
  /** By deploy: the versions of an earlier one stay. */
  readonly #versions = new Map<Deployed, Functions>();
  readonly #deployed: Deployed;
  readonly #goesOn: boolean;
  readonly #flexAddress: Readonly<Record<string, string>>;
  readonly #folder = mkdtempSync(join(tmpdir(), 'daybook-stack-'));
  #started: Promise<Execution>[] = [];
  #count = 0;

  private constructor(parts: {
    readonly clock: VirtualClock;
    readonly cloud: Cloud;
    readonly ses: SesFace;
    readonly gateway: Simulator;
    readonly deployed: Deployed;
    readonly told: Told[];
    readonly goesOn: boolean;
  }) {
    this.clock = parts.clock;
    this.cloud = parts.cloud;
    this.ses = parts.ses;
    this.gateway = parts.gateway;
    this.#deployed = parts.deployed;
    this.told = parts.told;
    this.#goesOn = parts.goesOn;
    const certificate = join(this.#folder, 'broker.pem');
    writeFileSync(certificate, this.gateway.certificate);
    const { port } = new URL(this.gateway.flex.origin);
    this.#flexAddress = { TEST_FLEX_PORT: port, TEST_FLEX_CERTIFICATE: certificate };
  }

  static async start(options: StackOptions): Promise<RunningStack> {
    const { deployed, scenario, goesOn = false } = options;
    const clock = new VirtualClock(options.at);
    const told: Told[] = [];
    const ses = sesFace(() => clock.now(), {
      sandbox: false,
      ratePerSecond: 14,
      verified: new Set(['example.com']),
      configurationSets: new Set([CONFIGURATION_SET]),
    });
    const statements = new Map<FunctionName, readonly Statement[]>(
      deployed.functions.map((name) => [name, deployed.statementsOf(name)]),
    );
    const rightsOf = (caller: string): readonly Statement[] => statements.get(functionOf(caller)) ?? [];
    const gateway = await startSimulator({
      scenario,
      clock,
      loggedIn: true,
      ...(options.flex ? { flex: options.flex } : {}),
    });
    const token = JSON.stringify({ token: gateway.flex.token, expires: '2027-06-30' });
    const parameters = options.parameters ?? new Map([[TOKEN_PARAMETER, token]]);
    const ssm = ssmFace(parameters, (caller, name) => mayRead(rightsOf(caller), name));
    const cloud = await startCloud({
      bucket: BUCKET,
      clock,
      faces: [ses, ssm, snsFace((notice) => told.push(notice))],
      writeOncePrefixes: WRITE_ONCE_PREFIXES,
      allows: (action) => mayDo(rightsOf(action.caller), action),
    });
    cloud.s3.put(hostCertificateKey(HOST), gateway.certificate);
    for (const [key, body] of Object.entries(options.seed ?? {})) cloud.s3.put(key, JSON.stringify(body));
    const stack = new RunningStack({ clock, cloud, ses, gateway, deployed, told, goesOn });
    cloud.s3.onObjectCreated((key) => {
      const { loginStart } = deployed;
      if (key === loginStart?.key) stack.#started.push(stack.start(loginStart.input));
    });
    return stack;
  }

  /** Starts an execution and follows it to its end. */
  async start(input: unknown, deployed: Deployed = this.#deployed): Promise<Execution> {
    this.#count += 1;
    const name = `execution-${this.#count}`;
    const read = async (_bucket: string, key: string): Promise<unknown> =>
      JSON.parse(this.cloud.s3.text(key) ?? 'null') as unknown;
    const execution = await new TestMachine(deployed.machine, { read }).run(name, input, (resource, given) =>
      this.#answer(resource, given, deployed),
    );
    this.executions.push(execution);
    return execution;
  }

  /** What a schedule starts, at the hour given. */
  async schedule(name: string, at: string): Promise<Execution> {
    await this.clock.advanceTo(new Date(at));
    return this.start(this.#deployed.scheduleInput(name));
  }

  /** One minute of keep-session, with everything that it starts. */
  async minute(at: string): Promise<readonly Execution[]> {
    await this.clock.advanceTo(new Date(at));
    await this.call('keep-session', this.#deployed.scheduleInput('keepsession'));
    const started = await Promise.all(this.#started);
    this.#started = [];
    return started;
  }

  call(name: FunctionName, event: unknown): Promise<unknown> {
    return this.#function(name).call(event);
  }

  kill(name: FunctionName): Promise<void> {
    return this.#function(name).kill();
  }

  /** Everything that logs and histories hold. */
  get written(): string {
    const logs = [...this.#versions.values()].flatMap((functions) => Object.values(functions).map(({ log }) => log));
    return [...logs, ...this.executions.map(({ history }) => history)].join('\n');
  }

  async close(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    const all = [...this.#versions.values()].flatMap((functions) => Object.values(functions));
    await Promise.all(all.map((one) => one.kill()));
    await Promise.all([this.cloud.close(), this.gateway.close()]);
  }

  async #answer(resource: string, given: unknown, deployed: Deployed): Promise<unknown> {
    if (resource.endsWith(':sns:publish')) {
      const { TopicArn, Subject, Message } = given as Told & { readonly TopicArn: string };
      if (TopicArn !== TOPIC) throw new TypeError(`${TopicArn} is not the notice topic`);
      this.told.push({ Subject, Message });
      return { MessageId: `notice-${this.told.length}` };
    }
    const name = deployed.functionAt(resource);
    const result = await this.#function(name, deployed).call(given);
    await this.onAnswer(name, result);
    if (name === 'begin' && !this.#goesOn) {
      const { fillUntil: _, ...runsAlone } = result as { readonly fillUntil?: string };
      return runsAlone;
    }
    const { resumeAt } = (result ?? {}) as { readonly resumeAt?: string };
    // The machine's Wait takes no time here: the clock is set to where it ends.
    if (resumeAt !== undefined) await this.clock.advanceTo(new Date(resumeAt));
    return result;
  }

  #function(name: FunctionName, deployed: Deployed = this.#deployed): FunctionProcess {
    const found = this.#of(deployed)[name];
    if (!found) throw new TypeError(`The stack has no function ${name}.`);
    return found;
  }

  #of(deployed: Deployed): Functions {
    const known = this.#versions.get(deployed);
    if (known) return known;
    const made: Functions = Object.fromEntries(
      deployed.functions.map((name) => {
        const key = { accessKeyId: accessKeyOf(name), secretAccessKey: `secret of ${name}` };
        this.cloud.admit(key);
        const environment = {
          ...this.cloud.env,
          AWS_ACCESS_KEY_ID: key.accessKeyId,
          AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
          ...deployed.environmentOf(name),
          ...(name === 'collect' || name === 'keep-session'
            ? { DAYBOOK_GATEWAY_URL: this.gateway.url, DAYBOOK_GATEWAY_NAME: this.gateway.serverName }
            : {}),
          ...(name === 'collect-flex' ? this.#flexAddress : {}),
        };
        const preloads = name === 'collect-flex' ? [FLEX_ADDRESS] : [];
        return [name, new FunctionProcess(deployed.folders[name] ?? '', environment, this.clock, preloads)];
      }),
    );
    this.#versions.set(deployed, made);
    return made;
  }
}

const accessKeyOf = (name: FunctionName): string => `KEYOF${name.replace('-', '').toUpperCase()}`;

function functionOf(caller: string): FunctionName {
  const name = FUNCTION_NAMES.find((candidate) => accessKeyOf(candidate) === caller);
  if (!name) throw new TypeError(`${caller} is the key of no function`);
  return name;
}
