import { StateMachine } from 'aws-local-stepfunctions';
import { withoutDistributed } from './distributed.ts';

type Definition = ConstructorParameters<typeof StateMachine>[0];
export type Json = Parameters<StateMachine['run']>[0];

/** One task of an execution, as its history would show it. */
export interface TaskSeen {
  readonly state: string;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: string;
}

export interface Execution {
  readonly name: string;
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
  readonly tasks: readonly TaskSeen[];
  /** Everything that the history of the execution holds, as text. */
  readonly history: string;
}

/** Answers a task: by the resource that its state names. */
export type Answer = (resource: string, input: unknown, state: string) => Promise<unknown>;

/** What a machine reaches beside its tasks. */
export interface Reach {
  /** The JSON value of an object, as the reader of a distributed map gets it; undefined when there is none. */
  readonly read: (bucket: string, key: string) => Promise<unknown>;
}

/** What a machine of the stack does, run by an interpreter of the states language; pauses of waits and retries are none. */
export class TestMachine {
  readonly #definition: Definition;
  readonly #states: ReadonlyMap<string, StateText>;

  readonly #reach: Reach;

  constructor(definition: object, reach: Reach = { read: () => Promise.resolve(undefined) }) {
    this.#reach = reach;
    // The interpreter knows no States.TaskFailed. Every failure but a time-out is one, and those are named beside it.
    const known = JSON.stringify(withoutDistributed(definition)).replaceAll(
      '["States.TaskFailed","States.Timeout"]',
      '["States.ALL"]',
    );
    this.#definition = JSON.parse(known) as Definition;
    this.#states = new Map(statesOf(this.#definition as StateText));
  }

  async run(name: string, input: unknown, answer: Answer): Promise<Execution> {
    const tasks: TaskSeen[] = [];
    const handlers: Record<string, (input: Json) => Promise<Json>> = {};
    const waits: Record<string, number> = {};
    const retries: Record<string, number> = {};
    for (const [state, text] of this.#states) {
      if (text.Type === 'Wait') waits[state] = 0;
      if (text.Retry) retries[state] = 0;
      if (text.Type !== 'Task') continue;
      if (text.Resource?.endsWith(':s3:getObject')) {
        handlers[state] = (given) => this.#listAt(given as unknown as Place);
        continue;
      }
      handlers[state] = async (given) => {
        try {
          const output = await answer(resourceOf(text), given, state);
          tasks.push({ state, input: given, output });
          return output as Json;
        } catch (error) {
          tasks.push({ state, input: given, error: `${(error as Error).name}: ${(error as Error).message}` });
          throw error;
        }
      };
    }
    const machine = new StateMachine(this.#definition, { validationOptions: { checkArn: false } });
    const execution = machine.run(input as Json, {
      overrides: { taskResourceLocalHandlers: handlers, waitTimeOverrides: waits, retryIntervalOverrides: retries },
      context: { Execution: { Name: name, Input: input as Json } },
    });
    const events: unknown[] = [];
    const listening = (async () => {
      for await (const event of execution.eventLogs) events.push(event);
    })();
    const ended = await execution.result.then(
      (output) => ({ status: 'SUCCEEDED' as const, output }),
      (error: Error) => ({ status: 'FAILED' as const, error: { name: error.name, message: error.message } }),
    );
    await listening;
    return { name, ...ended, tasks, history: JSON.stringify([events, tasks, ended]) };
  }

  async #listAt({ Bucket, Key }: Place): Promise<Json> {
    const items = await this.#reach.read(Bucket, Key);
    if (Array.isArray(items)) return items as Json;
    throw Object.assign(new Error(`s3://${Bucket}/${Key} holds no list`), { name: 'States.ItemReaderFailed' });
  }
}

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

interface StateText {
  readonly Type?: string;
  readonly Resource?: string;
  readonly Parameters?: { readonly FunctionName?: string };
  readonly Retry?: readonly unknown[];
  readonly States?: Readonly<Record<string, StateText>>;
  readonly Iterator?: StateText;
  readonly ItemProcessor?: StateText;
  readonly Branches?: readonly StateText[];
}

function statesOf(machine: StateText): [string, StateText][] {
  return Object.entries(machine.States ?? {}).flatMap(([name, state]): [string, StateText][] => {
    const inner = [state.ItemProcessor ?? state.Iterator, ...(state.Branches ?? [])];
    return [[name, state], ...inner.flatMap((one) => (one ? statesOf(one) : []))];
  });
}

const resourceOf = (state: StateText): string => state.Parameters?.FunctionName ?? state.Resource ?? '';
