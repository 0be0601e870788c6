import type { Archive } from '#archive/archive';
import type { CalendarDate } from '#domain/calendar-date';
import type { Gap } from '#domain/gap';
import { FLEX_FILE, type FlexRefusal, type FlexState } from './flex-state.ts';
import { changeState } from './state-file.ts';

const EMPTY: FlexState = { schema: 'daybook-flex/1' };

/** Notes the last day the token is good for, where its keeper knows it. */
export async function noteTokenExpires(archive: Archive, tokenExpires: CalendarDate): Promise<void> {
  await changeState(archive, FLEX_FILE, (before = EMPTY) =>
    before.tokenExpires === tokenExpires ? before : { ...before, tokenExpires },
  );
}

/** Notes that the statement of a market day came: whatever the service refused before, it refuses no more. */
export async function noteStatement(archive: Archive, marketDate: CalendarDate, at: Date): Promise<void> {
  const instant = at.toISOString();
  await changeState(archive, FLEX_FILE, (before = EMPTY) => {
    const { refused: _over, rest: _rested, ...others } = before;
    const newer = before.last === undefined || before.last.marketDate <= marketDate;
    return {
      ...others,
      first: before.first ?? instant,
      last: newer ? { marketDate, at: instant } : before.last,
    } as FlexState;
  });
}

/** Notes a refusal that stands until a person does something about it. */
export async function noteRefusal(
  archive: Archive,
  refusal: Pick<FlexRefusal, 'code' | 'message' | 'nextStep' | 'by'>,
  at: Date,
): Promise<void> {
  const instant = at.toISOString();
  await changeState(archive, FLEX_FILE, (before = EMPTY) => {
    const since = before.refused?.code === refusal.code ? before.refused.since : instant;
    return { ...before, refused: { ...refusal, since, at: instant } };
  });
}

/** Notes until when the service is to be left alone, by whomever and for whatever day. */
export async function noteRest(archive: Archive, why: Gap, until: Date): Promise<void> {
  await changeState(archive, FLEX_FILE, (before = EMPTY) => ({ ...before, rest: { until: until.toISOString(), why } }));
}
