import { type CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmPort } from '#owner/cloud';
import { asked } from './errors.ts';

/** The stack's alarms, through CloudWatch. */
export function alarmPort(client: CloudWatchClient): AlarmPort {
  return {
    list: async (prefix) => {
      const found: MetricAlarm[] = [];
      let NextToken: string | undefined;
      do {
        const page = await asked('cloudwatch:DescribeAlarms', () =>
          client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, ...(NextToken ? { NextToken } : {}) })),
        );
        found.push(...(page.MetricAlarms ?? []));
        NextToken = page.NextToken;
      } while (NextToken);
      return found.map((alarm) => ({
        name: alarm.AlarmName ?? '',
        state: alarm.StateValue ?? 'UNKNOWN',
        ...(alarm.AlarmDescription ? { description: alarm.AlarmDescription } : {}),
        ...(alarm.StateReason ? { reason: alarm.StateReason } : {}),
        ...(alarm.StateTransitionedTimestamp ? { since: alarm.StateTransitionedTimestamp.toISOString() } : {}),
      }));
    },
  };
}
