import { brokerItems, isFlowItem } from '#analytics/broker-items';
import { changesOver } from '#analytics/changes-over';
import { moneyTolerance } from '#analytics/reconcile';
import { valueBridge } from '#analytics/value-bridge';
import { addDays } from '#domain/calendar-date';
import { reportedOn } from '#domain/day-of-report';
import type { MarketCalendar } from '#domain/market-calendar';
import type { DaySpan, Statement } from '#domain/statement';
import { NEEDS_FLEX, NOT_COVERED } from './missing.ts';
import type { PeriodMoves } from './moved-period.ts';
import { type OwnSplit, ownSplit } from './own-split.ts';
import { isToldOver, type StatementMoney, sumCell, untoldValue } from './statement-money.ts';
import { sumOfCells } from './sum-of-cells.ts';
import { type Cell, isMissing, type Missing } from './value.ts';

/** One line between opening and closing value. */
export interface BridgeStep {
  /** The same line in every period. */
  readonly label: string;
  readonly flow: boolean;
  readonly value: Cell;
  /** It takes what no other line tells. */
  readonly rest?: true;
}

/** From one close to another. Amounts in base currency; opening + steps + unexplained = closing. */
export interface BridgeColumn {
  readonly moves: PeriodMoves & { readonly opening: number; readonly closing: number };
  readonly steps: readonly BridgeStep[];
  readonly unexplained: Cell;
  /** Absent where nothing is left to be unexplained, as a step holds all that is not told. */
  readonly verdict?: 'pass' | 'fail';
  /** Largest unexplained part that passes. */
  readonly tolerance: number;
}

export interface BridgeSources {
  readonly statement: Statement | undefined;
  readonly money: StatementMoney | undefined;
  readonly base: string;
  readonly calendar: MarketCalendar;
}

/** Names of the lines, in their order; the broker's own names and what can't be told apart come after them. */
export const BRIDGE_LABELS = {
  deposits: 'Deposits',
  withdrawals: 'Withdrawals',
  implied: 'Net paid in, by the return',
  transfers: 'Transfers',
  price: 'Price',
  fx: 'Currency (FX)',
  priceAndFx: 'Price and currency',
  dividends: 'Dividends',
  tax: 'Tax withheld',
  interest: 'Interest',
  fees: 'Fees and commissions',
  accruals: 'Change of accruals',
} as const;

type Line = keyof typeof BRIDGE_LABELS;

/** The line that takes what no other tells is named by what it holds: short, as a phone has room for. */
const restLabel = (parts: readonly string[]): string => `Rest: ${parts.join(', ')}`;

const FLOWS: readonly Line[] = ['deposits', 'withdrawals', 'implied', 'transfers'];

/**
 * The bridge of one period; undefined without a value at both of its ends. Flows, income and costs are the broker's own
 * (Change in NAV) where they lead through the whole period, else the sums of the bookings. Price and currency are our own,
 * from the Snapshots of both closes, else the broker's in one line, else the rest: then nothing can be unexplained.
 */
export function bridgeColumn(moves: PeriodMoves, sources: BridgeSources): BridgeColumn | undefined {
  const { opening, closing } = moves;
  if (typeof opening !== 'number' || typeof closing !== 'number') return undefined;
  const known = { ...moves, opening, closing };
  const span: DaySpan = { from: addDays(moves.from, 1), to: moves.to };
  const { statement, money } = sources;
  const own = ownSplit(moves.parts);
  const told = statement && money && { ...sources, statement, money, own, span };
  const lines = told && (brokersLines(told) ?? bookedLines(told));
  return lines ? whole(known, lines) : withRest(known, own, statement ? NOT_COVERED : NEEDS_FLEX);
}

interface Told {
  readonly statement: Statement;
  readonly money: StatementMoney;
  readonly own: OwnSplit | undefined;
  readonly span: DaySpan;
  readonly base: string;
  readonly calendar: MarketCalendar;
}

interface Lines {
  readonly named: Readonly<Partial<Record<Line, Cell>>>;
  /** By the broker's own name. */
  readonly others: ReadonlyMap<string, number>;
  /** Name of the line that takes what is left. */
  readonly rest?: string;
}

function brokersLines({ statement, money, own, span, base, calendar }: Told): Lines | undefined {
  const changes = changesOver(statement.history.changes, span, calendar.tradingDays);
  if (!changes) return undefined;
  const { parts, others } = brokerItems(changes);
  const price = own ? { price: own.price, fx: own.fx } : { priceAndFx: (parts.price ?? 0) + (parts.fx ?? 0) };
  const { dividends = 0, tax = 0, interest = 0, fees = 0, accruals = 0, transfers = 0, flows = 0 } = parts;
  // The broker gives one sum for both; the bookings tell what came in.
  const booked = isToldOver(statement, 'flows', span) ? paidIn(money, 'deposit', span, base) : undefined;
  const deposits = typeof booked === 'number' ? booked : Math.max(0, flows);
  return {
    named: { deposits, withdrawals: flows - deposits, transfers, ...price, dividends, tax, interest, fees, accruals },
    others,
  };
}

function bookedLines({ statement, money, own, span, base }: Told): Lines | undefined {
  if (!(['flows', 'income', 'costs'] as const).every((part) => isToldOver(statement, part, span))) return undefined;
  const income = (kinds: readonly (typeof money.income)[number]['kind'][]): Cell =>
    sumCell(
      money.income.filter(({ kind }) => kinds.includes(kind)),
      base,
      span,
    );
  const unvalued = money.flows.withoutValue.find((transfer) => {
    const day = reportedOn(transfer);
    return day >= span.from && day <= span.to;
  });
  const moved = sumOfCells([paidIn(money, 'transfer-in', span, base), paidIn(money, 'transfer-out', span, base)]);
  const dividends = income(['dividend', 'payment-in-lieu']);
  const tax = income(['withholding-tax']);
  const interest = income(['interest-received', 'interest-paid', 'bond-interest']);
  const booked = sumOfCells([dividends, tax, interest]);
  const accruals =
    own?.income !== undefined && typeof booked === 'number' ? { accruals: own.income - booked } : undefined;
  const named = {
    deposits: paidIn(money, 'deposit', span, base),
    withdrawals: paidIn(money, 'withdrawal', span, base),
    transfers: unvalued ? untoldValue(unvalued) : moved,
    dividends,
    tax,
    interest,
    fees: sumCell(money.costs, base, span),
  };
  return own && accruals
    ? { named: { ...named, price: own.price, fx: own.fx, ...accruals }, others: new Map() }
    : { named, others: new Map(), rest: restLabel(['price', 'FX', 'accruals']) };
}

const paidIn = (
  { flows }: StatementMoney,
  wanted: StatementMoney['flows']['flows'][number]['kind'],
  span: DaySpan,
  base: string,
): Cell =>
  sumCell(
    flows.flows.filter(({ kind }) => kind === wanted),
    base,
    span,
  );

type Known = BridgeColumn['moves'];

/** Without statements of the period: what two Snapshots and the broker's return tell, and one line for all else. */
function withRest(moves: Known, own: OwnSplit | undefined, missing: Missing): BridgeColumn {
  const implied = moves.impliedFlows;
  const untold = [...(own ? [] : ['price', 'FX']), ...(implied === undefined ? ['flows'] : []), ...['income', 'costs']];
  const named: Lines['named'] = {
    ...(implied === undefined ? { deposits: missing, withdrawals: missing } : { implied }),
    ...(own ? { price: own.price, fx: own.fx } : {}),
    ...{ dividends: missing, tax: missing, interest: missing, fees: missing },
  };
  return whole(moves, { named, others: new Map(), rest: restLabel(untold) });
}

function whole(moves: Known, { named, others, rest }: Lines): BridgeColumn {
  const { opening, closing } = moves;
  const lines: BridgeStep[] = [
    ...(Object.keys(BRIDGE_LABELS) as Line[]).flatMap((line): BridgeStep[] => {
      const value = named[line];
      return value === undefined ? [] : [{ label: BRIDGE_LABELS[line], flow: FLOWS.includes(line), value }];
    }),
    ...[...others].map(([name, value]) => ({ label: inWords(name), flow: isFlowItem(name), value })),
  ];
  const told = sumOfCells(lines.map(({ value }) => (rest !== undefined && isMissing(value) ? 0 : value)));
  const number = (line: Line): number => (typeof named[line] === 'number' ? named[line] : 0);
  const tolerance = moneyTolerance(closing);
  if (rest !== undefined) {
    const value = typeof told === 'number' ? closing - opening - told : told;
    const unexplained = { missing: 'part of the line above' };
    const last: BridgeStep = { label: rest, flow: false, value, rest: true };
    return { moves, steps: [...lines, last], unexplained, tolerance };
  }
  if (typeof told !== 'number') return { moves, steps: lines, unexplained: told, tolerance };
  const bridge = valueBridge(opening, closing, {
    deposits: number('deposits'),
    withdrawals: number('withdrawals'),
    dividends: number('dividends'),
    withholdingTax: number('tax'),
    interest: number('interest'),
    feesAndCommissions: number('fees'),
    price: number('price') + number('priceAndFx'),
    fx: number('fx'),
    other: number('transfers') + number('accruals') + [...others.values()].reduce((sum, each) => sum + each, 0),
  });
  const verdict = bridge.passes ? 'pass' : 'fail';
  return { moves, steps: lines, unexplained: bridge.unexplained, verdict, tolerance: bridge.tolerance };
}

/** `billPay` reads `Bill pay`. */
function inWords(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
