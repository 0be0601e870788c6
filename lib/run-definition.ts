import { oneRun } from './one-run.ts';
import type { Definition, RunTargets, State } from './states.ts';
import { call, inline, once, tell, UNTOLD } from './tasks.ts';

/**
 * Longer than the longest chain of pauses of one start: a final run ends at its deadline, a week of missed days follows,
 * and going on ends with the last of them, 20 hours after the start at most.
 */
const EXECUTION_SECONDS = 24 * 3600;

/**
 * The machine of a run. All stages may be repeated: leases, receipts and conditional writes make a repetition harmless.
 * What fails for good between `Collect` and `Notify` goes to `End`, which tells the owner; what fails in `Begin` or `End` fails the
 * execution, which a rule tells. With a gateway it goes on after the runs and asks it for bookings, of which no run, report or
 * mail depends.
 */
export function runDefinition(targets: RunTargets): Definition & { readonly TimeoutSeconds: number } {
  return {
    StartAt: 'Begin',
    TimeoutSeconds: EXECUTION_SECONDS,
    States: {
      Begin: {
        ...call(targets.begin, 90),
        Parameters: { 'event.$': '$', 'execution.$': '$$.Execution.Name' },
        Next: 'Day',
      },
      // Side by side: a notice that can't be given at once must not keep runs waiting whose leases run out.
      Day: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'TellBegun',
            States: {
              TellBegun: {
                ...tell(targets, 'TellNotice', '$.notices', '$.told'),
                OutputPath: '$.told.untold',
                End: true,
              },
            },
          },
          { StartAt: 'Runs', States: { Runs: runs(targets) } },
        ],
        ResultSelector: UNTOLD,
        ResultPath: '$.told',
        Next: 'AllTold',
      },
      // A notice that was given up fails the execution before a morning's pauses.
      AllTold: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.told.untold', BooleanEquals: true, Next: 'NoticeNotGiven' },
          ...(targets.collect === undefined ? [] : [{ Variable: '$.fillUntil', IsPresent: true, Next: 'Fill' }]),
        ],
        Default: 'Ended',
      },
      NoticeNotGiven: {
        Type: 'Fail',
        Error: 'NoticeNotGiven',
        Cause: 'The runs went on, but a notice to the owner could not be published.',
      },
      ...(targets.collect === undefined ? {} : fill(targets.collect)),
      Ended: { Type: 'Succeed' },
    },
  };
}

/** One after the other; gives whether a notice of any was given up. */
const runs = (targets: RunTargets): State => ({
  Type: 'Map',
  ItemsPath: '$.runs',
  MaxConcurrency: 1,
  ItemSelector: {
    'run.$': '$$.Map.Item.Value.run',
    'until.$': '$$.Map.Item.Value.until',
    'recipients.$': '$$.Map.Item.Value.recipients',
    'execution.$': '$$.Execution.Name',
  },
  ItemProcessor: inline(oneRun(targets)),
  ResultSelector: UNTOLD,
  OutputPath: '$.untold',
  End: true,
});

function fill(collect: string): Readonly<Record<string, State>> {
  return {
    // Extra work: a failure of its own is not repeated, and no failure of the execution.
    Fill: {
      ...once(collect, 960),
      Parameters: { 'fillUntil.$': '$.fillUntil', 'execution.$': '$$.Execution.Name' },
      ResultPath: '$.filled',
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.unfilled', Next: 'Ended' }],
      Next: 'FillNext',
    },
    FillNext: {
      Type: 'Choice',
      Choices: [{ Variable: '$.filled.next', StringEquals: 'wait', Next: 'WaitToFill' }],
      Default: 'Ended',
    },
    WaitToFill: { Type: 'Wait', TimestampPath: '$.filled.resumeAt', Next: 'Fill' },
  };
}
