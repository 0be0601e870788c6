import type { CalendarDate } from '#domain/calendar-date';
import { UNKNOWN_CURRENCY } from '#domain/currency';
import type { Dataset, PresentDataset } from '#domain/dataset';
import type { Gap } from '#domain/gap';
import type { MarketCalendar } from '#domain/market-calendar';
import type { Oddity, Run, Snapshot } from '#domain/snapshot';
import {
  BOOKINGS,
  type Statement,
  type StatementClose,
  type StatementHistory,
  type StatementPart,
  type StatementPiece,
  type UnknownRow,
} from '#domain/statement';
import { type FlexHoldings, flexHoldings } from './flex-holdings.ts';
import { flexLedger, lacksSections } from './flex-ledger.ts';
import { flexPerformance } from './flex-performance.ts';
import { flexTransactions } from './flex-transactions.ts';

export interface FlexSnapshotInput {
  /** The final run of the day that the piece ends on. */
  readonly run: Run;
  /** The day's own statement. */
  readonly piece: StatementPiece;
  /** What all statements told up to that day. */
  readonly history: StatementHistory;
  /** Archive key of the answer that held the piece. */
  readonly raw: string;
  /** When that answer came, ISO 8601 UTC. */
  readonly askedAt: string;
  readonly calendar: MarketCalendar;
}

/**
 * The Snapshot of one account that a statement makes by itself: what it says, and in the gateway's shapes what follows
 * from it. All of it is of the close of the market day. What a statement can't tell, and what this one lacks for want
 * of a section, is missing with its reason; nothing is turned into zero.
 */
export function flexSnapshot(input: FlexSnapshotInput): Snapshot {
  const { run, piece, history, askedAt, calendar } = input;
  const day = run.marketDate;
  const { close } = piece;
  const baseCurrency = piece.baseCurrency ?? currencyAtPar(close);
  const asOf = calendar.closeOf(day).toISOString();
  const present = <T>(value: T, gaps: readonly Gap[] = []): PresentDataset<T> => ({
    status: 'present',
    value,
    asOf,
    fetchedAt: askedAt,
    source: 'flex',
    raw: [input.raw],
    ...(gaps.length === 0 ? {} : { gaps }),
  });
  const missing = (gap: Gap): Dataset<never> => ({ status: 'missing', gap });

  const value = history.netAssetValues.findLast(({ date }) => date === day);
  const holdings: FlexHoldings = close.positions
    ? flexHoldings(close.positions, day, value)
    : { gap: lacksSections('Holdings', ['Open Positions']) };
  const positions = 'gap' in holdings ? undefined : holdings.positions;
  const ledger = flexLedger({ day, baseCurrency, close, positions, value });
  const performance = flexPerformance(history, day, baseCurrency, calendar);
  const held = (positions ?? []).map(({ conid }) => conid);
  const bookingGaps = unlisted(piece, 'Some transactions of the day');
  return {
    schema: 'daybook-snapshot/1',
    source: 'flex',
    run,
    account: {
      id: piece.accountId,
      baseCurrency,
      type: '',
      advisorMaster: false,
      advisorClient: false,
      remainder: {},
    },
    takenAt: askedAt,
    datasets: {
      summary: missing(ONLY_LIVE),
      allocation: missing(NO_ALLOCATION),
      positions:
        'gap' in holdings
          ? missing(holdings.gap)
          : present(holdings.positions, [...holdings.gaps, ...notAll(piece, 'positions')]),
      ledger:
        'gap' in ledger
          ? missing(ledger.gap)
          : present(ledger.value, [
              ...ledger.gaps,
              ...notAll(piece, 'cash', 'interestAccruals', 'dividendAccruals', 'ratesToBase'),
            ]),
      performance: performance
        ? present(performance)
        : missing(lacksSections('Returns and past values', ['Net Asset Value (NAV) in Base'])),
      transactions:
        history.told.trades.length > 0
          ? present(flexTransactions(history, held, { day, askedAt, baseCurrency }), bookingGaps)
          : missing(unlisted(piece, 'Transactions')[0] ?? lacksSections('Transactions', ['Trades'])),
      statement: present(statementOf(piece, history, day, baseCurrency)),
    },
    oddities: odditiesOf(piece),
  };
}

const ONLY_LIVE: Gap = {
  reason: 'not-available',
  message: 'Account totals such as margin and buying power are live figures of the gateway; a statement has none.',
};

const NO_ALLOCATION: Gap = {
  reason: 'not-available',
  message: 'The broker’s own split by sector is the gateway’s; a statement has none.',
};

/** Why the bookings of the day can't be told: no section of them, or none of its rows is a single booking. */
function unlisted({ bookings, otherLevels }: StatementPiece, what: string): readonly Gap[] {
  const lacking = (['trades', 'cashTransactions'] as const).filter((part) => bookings[part] === undefined);
  const ticked = lacking.filter((part) => otherLevels?.[part] === undefined).map((part) => SECTIONS[part]);
  const levels = lacking.flatMap((part) => {
    const there = otherLevels?.[part]?.join(', ');
    return there === undefined ? [] : [`${SECTIONS[part]} at level ${there} alone`];
  });
  return [
    ...(ticked.length === 0 ? [] : [lacksSections(what, ticked)]),
    ...(levels.length === 0 ? [] : [lacksLevels(what, levels)]),
  ];
}

const SECTIONS = { trades: 'Trades', cashTransactions: 'Cash Transactions' } as const;

const lacksLevels = (what: string, levels: readonly string[]): Gap => ({
  reason: 'not-available',
  message: `${what} can't be told: the statement lists ${levels.join(', ')}.`,
  nextStep: 'Choose Executions for trades and Detail for cash in the options of the Flex query.',
});

/** What the statement lists of these is true, and not all of it. */
function notAll({ partial = [] }: StatementPiece, ...parts: readonly (keyof StatementClose)[]): readonly Gap[] {
  const lacking = parts.filter((part) => partial.includes(part)).map((part) => LISTS[part]);
  if (lacking.length === 0) return [];
  const message = `Rows of the statement's ${lacking.join(' and ')} could not be read and are left out.`;
  return [
    { reason: 'unreadable', message, nextStep: 'The data notes name the rows; "npx daybook flex check" looks why.' },
  ];
}

const LISTS: Readonly<Record<keyof StatementClose, string>> = {
  positions: 'holdings',
  cash: 'cash',
  dividendAccruals: 'declared dividends',
  interestAccruals: 'accrued interest',
  ratesToBase: 'exchange rates',
};

function statementOf(
  piece: StatementPiece,
  history: StatementHistory,
  day: CalendarDate,
  baseCurrency: string,
): Statement {
  return {
    day,
    from: piece.from,
    baseCurrency,
    ...(piece.generatedAt === undefined ? {} : { generatedAt: piece.generatedAt }),
    close: piece.close,
    history,
    lacks: PARTS.filter((part) => partOf(piece, part) === undefined),
    unknown: piece.unknown,
  };
}

const CLOSES: readonly (keyof StatementClose)[] = [
  'positions',
  'cash',
  'dividendAccruals',
  'interestAccruals',
  'ratesToBase',
];
const PARTS: readonly StatementPart[] = [...BOOKINGS, ...CLOSES];

const partOf = ({ bookings, close }: StatementPiece, part: StatementPart): unknown => ({ ...bookings, ...close })[part];

/** The one currency whose rate is 1, where the statement names no base currency. */
function currencyAtPar({ ratesToBase = {} }: Partial<StatementClose>): string {
  const atPar = Object.entries(ratesToBase).filter(([, rate]) => rate === 1);
  return (atPar.length === 1 && atPar[0]?.[0]) || UNKNOWN_CURRENCY;
}

const SAID: Readonly<Record<UnknownRow['why'], (section: string, name: string, field: string) => string>> = {
  unknown: (section, name) => `${section}/${name}`,
  'field-missing': (_, name, field) => `${name} without ${field}`,
  unreadable: (_, name, field) => `${name} with an unreadable ${field}`,
  'other-account': (_, name) => `${name} of another account`,
};

/** Rows that were not understood, counted once a name. */
function odditiesOf({ unknown }: StatementPiece): readonly Oddity[] {
  const counts = new Map<string, Oddity>();
  for (const { section, name, why, field } of unknown) {
    const said = SAID[why](section, name, field ?? 'needed field');
    const kind = why === 'unknown' ? 'field' : 'value';
    counts.set(said, { kind, where: 'Flex statement', name: said, count: (counts.get(said)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
