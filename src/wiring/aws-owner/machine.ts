import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionStep, MachinePort } from '#owner/cloud';
import { asked } from './errors.ts';

/** The machine of the runs, through Step Functions. */
export function machinePort(client: SFNClient): MachinePort {
  return {
    start: async (machine, name, event) => {
      const started = await asked('states:StartExecution', () =>
        client.send(new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(event) })),
      );
      return started.executionArn ?? '';
    },
    describe: async (execution) => {
      const facts = await asked('states:DescribeExecution', () =>
        client.send(new DescribeExecutionCommand({ executionArn: execution })),
      );
      return {
        status: facts.status ?? 'UNKNOWN',
        ...(facts.error ? { error: facts.error } : {}),
        ...(facts.cause ? { cause: facts.cause } : {}),
      };
    },
    eventsAfter: (execution, id) => eventsAfter(client, execution, id),
    running: async (machine) => {
      const answer = await asked('states:ListExecutions', () =>
        client.send(new ListExecutionsCommand({ stateMachineArn: machine, statusFilter: 'RUNNING', maxResults: 20 })),
      );
      return (answer.executions ?? []).map((one) => ({
        name: one.name ?? '',
        startedAt: one.startDate?.toISOString() ?? '',
      }));
    },
  };
}

/** Newest first, page by page, until what is known already: a long run's history is not read again at each look. */
async function eventsAfter(client: SFNClient, execution: string, id: number): Promise<ExecutionStep[]> {
  const steps: ExecutionStep[] = [];
  let nextToken: string | undefined;
  do {
    const page = await asked('states:GetExecutionHistory', () =>
      client.send(
        new GetExecutionHistoryCommand({
          executionArn: execution,
          reverseOrder: true,
          maxResults: 200,
          ...(nextToken ? { nextToken } : {}),
        }),
      ),
    );
    const fresh = (page.events ?? []).filter((event) => (event.id ?? 0) > id);
    steps.push(...fresh.map(stepOf));
    nextToken = fresh.length === (page.events ?? []).length ? page.nextToken : undefined;
  } while (nextToken);
  return steps.reverse();
}

function stepOf(event: HistoryEvent): ExecutionStep {
  const id = event.id ?? 0;
  const entered = event.stateEnteredEventDetails;
  if (entered) {
    return {
      id,
      kind: 'entered',
      ...(entered.name ? { state: entered.name } : {}),
      ...(entered.input ? { data: entered.input } : {}),
    };
  }
  const left = event.stateExitedEventDetails;
  if (!left) return { id, kind: 'other' };
  return {
    id,
    kind: 'left',
    ...(left.name ? { state: left.name } : {}),
    ...(left.output ? { data: left.output } : {}),
  };
}
