const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** One call in so many milliseconds, by IBKR's published table. `/pa/allperiods` is not in it and treated like its kin. */
const INTERVALS: Readonly<Record<string, number>> = {
  'GET /portfolio/accounts': 5 * SECOND,
  'GET /portfolio/subaccounts': 5 * SECOND,
  'POST /pa/allperiods': 15 * MINUTE,
  'POST /pa/performance': 15 * MINUTE,
  'POST /pa/transactions': 15 * MINUTE,
  'POST /pa/summary': 15 * MINUTE,
  'GET /sso/validate': MINUTE,
  'GET /tickle': SECOND,
  'POST /tickle': SECOND,
};

/** How long a caller that broke a limit is refused; each further try begins it anew. */
const PENALTY = 15 * MINUTE;

const GLOBAL_CALLS = 10;

/** The broker's limits on calls, by the simulator's clock. */
export interface Pacing {
  /** Counts a call. False: it breaks a limit and is answered 429. A call that is refused for another reason counts too. */
  admit(method: string, path: string, now: number): boolean;
}

/**
 * @param globalLimit whether more than ten calls in one second of the clock are refused. Off by default: on a clock
 *   that stands still every call of a run falls into one second, though the caller kept its pace.
 */
export function makePacing(globalLimit: boolean): Pacing {
  const last = new Map<string, number>();
  const refusedUntil = new Map<string, number>();
  let recent: number[] = [];
  return {
    admit: (method, path, now) => {
      if (globalLimit) {
        recent = [...recent.filter((at) => at > now - SECOND), now];
        if (recent.length > GLOBAL_CALLS) return false;
      }
      const name = `${method} ${path}`;
      const interval = INTERVALS[name];
      if (interval === undefined) return true;
      const before = last.get(name);
      const tooEarly = before !== undefined && now - before < interval;
      if (tooEarly || now < (refusedUntil.get(name) ?? 0)) {
        refusedUntil.set(name, now + PENALTY);
        return false;
      }
      last.set(name, now);
      return true;
    },
  };
}
