interface StateText {
  readonly Type?: string;
  readonly ItemReader?: { readonly Resource: string; readonly Parameters: object };
  readonly ItemProcessor?: MachineText & { readonly ProcessorConfig: { readonly Mode: string } };
  readonly Branches?: readonly MachineText[];
  readonly [field: string]: unknown;
}

interface MachineText {
  readonly States: Readonly<Record<string, StateText>>;
}

/** Where the items of a map lie while they are worked on; the interpreter has no other place. */
const ITEMS = '$.itemsRead';

/** Name of the task that stands for the reader of a map. */
const readerOf = (map: string): string => `${map}Reader`;

/**
 * The machine with its distributed maps as inline ones, each after a task that reads its list: the interpreter knows no
 * others. How such a map fails and is repeated stays with the reader, as an item's own failure is caught within it.
 */
export function withoutDistributed<T extends object>(machine: T): T {
  const { States, ...rest } = machine as unknown as MachineText;
  return { ...rest, States: Object.fromEntries(Object.entries(States).flatMap(rewritten)) } as unknown as T;
}

function rewritten([name, state]: readonly [string, StateText]): readonly (readonly [string, StateText])[] {
  const { ItemProcessor: processor, ItemReader: reader } = state;
  if (state.Branches) return [[name, { ...state, Branches: state.Branches.map(withoutDistributed) }]];
  if (!processor) return [[name, state]];
  const inner = withoutDistributed(processor);
  if (!reader) return [[name, { ...state, ItemProcessor: inner }]];
  const { ItemReader: _, ToleratedFailurePercentage: __, Label: ___, Retry, ...map } = state;
  const first = readerOf(name);
  const task = { Type: 'Task', Resource: reader.Resource, Parameters: reader.Parameters, ResultPath: ITEMS };
  return [
    [name, { Type: 'Pass', Next: first }],
    [first, { ...task, Retry, Catch: state.Catch, Next: `${name}Items` }],
    [`${name}Items`, { ...map, ItemsPath: ITEMS, ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'INLINE' } } }],
  ];
}
