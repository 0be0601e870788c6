import { Stack } from 'aws-cdk-lib';
import { Alarm, AlarmRule, AlarmState, CompositeAlarm, type IAlarmRule } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  type AlarmRuleOf,
  lettersLost,
  loginSeen,
  noExecution,
  sessionUnwatched,
  stagesFailing,
} from './alarm-rules.ts';
import type { StageFunction } from './stage-function.ts';

export interface AlarmsProps {
  readonly machineArn: string;
  /** Rule that starts the machine after a login. */
  readonly loginRule: string;
  readonly keepSession: StageFunction;
  /** The other functions. */
  readonly stages: readonly StageFunction[];
  readonly deadLetters: IQueue;
  readonly notices: ITopic;
}

/** The alarms that tell the owner, and what each says. Names in CloudWatch begin with the stack's. */
export const ALARMS = {
  'no-run':
    'No run has ended for a day. Reports are missing, and nothing else may have told you. See: npx daybook status',
  trouble:
    'A function keeps failing, the session is not watched, or a start got lost. The alarm lists which part it is. See: npx daybook status',
} as const;

/** Parts of the two alarms above; by themselves they tell nobody. */
export const ALARM_PARTS = {
  'login-seen': 'OK from the first login on, for good. Until then no alarm tells anything.',
  'no-execution': 'The machine has ended no execution well for a day.',
  'stages-failing': 'Functions of the runs failed three times within an hour.',
  'session-unwatched': 'keep-session has not come to an end for a quarter of an hour.',
  'dead-letters': 'A start, a mail event or a notice could not be delivered and lies in the queue of dead letters.',
} as const;

/**
 * Alarms of the metrics that AWS's services count by themselves: no function of ours has a part in them. Both wait for
 * the first login, so that a stack that is being set up raises none.
 */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const login = this.#part('login-seen', loginSeen(props.loginRule));
    const execution = this.#part('no-execution', noExecution(props.machineArn));
    const failing = this.#part('stages-failing', stagesFailing(props.stages));
    const unwatched = this.#part('session-unwatched', sessionUnwatched(props.keepSession));
    const lost = this.#part('dead-letters', lettersLost(props.deadLetters));

    const seen = AlarmRule.fromAlarm(login, AlarmState.OK);
    const raised = (...alarms: readonly Alarm[]): IAlarmRule[] =>
      alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM));
    this.#tell('no-run', AlarmRule.allOf(seen, ...raised(execution)), props.notices);
    this.#tell('trouble', AlarmRule.allOf(seen, AlarmRule.anyOf(...raised(failing, unwatched, lost))), props.notices);
  }

  #part(name: keyof typeof ALARM_PARTS, rule: AlarmRuleOf): Alarm {
    const alarmName = `${Stack.of(this).stackName}-${name}`;
    return new Alarm(this, name, { ...rule, alarmName, alarmDescription: ALARM_PARTS[name], actionsEnabled: false });
  }

  #tell(name: keyof typeof ALARMS, alarmRule: IAlarmRule, notices: ITopic): void {
    const compositeAlarmName = `${Stack.of(this).stackName}-${name}`;
    const alarm = new CompositeAlarm(this, name, { compositeAlarmName, alarmDescription: ALARMS[name], alarmRule });
    alarm.addAlarmAction(new SnsAction(notices));
    alarm.addOkAction(new SnsAction(notices));
  }
}
