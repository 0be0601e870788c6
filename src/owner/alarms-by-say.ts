import type { AlarmFacts } from './cloud.ts';

/** The alarms of the stack, by whether they tell the owner. */
export interface AlarmsBySay {
  /** Those that tell. */
  readonly telling: readonly AlarmFacts[];
  /** Of these, the ones that have gone off. */
  readonly rung: readonly AlarmFacts[];
  /** Parts that are raised and say why; none while nothing has gone off, for then they mean nothing. */
  readonly parts: readonly AlarmFacts[];
}

export function alarmsBySay(alarms: readonly AlarmFacts[]): AlarmsBySay {
  const telling = alarms.filter(({ part }) => !part);
  const rung = telling.filter(({ state }) => state === 'ALARM');
  const raised = alarms.filter(({ part, state }) => part && state === 'ALARM');
  return { telling, rung, parts: rung.length > 0 ? raised : [] };
}
