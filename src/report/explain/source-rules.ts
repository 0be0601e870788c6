import { addDays } from '#domain/calendar-date';
import type { ComparedItem, ComparedThing } from '#domain/source-comparison';
import { type Book, CURRENCY, DATE, field, pointsOf, statementOf } from './book.ts';
import { type Derivation, type Input, sameAs } from './derivation.ts';
import { AMOUNTS, DAY } from './money-derivations.ts';
import type { KnownFigure } from './named-figure.ts';
import { growth } from './series-rules.ts';

/** Checks that hold the two sources against each other, or days against the span of a statement. */
export function sourceRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const id = String(figure.cells?.id);
  if (id === 'spans') return spanRule(figure, book);
  const what = id.replace(/^sources-/, '') as ComparedThing;
  const compared = book.snapshot.compared?.find((one) => one.what === what);
  const widest = compared && 'widest' in compared ? compared.widest : undefined;
  if (!widest) return undefined;
  const { name } = widest;
  const flex = figure.column === 'expected';
  const told = flex ? ofStatement(what, widest, book) : ofGateway(what, widest, book);
  const kind = figure.kind;
  const label = `${name} by the ${flex ? 'statement' : 'gateway'}`;
  const { unit } = figure;
  const input: Input = { label, value: figure.value, kind, told, ...(unit === undefined ? {} : { unit }) };
  return sameAs(input, 'of all that both tell, what differs most, as it is told');
}

function ofStatement(what: ComparedThing, { conid, currency = '', date }: ComparedItem, { context }: Book) {
  const day = date ?? context.marketDate;
  switch (what) {
    case 'value':
      return field('statement', ['total', 'endingValue'], [[['reportDate', 'toDate'], day]], { day });
    case 'return':
      return field('statement', ['twr'], [[['toDate'], day]], { day, as: 'percent' });
    case 'quantity':
      return field('statement', ['position'], [[['conid'], String(conid)]], { day, as: 'sum' });
    case 'cash':
      return field('statement', ['endingCash'], [[CURRENCY, currency]], { day });
    case 'trade':
      return field(
        'statement',
        ['quantity', ...AMOUNTS, 'proceeds'],
        [
          [['conid'], String(conid)],
          [DAY, day],
        ],
        {
          day,
          as: 'sum',
        },
      );
  }
}

function ofGateway(what: ComparedThing, { conid, currency = '', date }: ComparedItem, { context }: Book) {
  const day = date ?? context.marketDate;
  const source = 'gateway' as const;
  switch (what) {
    case 'value':
      return field('performance', ['nav', 'navs'], [[DATE, day]], { source });
    case 'return':
      return field('performance', ['cps', 'returns'], [[DATE, day]], { source });
    case 'quantity':
      return field('positions', ['position'], [[['conid'], String(conid)]], { as: 'sum', source });
    case 'cash':
      return field('ledger', ['cashbalance'], [[CURRENCY, currency]], { source });
    case 'trade':
      return field(
        'transactions',
        ['qty', 'amt'],
        [
          [['conid'], String(conid)],
          [['date', 'rawDate'], day],
        ],
        {
          as: 'sum',
          source,
        },
      );
  }
}

/** Of the statements of several days the one whose return differs most from the linked days. */
function spanRule({ column, value }: KnownFigure, book: Book): Derivation | undefined {
  const statement = statementOf(book);
  const { calendar } = book.context;
  const points = pointsOf(book);
  for (const change of statement?.history.changes ?? []) {
    const { from, to, timeWeightedReturn: told } = change;
    const opening = calendar.previousTradingDay(from);
    const closing = calendar.previousTradingDay(addDays(to, 1));
    const [base, end] = [opening, closing].map((day) => points.findLast(({ date }) => date === day)?.level);
    if (told === undefined || base === undefined || end === undefined) continue;
    if (column === 'found' && Math.abs(end / base - 1 - Number(value)) < 1e-12) return growth(book, opening, closing);
    if (column !== 'expected' || told !== value || calendar.tradingDays(from, to).length < 2) continue;
    const fields = field(
      'statement',
      ['twr'],
      [
        [['toDate'], to],
        [['fromDate'], from],
      ],
      {
        as: 'percent',
        since: from,
        day: to,
      },
    );
    return sameAs(
      { label: `Return of ${from} to ${to}`, value: told, kind: 'return', told: fields },
      'the broker’s own',
    );
  }
  return undefined;
}
