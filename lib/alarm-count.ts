import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/** What CloudWatch charges for. */
export interface AlarmCount {
  /** Metrics that alarms watch: an alarm over an expression is charged for each metric in it. */
  readonly metrics: number;
  readonly composite: number;
}

/** Counts the alarms of a stack. */
export function countAlarms(scope: IConstruct): AlarmCount {
  const all = scope.node.findAll();
  const metrics = all.filter((part) => part instanceof CfnAlarm).reduce((sum, alarm) => sum + metricsOf(alarm), 0);
  return { metrics, composite: all.filter((part) => part instanceof CfnCompositeAlarm).length };
}

function metricsOf({ metrics }: CfnAlarm): number {
  if (!Array.isArray(metrics)) return 1;
  return metrics.filter((metric) => 'metricStat' in metric && metric.metricStat !== undefined).length;
}
