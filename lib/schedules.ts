import { Aws, Stack } from 'aws-cdk-lib';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { everyDayAt } from '#wiring/schedule-expression';
import type { Settings } from '#wiring/settings';
import { allow } from './grant.ts';
import type { StageFunction } from './stage-function.ts';

export interface SchedulesProps {
  readonly schedule: Settings['schedule'];
  /** Zone of the owner's hour. */
  readonly timeZone: string;
  readonly machineArn: string;
  /** Absent without a gateway: then there is no session to look at, and no holdings of the close to ask for. */
  readonly keepSession?: StageFunction | undefined;
  readonly deadLetters: IQueue;
}

const NEW_YORK = 'America/New_York';

/** Starts wait for a service that is down for hours; begin sees what is due when they arrive. */
const START_RETRY = { maximumRetryAttempts: 20, maximumEventAgeInSeconds: 4 * 3600 };

/** The next minute asks again: an old question is worth nothing. */
const MINUTE_RETRY = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 };

/**
 * The clock: up to four starts of the machine on every calendar day and, with a gateway, keep-session each minute. The
 * times are in zones, so that they hold across the changes to and from daylight saving.
 */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const { schedule, timeZone, keepSession } = props;
    const stack = Stack.of(this);
    const group = new CfnScheduleGroup(this, 'Group', { name: stack.stackName });
    const role = new Role(this, 'Role', {
      // The scheduler names the group, not the schedule, as the source.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group.attrArn } },
      }),
      description: `Starts the runs of ${stack.stackName}`,
    });
    const policy = new Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(['states:StartExecution'], [props.machineArn]),
        ...(keepSession ? [allow(['lambda:InvokeFunction'], [keepSession.function.functionArn])] : []),
        allow(['sqs:SendMessage'], [props.deadLetters.queueArn]),
      ],
    });
    const close = {
      name: 'close',
      says: 'Close run',
      at: schedule.close,
      zone: NEW_YORK,
      input: { start: 'schedule', kind: 'close' },
    };
    const starts = [
      ...(keepSession ? [close] : []),
      {
        name: 'final',
        says: 'Final run',
        at: schedule.final,
        zone: NEW_YORK,
        input: { start: 'schedule', kind: 'final' },
      },
      {
        name: 'deadline',
        says: 'Last new attempt of the final run',
        at: schedule.deadline,
        zone: NEW_YORK,
        input: { start: 'deadline' },
      },
      {
        name: 'owner-hour',
        says: keepSession ? 'Tells what waits for a login' : 'Tells what is still missing',
        at: schedule.ownerHour,
        zone: timeZone,
        input: { start: 'owner-hour' },
      },
    ];
    for (const { name, says, at, zone, input } of starts) {
      const start = new CfnSchedule(this, name, {
        name,
        description: says,
        // The group's name by reference: a literal would let the schedule be made before its group.
        groupName: group.ref,
        scheduleExpression: everyDayAt(at),
        scheduleExpressionTimezone: zone,
        flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 5 },
        target: {
          arn: props.machineArn,
          roleArn: role.roleArn,
          input: JSON.stringify(input),
          deadLetterConfig: { arn: props.deadLetters.queueArn },
          retryPolicy: START_RETRY,
        },
      });
      start.node.addDependency(policy);
    }
    if (keepSession) this.#everyMinute(keepSession, group, role).node.addDependency(policy);
  }

  #everyMinute(keepSession: StageFunction, group: CfnScheduleGroup, role: Role): CfnSchedule {
    return new CfnSchedule(this, 'keep-session', {
      name: 'keep-session',
      description: "Looks at the gateway's session while a run of the day needs it",
      groupName: group.ref,
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: keepSession.function.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        retryPolicy: MINUTE_RETRY,
      },
    });
  }
}
