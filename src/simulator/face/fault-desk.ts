import type { Fault } from '#simulator/faults';

/** The faults that are set, and how often they still strike. */
export interface FaultDesk {
  add(fault: Fault): void;
  clear(): void;
  /** The first fault that strikes this call and fits its kind of service; counts as a strike. */
  strike(method: string, path: string, fits?: (fault: Fault) => boolean): Fault | undefined;
  /** Whether every connection is refused. Counts as a strike. */
  refusesAll(): boolean;
}

export function makeFaultDesk(): FaultDesk {
  let entries: { readonly fault: Fault; readonly pattern: RegExp; left: number }[] = [];
  const find = (matches: (fault: Fault, pattern: RegExp) => boolean): Fault | undefined => {
    const entry = entries.find(({ fault, pattern, left }) => left > 0 && matches(fault, pattern));
    if (entry) entry.left -= 1;
    return entry?.fault;
  };
  return {
    add: (fault) => {
      const source = fault.path.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
      entries.push({
        fault,
        pattern: new RegExp(`^${source.join('.*')}$`),
        left: fault.times ?? Number.POSITIVE_INFINITY,
      });
    },
    clear: () => {
      entries = [];
    },
    strike: (method, path, fits = () => true) =>
      find((fault, pattern) => (fault.method ?? method).toUpperCase() === method && pattern.test(path) && fits(fault)),
    refusesAll: () =>
      find((fault) => fault.kind === 'refuse' && fault.path === '*' && fault.method === undefined) !== undefined,
  };
}
