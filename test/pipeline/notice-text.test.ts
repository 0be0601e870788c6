import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '#domain/calendar-date';
import type { Run } from '#domain/snapshot';
import type { Notice } from '#pipeline/events';
import {
  accountBroken,
  accountSilent,
  certificateEnds,
  givenUp,
  hostFileDamaged,
  late,
  loginNeeded,
  type NoticeBasis,
  noReport,
  notMailed,
  unknownBuild,
} from '#pipeline/notice-text';

const FRIDAY = '2026-11-20' as CalendarDate;
const THURSDAY = '2026-11-19' as CalendarDate;
const NOON = new Date('2026-11-21T17:00:00Z');
const NEXT = new Date('2026-11-24T10:45:00Z');
const BASIS: NoticeBasis = { timeZone: 'Europe/Zurich', lastReport: '2026-11-18' as CalendarDate };
const FINAL: Run = { kind: 'final', marketDate: FRIDAY };
const failed = (run: Run): Notice => noReport({ run, earlier: false, why: 'W.', since: NOON, next: NEXT }, BASIS);
const lateWith = (about: { readonly why?: string; readonly needsLogin: boolean }): Notice =>
  late({ missing: [FRIDAY, THURSDAY], deadline: NOON, next: NEXT, ...about }, BASIS);

const NOTICES: Readonly<Record<string, Notice>> = {
  'login needed': loginNeeded({ waiting: [FRIDAY, THURSDAY], lostAt: NOON, deadline: NOON, now: NEXT }, BASIS),
  'late for want of a login': lateWith({ why: 'Nobody is logged in.', needsLogin: true }),
  'late without a run': lateWith({ needsLogin: false }),
  'no report': failed(FINAL),
  'no close': failed({ kind: 'close', marketDate: FRIDAY }),
  'account broken': accountBroken(FINAL, 'Pension', 'ArchiveFull'),
  'account silent': accountSilent(FINAL, 'Pension', 'The broker gave nothing. Try later.'),
  'not mailed': notMailed(FINAL, 'r…@example.com', 'it was refused.'),
  'certificate ends': certificateEnds(NEXT, BASIS),
  'unknown build': unknownBuild('20261001'),
  'file damaged': hostFileDamaged('build.json'),
  'given up': givenUp([FRIDAY, THURSDAY], { gateway: true, flex: true }, BASIS),
};

describe.each(Object.entries(NOTICES))('the notice "%s"', (_, { subject, message }) => {
  it('fits a subject of SNS, and holds no link', () => {
    expect(subject).toMatch(/^[ -~]{1,50}$/);
    expect(message).not.toMatch(/https?:|undefined|null|NaN/);
  });

  it('says what to do, with each command as it is typed', () => {
    expect(message).toMatch(/npx daybook|[Ll]og in at the gateway|Try later/);
    expect(message).not.toMatch(/(?<!npx )daybook (?:run|host|check|status|archive)/);
  });
});

it('of a close run promises no next try after the night, for the holdings are gone by then', () => {
  expect(NOTICES['no close']?.message).not.toContain('next try');
  expect(NOTICES['no close']?.message).toContain('"npx daybook run --run close"');
  expect(NOTICES['no report']?.message).toContain('"npx daybook run --date 2026-11-20" tries now');
});

it('of a run that never began names the command that starts it', () => {
  expect(NOTICES['late without a run']?.message).toContain('"npx daybook run --date 2026-11-20" starts it now');
  expect(NOTICES['late for want of a login']?.message).not.toContain('npx daybook run');
});

describe('days that are given up', () => {
  it.each([
    [{ gateway: true, flex: false }, /nobody was logged in, the gateway did not answer, or no start/, /statement/],
    [{ gateway: true, flex: true }, /the gateway did not answer, no Flex statement of them came either, or no/, /^$/],
    [
      { gateway: false, flex: true },
      /for more than a week no Flex statement of them came, or no start/,
      /gateway|logged/,
    ],
  ])('name the sources that were asked: %o', (sources, words, not) => {
    const { message } = givenUp([FRIDAY], sources, BASIS);
    expect(message).toMatch(words);
    expect(message).not.toMatch(not);
  });
});
