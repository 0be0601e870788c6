import { addDays, calendarDate } from '#domain/calendar-date';
import type { OpenedFlex } from '#pipeline/collect-flex';
import { FlexRefused } from '#sources/flex/errors';
import type { FlexRequest } from '#sources/flex/flex-source';
import { refusalOf } from '#sources/flex/refusals';

/** A Flex Web Service whose answers a test chooses, by the request and its number from 1 up. */
export interface ScriptedFlex {
  readonly requests: FlexRequest[];
  /** The statement's text, or what the asking throws. */
  answer: (request: FlexRequest, count: number) => string | Error;
  tokenExpires: string | undefined;
  readonly open: () => Promise<OpenedFlex>;
  /** Sources that were opened and not closed. */
  opened: number;
}

/** @param answer default: a statement of U1 for the days asked */
export function scriptedFlex(answer: ScriptedFlex['answer'] = statementOf(['U1'])): ScriptedFlex {
  const flex: ScriptedFlex = {
    requests: [],
    answer,
    tokenExpires: undefined,
    opened: 0,
    open: async () => {
      flex.opened += 1;
      return {
        source: {
          fetch: async (request, keep) => {
            flex.requests.push(request);
            const text = flex.answer(request, flex.requests.length);
            if (typeof text !== 'string') throw text;
            const bytes = Buffer.from(text);
            await keep(inTwo(bytes));
            const document = { kind: 'statements', queryName: 'daybook', type: 'activity', statements: 1 } as const;
            return { document, bytes: bytes.length };
          },
          close: async () => {
            flex.opened -= 1;
          },
        },
        ...(flex.tokenExpires ? { tokenExpires: calendarDate(flex.tokenExpires) } : {}),
      };
    },
  };
  return flex;
}

async function* inTwo(bytes: Buffer): AsyncGenerator<Uint8Array> {
  const half = Math.floor(bytes.length / 2);
  yield bytes.subarray(0, half);
  yield bytes.subarray(half);
}

/** What the service refuses with. */
export function refusedWith(code: string): FlexRefused {
  const answer = { kind: 'response', status: 'Fail', errorCode: code } as const;
  const refusal = refusalOf(answer);
  if (!refusal) throw new TypeError(`${code} refuses nothing`);
  return new FlexRefused(refusal, code);
}

/** Answers with statements of the accounts for the days that were asked for, or for a day when none were. */
export const statementOf =
  (accounts: readonly string[], ownDay = '2026-11-20') =>
  ({ days }: FlexRequest): string =>
    statementXml(accounts.map((id) => ({ id, from: days?.from ?? ownDay, to: days?.to ?? ownDay })));

/** A statement an account, with the net asset value of each of its days. */
export function statementXml(
  statements: readonly { readonly id: string; readonly from: string; readonly to: string; readonly value?: number }[],
): string {
  const parts = statements.map(({ id, from, to, value = 1000 }) => {
    const days: string[] = [];
    for (let day = calendarDate(from); day <= to; day = addDays(day, 1)) days.push(day);
    const values = days.map(
      (day) =>
        `<EquitySummaryByReportDateInBase accountId="${id}" currency="USD" reportDate="${day}" cash="${value}" stock="0" total="${value}"/>`,
    );
    return `<FlexStatement accountId="${id}" fromDate="${from}" toDate="${to}" period="" whenGenerated="${to};230000"><AccountInformation accountId="${id}" currency="USD"/><EquitySummaryInBase>${values.join('')}</EquitySummaryInBase></FlexStatement>`;
  });
  return `<FlexQueryResponse queryName="daybook" type="AF"><FlexStatements count="${parts.length}">${parts.join('')}</FlexStatements></FlexQueryResponse>`;
}
