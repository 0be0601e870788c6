import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StageFunction } from './stage-function.ts';

/** When an alarm is raised: over metrics that AWS's services count by themselves, so that no function of ours has a part. */
export interface AlarmRuleOf {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly evaluationPeriods: number;
  readonly treatMissingData: TreatMissingData;
}

const { LESS_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = ComparisonOperator;
const { BREACHING, NOT_BREACHING, IGNORE } = TreatMissingData;

/** EventBridge counts a rule's starts only when there are any: the first one sets it to OK, and as missing data changes nothing, it stays. */
export const loginSeen = (rule: string): AlarmRuleOf => ({
  metric: new Metric({
    namespace: 'AWS/Events',
    metricName: 'Invocations',
    dimensionsMap: { RuleName: rule },
    statistic: 'Sum',
    period: Duration.minutes(1),
  }),
  threshold: 1,
  comparisonOperator: LESS_THAN_THRESHOLD,
  evaluationPeriods: 1,
  treatMissingData: IGNORE,
});

/** No execution of the machine ended well for a day. */
export const noExecution = (machineArn: string): AlarmRuleOf => ({
  metric: new Metric({
    namespace: 'AWS/States',
    metricName: 'ExecutionsSucceeded',
    dimensionsMap: { StateMachineArn: machineArn },
    statistic: 'Sum',
    period: Duration.hours(1),
  }),
  threshold: 1,
  comparisonOperator: LESS_THAN_THRESHOLD,
  // Hour by hour, as one period of a day would begin at midnight UTC.
  evaluationPeriods: 24,
  treatMissingData: BREACHING,
});

/** Functions of the runs failed three times within an hour, all together. */
export const stagesFailing = (stages: readonly StageFunction[]): AlarmRuleOf => ({
  metric: new MathExpression({
    expression: 'SUM(METRICS())',
    label: 'errors of the functions',
    usingMetrics: Object.fromEntries(stages.map((stage, index) => [`m${index + 1}`, ofFunction(stage, 'Errors')])),
    period: Duration.hours(1),
  }),
  threshold: 3,
  comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  evaluationPeriods: 1,
  treatMissingData: NOT_BREACHING,
});

/** No look at the session came to an end for a quarter of an hour. */
export const sessionUnwatched = (keepSession: StageFunction): AlarmRuleOf => ({
  metric: new MathExpression({
    expression: 'FILL(calls, 0) - FILL(errors, 0)',
    label: 'looks at the session that came to an end',
    usingMetrics: { calls: ofFunction(keepSession, 'Invocations'), errors: ofFunction(keepSession, 'Errors') },
    period: Duration.minutes(5),
  }),
  threshold: 1,
  comparisonOperator: LESS_THAN_THRESHOLD,
  evaluationPeriods: 3,
  treatMissingData: BREACHING,
});

/** Something lies in the queue of dead letters. */
export const lettersLost = (deadLetters: IQueue): AlarmRuleOf => ({
  metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: Duration.minutes(5) }),
  threshold: 1,
  comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  evaluationPeriods: 1,
  treatMissingData: NOT_BREACHING,
});

const ofFunction = (stage: StageFunction, metricName: 'Errors' | 'Invocations'): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: stage.function.functionName },
    statistic: 'Sum',
  });
