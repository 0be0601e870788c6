import { isMany } from '#wiring/deploy-size';
import { PUBLISH_MANY } from './publish-many.ts';
import type { Definition, State } from './states.ts';

/** How an execution goes: what Step Functions counts depends on nothing else. */
export interface Course {
  /** How many items each Map state works on, by its name. Default: none. */
  readonly items?: Readonly<Record<string, number>>;
  /** Where each Choice state goes, one entry for each time it is reached; the last one holds on. Default: its `Default`. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Counts the state transitions that AWS bills for one execution of a Standard machine: each state entered, in every
 * item of a Map and every branch of a Parallel, and the step from the start; each item of a distributed Map is an
 * execution of its own, with such a step. Failures and their repetitions come on top.
 */
export function transitionsOf(definition: Definition, course: Course): number {
  return 1 + entered(definition, course);
}

function entered(definition: Definition, course: Course): number {
  const reached = new Map<string, number>();
  let count = 0;
  let name: string | undefined = definition.StartAt;
  while (name !== undefined) {
    const state: State | undefined = definition.States[name];
    if (!state) throw new Error(`The machine has no state ${name}.`);
    count += 1;
    if (state.ItemProcessor) count += (course.items?.[name] ?? 0) * ofItem(state.ItemProcessor, course);
    for (const branch of state.Branches ?? []) count += entered(branch, course);
    const times: number = reached.get(name) ?? 0;
    reached.set(name, times + 1);
    name = state.Type === 'Choice' ? chosen(state, course.choices?.[name], times) : state.Next;
  }
  return count;
}

function ofItem(processor: NonNullable<State['ItemProcessor']>, course: Course): number {
  return entered(processor, course) + (processor.ProcessorConfig.Mode === 'DISTRIBUTED' ? 1 : 0);
}

function chosen(state: State, ways: readonly string[] | undefined, times: number): string | undefined {
  const way = ways?.[Math.min(times, ways.length - 1)] ?? state.Default;
  if (way === state.Default || state.Choices?.some(({ Next }) => Next === way)) return way;
  throw new Error(`A choice of the machine does not lead to ${way}.`);
}

/** What a month's bill depends on. */
export interface Load {
  readonly accounts: number;
  readonly recipients: number;
  /** Whether there is a gateway. Default: true. */
  readonly gateway?: boolean;
  /** Whether Flex is asked. Default: false. */
  readonly flex?: boolean;
  /** How often the final run, or the going on after it, waits for the broker's pacing. Default: 2. */
  readonly waits?: number;
  /** Whether a close run mails too. Default: false. */
  readonly mailAfterClose?: boolean;
}

/**
 * State transitions of one market day as it usually goes. With a gateway: a close run, a final run that first waits for
 * the login, the login's start that carries it to its end, the owner's hour with one notice, and the deadline. After each
 * final run the execution goes on asking; a pause costs the same there as in the run, so they are all counted in the run.
 * With Flex beside it, the first final run mails what the statement says. Flex alone has one final run, with its pauses,
 * the owner's hour and the deadline.
 */
export function transitionsOfDay(definition: Definition, load: Load): number {
  const { accounts, recipients, waits = 2, mailAfterClose = false, gateway = true, flex = false } = load;
  const publish = flex && isMany(accounts) ? PUBLISH_MANY : 'Publish';
  const whole = (pauses: number): Course => ({
    items: { Runs: 1, [publish]: accounts, Notify: recipients },
    choices: { CollectNext: [...Array.from({ length: pauses }, () => 'WaitForBroker'), publish] },
  });
  const ends: Course = { items: { Runs: 1 } };
  const tells: Course = { items: { TellBegun: 1 } };
  if (!gateway) return sumOf(definition, [whole(waits), tells, {}]);
  const final = (course: Course): Course => ({ ...course, choices: { ...course.choices, AllTold: ['Fill'] } });
  const close = mailAfterClose ? whole(waits) : ends;
  return sumOf(definition, [close, final(flex ? whole(0) : ends), final(whole(waits)), tells, {}]);
}

const sumOf = (definition: Definition, courses: readonly Course[]): number =>
  courses.reduce((sum, course) => sum + transitionsOf(definition, course), 0);
