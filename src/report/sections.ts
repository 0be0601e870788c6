import { accruals } from '#report/sections/accruals';
import { activity } from '#report/sections/activity';
import { allocation } from '#report/sections/allocation';
import { benchmark } from '#report/sections/benchmark';
import { bridge } from '#report/sections/bridge';
import { cash } from '#report/sections/cash';
import { cashFlows } from '#report/sections/cash-flows';
import { concentration } from '#report/sections/concentration';
import { contributions } from '#report/sections/contributions';
import { costs } from '#report/sections/costs';
import { dataNotes } from '#report/sections/data-notes';
import { drawdowns } from '#report/sections/drawdowns';
import { events } from '#report/sections/events';
import { holdings } from '#report/sections/holdings';
import { income } from '#report/sections/income';
import { moneyByPeriod } from '#report/sections/money-by-period';
import { months } from '#report/sections/months';
import { overview, parts } from '#report/sections/overview';
import { performance } from '#report/sections/performance';
import { mailChecks, reconciliation } from '#report/sections/reconciliation';
import { risk, riskInBrief } from '#report/sections/risk';
import { rolling } from '#report/sections/rolling';
import { statementState } from '#report/sections/statement-state';
import { trades } from '#report/sections/trades';
import { valueOverTime } from '#report/sections/value-over-time';
import type { SectionBuilder } from './section.ts';

/** The sections of a report in their order: from the answer to the evidence. A new section is one file and one line here. */
export const SECTIONS: readonly SectionBuilder[] = [
  overview,
  reconciliation,
  performance,
  valueOverTime,
  benchmark,
  drawdowns,
  months,
  risk,
  rolling,
  contributions,
  bridge,
  events,
  moneyByPeriod,
  allocation,
  parts,
  concentration,
  riskInBrief,
  holdings,
  cash,
  cashFlows,
  income,
  costs,
  accruals,
  statementState,
  trades,
  activity,
  mailChecks,
  dataNotes,
];
