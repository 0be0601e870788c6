import type { Oddity } from '#domain/snapshot';
import { defined, OddityTally } from '#sources/gateway/reading';
import type { SlashOrder } from './dates.ts';
import type { FlexDocument, FlexFields, FlexRow, FlexStatements } from './document.ts';
import { FlexUnreadable } from './errors.ts';
import { FieldMissing, Fields, FieldUnreadable } from './fields.ts';
import type { FlexItem, FlexStatementHead } from './items.ts';
import { counts, levelOf } from './levels.ts';
import { mapCashTransaction, mapCorporateAction, mapPosition, mapTrade, mapTransfer } from './map-activity.ts';
import {
  mapCash,
  mapConversionRate,
  mapDividendAccrual,
  mapFundsLine,
  mapFxResult,
  mapInterestAccrual,
  mapNetAssetValue,
  mapNetAssetValueChange,
  mapSalesTax,
} from './map-values.ts';
import { openFlexReader, typeOf } from './reader.ts';
import { openWordPool } from './word-pool.ts';
import type { XmlLimits } from './xml.ts';

/** Is told of statements and their rows as they come. Drops all of it when the reader throws later on. */
export interface StatementSink {
  /** @param type the kind of the query that made it */
  statement(head: FlexStatementHead, type: FlexStatements['type']): void;
  /** A section begins, also one without rows. */
  section?(name: string): void;
  item(item: FlexItem, head: FlexStatementHead, row: FlexRow): void;
  /** A row at a level that tells the same again. */
  notCounted?(row: FlexRow, level: string): void;
  statementEnd?(): void;
}

/** What is known after the last byte. */
export interface StatementsRead {
  readonly document: FlexDocument;
  /** Statements that hold more than the description of their account. */
  readonly statementsWithRows: number;
  /** Elements by name, counting or not. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows at a level that tells the same again, by name and level: `CashTransaction SUMMARY`. */
  readonly notCounted: Readonly<Record<string, number>>;
  readonly oddities: readonly Oddity[];
}

export interface StatementOptions {
  /** The order of day and month in dates with slashes, where the caller knows it. */
  readonly slashOrder?: SlashOrder;
  readonly limits?: XmlLimits;
}

const WHERE = 'Flex statement';

type Mapper = (row: Fields, head: FlexStatementHead) => FlexItem;

const MAPPERS: Readonly<Record<string, Mapper>> = {
  Trade: (row) => ({ kind: 'trade', value: mapTrade(row) }),
  TradeConfirm: (row) => ({ kind: 'trade', value: mapTrade(row) }),
  CashTransaction: (row) => ({ kind: 'cash-transaction', value: mapCashTransaction(row) }),
  OpenPosition: (row, { to }) => ({ kind: 'position', value: mapPosition(row, to) }),
  CorporateAction: (row) => ({ kind: 'corporate-action', value: mapCorporateAction(row) }),
  Transfer: (row) => ({ kind: 'transfer', value: mapTransfer(row) }),
  FxTransaction: (row) => ({ kind: 'fx-result', value: mapFxResult(row) }),
  EquitySummaryByReportDateInBase: (row) => ({ kind: 'net-asset-value', value: mapNetAssetValue(row) }),
  ChangeInNAV: (row, { from, to }) => ({
    kind: 'net-asset-value-change',
    value: mapNetAssetValueChange(row, from, to),
  }),
  CashReportCurrency: (row) => ({ kind: 'cash', value: mapCash(row) }),
  StatementOfFundsLine: (row) => ({ kind: 'funds-line', value: mapFundsLine(row) }),
  OpenDividendAccrual: (row) => ({ kind: 'dividend-accrual', value: mapDividendAccrual(row, 'open') }),
  ChangeInDividendAccrual: (row) => ({ kind: 'dividend-accrual', value: mapDividendAccrual(row, 'change') }),
  InterestAccrualsCurrency: (row) => ({ kind: 'interest-accrual', value: mapInterestAccrual(row) }),
  ConversionRate: (row) => ({ kind: 'rate', value: mapConversionRate(row) }),
  SalesTax: (row) => ({ kind: 'sales-tax', value: mapSalesTax(row) }),
  AccountInformation: (row) => ({ kind: 'account', value: defined({ baseCurrency: row.word('currency') }) }),
};

/** Known, and told elsewhere or not used; the answer as it came keeps them. */
const NOT_USED = new Set([
  'FIFOPerformanceSummaryUnderlying',
  'MTMPerformanceSummaryUnderlying',
  'ChangeInPositionValue',
  'PriorPeriodPosition',
  'MTDYTDPerformanceSummaryUnderlying',
  'NetStockPosition',
  'UnbundledCommissionDetail',
  'FxLots',
  'FxLot',
  'HardToBorrowDetail',
  'SecurityInfo',
  'TierInterestDetail',
]);

/** Takes one answer piece by piece and tells its statements in our terms; holds one row at a time. */
export interface StatementReader {
  /** @throws FlexUnreadable | FlexDatesAmbiguous */
  write(bytes: Uint8Array): void;
  /** After the last byte. @throws FlexUnreadable | FlexCutOff | FlexDatesAmbiguous */
  end(): StatementsRead;
}

/** Opens a reader for one answer. An answer of the service in place of a statement comes out as such at the end. */
export function openStatementReader(sink: StatementSink, options: StatementOptions = {}): StatementReader {
  const tally = new OddityTally(WHERE);
  const pool = openWordPool();
  const read: ReadFields = (row) => new Fields(row, options.slashOrder, tally, pool);
  const rows = new Map<string, number>();
  const notCounted = new Map<string, number>();
  let head: FlexStatementHead | undefined;
  let empty = false;
  let statementsWithRows = 0;
  let type: FlexStatements['type'] = 'other';
  const reader = openFlexReader(
    {
      root: (_, fields) => {
        type = typeOf(fields.type);
      },
      section: (name) => sink.section?.(name),
      statementEnd: () => sink.statementEnd?.(),
      statement: (fields) => {
        head = headOf(fields, read);
        empty = true;
        sink.statement(head, type);
      },
      row: (row) => {
        if (head === undefined) return;
        add(rows, row.name);
        if (empty && row.name !== 'AccountInformation') {
          empty = false;
          statementsWithRows += 1;
        }
        const level = levelOf(row);
        if (!counts(row.name, level)) {
          add(notCounted, `${row.name} ${level}`.trim());
          sink.notCounted?.(row, level);
        } else if (!NOT_USED.has(row.name)) sink.item(itemOf(row, head, read, tally), head, row);
      },
    },
    options.limits,
  );
  return {
    write: (bytes) => reader.write(bytes),
    end: () => ({
      document: reader.end(),
      statementsWithRows,
      rows: Object.fromEntries(rows),
      notCounted: Object.fromEntries(notCounted),
      oddities: tally.list(),
    }),
  };
}

/** Opens the fields of a row as the options of the answer say. */
type ReadFields = (row: FlexRow) => Fields;

function itemOf(row: FlexRow, head: FlexStatementHead, read: ReadFields, tally: OddityTally): FlexItem {
  if (isOfAnother(row, head)) {
    tally.add('value', `${row.name} of another account`);
    return { kind: 'unmapped', why: 'other-account', field: 'accountId', row };
  }
  const mapper = Object.hasOwn(MAPPERS, row.name) ? MAPPERS[row.name] : undefined;
  if (mapper === undefined) {
    tally.add('field', `${row.section}/${row.name}`);
    return { kind: 'unmapped', why: 'unknown', row };
  }
  try {
    return mapper(read(row), head);
  } catch (error) {
    if (error instanceof FieldMissing) {
      tally.add('value', `${row.name} without ${error.field}`);
      return { kind: 'unmapped', why: 'field-missing', field: error.field, row };
    }
    if (!(error instanceof FieldUnreadable)) throw error;
    tally.add('value', `${row.name} with an unreadable ${error.field}`);
    return { kind: 'unmapped', why: 'unreadable', field: error.field, row };
  }
}

/** Whether a row names another account than its statement does. Sums name none, or write a dash. */
function isOfAnother({ fields }: FlexRow, { accountId }: FlexStatementHead): boolean {
  const named = (Object.hasOwn(fields, 'accountId') ? fields.accountId : undefined) ?? '';
  return /\w/.test(named) && named !== accountId;
}

function headOf(fields: FlexFields, read: ReadFields): FlexStatementHead {
  const row = read({ section: '', name: 'FlexStatement', fields });
  try {
    const generatedAt = row.instant('whenGenerated');
    const head = {
      accountId: row.needed('accountId'),
      from: row.neededDay('fromDate'),
      to: row.neededDay('toDate'),
      period: row.text('period'),
    };
    return generatedAt === undefined ? head : { ...head, generatedAt };
  } catch (error) {
    if (error instanceof FieldMissing) throw new FlexUnreadable(`has a statement without ${error.field}`);
    if (error instanceof FieldUnreadable) throw new FlexUnreadable(`has a statement with an unreadable ${error.field}`);
    throw error;
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
