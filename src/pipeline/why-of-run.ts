import type { Gap } from '#domain/gap';
import type { RunState } from './run-state.ts';

/**
 * Why a run waits or gave less than all. Of two sources that both kept something back it is one gap with the words of
 * both; its reason is the gateway's, by which is told whether a login is needed.
 */
export function whyOfRun(record: Pick<RunState, 'why' | 'sources'> | undefined): Gap | undefined {
  const gateway = record?.sources?.gateway?.why;
  const flex = record?.sources?.flex?.why;
  if (!gateway || !flex) return gateway ?? flex ?? record?.why;
  const nextStep = [...new Set([gateway.nextStep, flex.nextStep])].filter((text) => text !== undefined).join(' ');
  return { ...gateway, message: `${gateway.message} ${flex.message}`, ...(nextStep ? { nextStep } : {}) };
}

/** Whether the gateway of a run waits for a login, be it that the run itself still waits for a statement. */
export const gatewayNeedsLogin = (record: RunState | undefined): boolean =>
  record?.sources?.gateway?.why?.reason === 'needs-login';
