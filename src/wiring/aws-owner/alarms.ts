import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmPort } from '#owner/cloud';
import { asked } from './errors.ts';

/** The stack's alarms, through CloudWatch. */
export function alarmPort(client: CloudWatchClient): AlarmPort {
  return {
    list: async (prefix) => {
      const found: (CompositeAlarm | MetricAlarm)[] = [];
      let NextToken: string | undefined;
      do {
        const page = await asked('cloudwatch:DescribeAlarms', () =>
          client.send(
            new DescribeAlarmsCommand({
              AlarmNamePrefix: prefix,
              // Unasked, CloudWatch leaves out those put together from others, and these are the ones that tell.
              AlarmTypes: ['CompositeAlarm', 'MetricAlarm'],
              ...(NextToken ? { NextToken } : {}),
            }),
          ),
        );
        found.push(...(page.CompositeAlarms ?? []), ...(page.MetricAlarms ?? []));
        NextToken = page.NextToken;
      } while (NextToken);
      return found.map((alarm) => ({
        name: alarm.AlarmName ?? '',
        state: alarm.StateValue ?? 'UNKNOWN',
        ...(alarm.AlarmDescription ? { description: alarm.AlarmDescription } : {}),
        ...(alarm.StateReason ? { reason: alarm.StateReason } : {}),
        ...(alarm.StateTransitionedTimestamp ? { since: alarm.StateTransitionedTimestamp.toISOString() } : {}),
        ...(alarm.ActionsEnabled === false ? { part: true as const } : {}),
      }));
    },
  };
}
