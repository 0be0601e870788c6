import { activity } from '#report/sections/activity';
import { allocation } from '#report/sections/allocation';
import { cash } from '#report/sections/cash';
import { dataNotes } from '#report/sections/data-notes';
import { holdings } from '#report/sections/holdings';
import { overview } from '#report/sections/overview';
import { performance } from '#report/sections/performance';
import { mailChecks, reconciliation } from '#report/sections/reconciliation';
import { valueOverTime } from '#report/sections/value-over-time';
import type { SectionBuilder } from './section.ts';

/** The sections of a report in their order: from the answer to the evidence. A new section is one file and one line here. */
export const SECTIONS: readonly SectionBuilder[] = [
  overview,
  reconciliation,
  performance,
  valueOverTime,
  allocation,
  holdings,
  cash,
  activity,
  mailChecks,
  dataNotes,
];
