import { Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type AlarmRuleOf, lettersLost, noExecution, stagesFailing } from './alarm-rules.ts';
import { ALARMS } from './alarms.ts';
import type { StageFunction } from './stage-function.ts';

export interface AlarmsWithoutGatewayProps {
  readonly machineArn: string;
  /** All functions. */
  readonly stages: readonly StageFunction[];
  readonly deadLetters: IQueue;
  readonly notices: ITopic;
}

/** What each alarm says. Names in CloudWatch begin with the stack's. */
export const ALARMS_WITHOUT_GATEWAY = {
  'no-run': `${ALARMS['no-run']}. After the first deploy it stands until the first run has ended.`,
  trouble: 'Functions of the runs failed three times within an hour. See: npx daybook status',
  'dead-letters':
    'A start, a mail event or a notice could not be delivered and lies in the queue of dead letters. See: npx daybook status',
} as const;

/**
 * The alarms of a stack that nobody logs in to. There is no login to wait for, so each tells by itself: alarms put
 * together from others, which the gateway's take, cost more than the rest of such a stack.
 */
export class AlarmsWithoutGateway extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsWithoutGatewayProps) {
    super(scope, id);
    this.#tell('no-run', noExecution(props.machineArn), props.notices);
    this.#tell('trouble', stagesFailing(props.stages), props.notices);
    this.#tell('dead-letters', lettersLost(props.deadLetters), props.notices);
  }

  #tell(name: keyof typeof ALARMS_WITHOUT_GATEWAY, rule: AlarmRuleOf, notices: ITopic): void {
    const alarmName = `${Stack.of(this).stackName}-${name}`;
    const alarm = new Alarm(this, name, { ...rule, alarmName, alarmDescription: ALARMS_WITHOUT_GATEWAY[name] });
    alarm.addAlarmAction(new SnsAction(notices));
    alarm.addOkAction(new SnsAction(notices));
  }
}
