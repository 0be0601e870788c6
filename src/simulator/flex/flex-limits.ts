const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const A_MINUTE = 10;

/** Counts the requests with the token. False: one is too many. What is refused counts too. */
export type FlexLimits = (now: number) => boolean;

/** One request a second and ten a minute, by the simulator's clock. */
export function makeFlexLimits(): FlexLimits {
  let recent: number[] = [];
  return (now) => {
    recent = recent.filter((at) => at > now - MINUTE);
    const allowed = recent.length < A_MINUTE && recent.every((at) => at <= now - SECOND);
    recent.push(now);
    return allowed;
  };
}
