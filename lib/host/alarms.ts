import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Ec2Action, Ec2InstanceAction, SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/**
 * Two alarms of EC2's own status checks. A broken machine is moved to another (id, address and disk stay), a system that
 * no longer answers is rebooted; both lose the login, both tell the owner. Without data nothing fires: a stopped
 * instance was stopped by someone.
 */
export function hostAlarms(scope: Construct, of: { readonly instanceId: string; readonly notices: ITopic }): void {
  const checks = [
    {
      id: 'MachineAlarm',
      name: 'host-machine',
      metricName: 'StatusCheckFailed_System',
      minutes: 2,
      action: Ec2InstanceAction.RECOVER,
      says: 'The machine under the gateway host is broken. AWS moves the host to another; log in again afterwards.',
    },
    {
      id: 'SystemAlarm',
      name: 'host-system',
      metricName: 'StatusCheckFailed_Instance',
      minutes: 5,
      action: Ec2InstanceAction.REBOOT,
      says: 'The gateway host no longer answers and is rebooted. Log in again afterwards.',
    },
  ] as const;
  for (const { id, name, metricName, minutes, action, says } of checks) {
    const alarm = new cloudwatch.Alarm(scope, id, {
      alarmName: `${Stack.of(scope).stackName}-${name}`,
      alarmDescription: says,
      metric: new cloudwatch.Metric({
        namespace: 'AWS/EC2',
        metricName,
        dimensionsMap: { InstanceId: of.instanceId },
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: minutes,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new Ec2Action(action), new SnsAction(of.notices));
  }
}
