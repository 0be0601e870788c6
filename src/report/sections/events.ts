import type { QuantityChange } from '#analytics/quantity-changes';
import { addDays } from '#domain/calendar-date';
import { valueOf } from '#domain/dataset';
import type { Snapshot } from '#domain/snapshot';
import { accountClose } from '#report/account-close';
import { type Block, type Row, table } from '#report/block';
import { movesBetween } from '#report/moves-between';
import type { ReportSection } from '#report/report';
import type { ReportContext } from '#report/report-context';
import { restatedValue } from '#report/restated-value';
import { countText, dayText } from '#report/wording';

type Key = 'what' | 'symbol' | 'before' | 'after' | 'why';
type Event = Row<Key>;

/** What is different from the Snapshot of the day before: holdings, currencies, cash, a value that was told otherwise. */
export function events(snapshot: Snapshot, context: ReportContext): ReportSection {
  const { previous, calendar, marketDate } = context;
  if (!previous)
    return notice('No Snapshot of an earlier day can be read: changes are noticed from the second day on.');
  const since = previous.run.marketDate;
  const [before, after] = [accountClose(previous, calendar), accountClose(snapshot, calendar)];
  const holdings = 'missing' in before ? before.missing : 'missing' in after ? after.missing : undefined;
  const rows: readonly Event[] = [
    ...baseCurrency(previous, snapshot),
    ...(holdings === undefined ? movesBetween(previous, snapshot, calendar).changes.map(holdingEvent) : []),
    ...currencies(previous, snapshot),
    ...restated(previous, context),
  ];
  const days = calendar.tradingDays(addDays(since, 1), marketDate).length;
  const gap = days > 1 ? `, ${countText(days, 'market day')}: no Snapshot in between` : '';
  const lacking = holdings === undefined ? {} : { note: `Holdings can’t be compared: ${holdings}.` };
  const common = {
    subtitle: `Since the close of ${dayText(since)}${gap}`,
    emptyText: 'Holdings, currencies and earlier values are as they were.',
    rows,
    ...lacking,
  };
  const flagged = rows.filter(({ $tone }) => $tone === 'loss').length;
  const count = rows.length === 0 ? 'Nothing new' : countText(rows.length, 'change');
  const title = `${count} since ${dayText(since)}${flagged > 0 ? `, ${flagged} to look at` : ''}`;
  const blocks: Block[] = [
    table<Key>({
      ...common,
      id: 'events',
      title,
      shownIn: ['page', 'workbook'],
      sheet: 'Events',
      columns: COLUMNS,
      limit: 60,
    }),
  ];
  if (rows.length > 0) {
    const short = rows.map((row) => ({ ...row, what: `${row.symbol ?? ''} ${row.what ?? ''}`.trim() }));
    const columns = COLUMNS.filter(({ key }) => key === 'what' || key === 'why');
    blocks.push(
      table<Key>({
        ...common,
        id: 'events-mail',
        title: 'New since the day before',
        shownIn: ['mail'],
        columns,
        rows: onlyShown(short),
      }),
    );
  }
  return { id: 'events', blocks };
}

const COLUMNS = [
  { key: 'what', title: 'What', kind: 'text' },
  { key: 'symbol', title: 'Of', kind: 'text', weight: 'lead' },
  { key: 'before', title: 'Before', kind: 'quantity' },
  { key: 'after', title: 'Now', kind: 'quantity' },
  { key: 'why', title: 'By', kind: 'text', weight: 'side' },
] as const;

const onlyShown = (rows: readonly Event[]): readonly Event[] =>
  rows.map(({ what, why, $tone }) => ({ what: what ?? null, why: why ?? null, ...($tone ? { $tone } : {}) }));

function notice(text: string): ReportSection {
  return {
    id: 'events',
    blocks: [
      {
        kind: 'notice',
        id: 'events-first',
        title: 'Changes since the day before',
        shownIn: ['page', 'workbook'],
        tone: 'plain',
        items: [{ term: 'n/a', text }],
      },
    ],
  };
}

const WHY: Readonly<Record<QuantityChange['verdict'], string>> = {
  explained: 'trades',
  unexplained: 'no trade: possible corporate action or transfer',
  unknown: 'trades not told yet',
};

function holdingEvent({ symbol, before, after, verdict }: QuantityChange): Event {
  const what = before === 0 ? 'opened' : after === 0 ? 'closed' : 'changed';
  const row: Event = { what, symbol, before, after, why: WHY[verdict] };
  return verdict === 'unexplained' ? { ...row, $tone: 'loss' } : row;
}

/** Currencies that are new in cash, and cash that fell below zero. */
function currencies(previous: Snapshot, snapshot: Snapshot): readonly Event[] {
  const [before, after] = [valueOf(previous.datasets.ledger), valueOf(snapshot.datasets.ledger)];
  if (!before || !after) return [];
  const cash = new Map(before.balances.map((row) => [row.currency, row.cash]));
  return after.balances.flatMap((row): Event[] => {
    const was = cash.get(row.currency);
    const figures = { symbol: row.currency, before: was ?? null, after: row.cash, why: null };
    if (row.cash < 0 && (was === undefined || was >= 0))
      return [{ $tone: 'loss', what: 'cash turned negative', ...figures }];
    return was === undefined && row.cash !== 0 ? [{ what: 'new currency', ...figures }] : [];
  });
}

function baseCurrency(previous: Snapshot, snapshot: Snapshot): readonly Event[] {
  const [was, is] = [previous.account.baseCurrency, snapshot.account.baseCurrency];
  if (was === is) return [];
  const why = 'values before and after can’t be compared';
  return [{ $tone: 'loss', what: `base currency changed from ${was}`, symbol: is, before: null, after: null, why }];
}

function restated(previous: Snapshot, { history, base }: ReportContext): readonly Event[] {
  const found = restatedValue(previous, history, base);
  if (!found) return [];
  const { date, before, after } = found;
  return [{ $tone: 'loss', what: 'value restated', symbol: dayText(date), before, after, why: 'the broker' }];
}
