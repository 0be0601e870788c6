import { valueOf } from '#domain/dataset';
import { type DatasetName, datasetOf } from '#domain/snapshot';
import { DATASET_NAMES } from '#report/missing';
import { type Book, CURRENCY, field } from './book.ts';
import { type Derivation, type Input, sameAs } from './derivation.ts';
import { positionInput, positionsOf } from './holding-rules.ts';
import type { KnownFigure } from './named-figure.ts';

/** A number of things that were counted, over these answers. */
function counted(value: number, label: string, answers: readonly string[], why: string): Derivation {
  return { ...sameAs({ label, value, kind: 'count', why }, 'counted'), answers };
}

const answersOf = ({ snapshot }: Book, ...names: readonly DatasetName[]): readonly string[] => [
  ...new Set(
    names.flatMap((name) => {
      const dataset = datasetOf(snapshot, name);
      return dataset.status === 'present' ? dataset.raw : [];
    }),
  ),
];

const ALL: readonly DatasetName[] = ['summary', 'ledger', 'positions', 'performance', 'transactions', 'statement'];

/** Checks that count. */
export function countRule(book: Book, { cells = {}, value, column }: KnownFigure): Derivation | undefined {
  const amount = value;
  switch (cells.id) {
    case 'age': {
      const sources = book.report.asOf.filter(({ at, late }) => at !== undefined && (column === 'expected' || !late));
      const names = sources.map(({ data, at }) => `${data} of ${at}`).join('; ');
      return counted(amount, 'Sources', answersOf(book, ...ALL), names);
    }
    case 'quantities': {
      const label =
        column === 'expected' ? 'Holdings whose quantity changed' : 'Of them explained by trades and the like';
      return counted(
        amount,
        label,
        answersOf(book, 'positions', 'transactions', 'statement'),
        'quantities of both closes, and what was traded between',
      );
    }
    case 'rates': {
      const label = column === 'expected' ? 'Currencies that hold something' : 'Of them with a rate';
      return counted(
        amount,
        label,
        answersOf(book, 'ledger', 'positions'),
        'rows of the ledger, currencies of the holdings',
      );
    }
    default:
      return undefined;
  }
}

/** Sources and how far the activity is known: numbers of answers, gaps and bookings. */
export function sourceCountRule({ column, cells = {}, value }: KnownFigure, book: Book): Derivation | undefined {
  const name = (Object.keys(DATASET_NAMES) as DatasetName[]).find((one) => DATASET_NAMES[one] === cells.data);
  if (name === undefined) return undefined;
  const why =
    column === 'gaps' ? 'what a source could not tell, as the Snapshot notes it' : 'each of them stands below';
  return counted(value, column === 'gaps' ? 'Gaps' : 'Answers', answersOf(book, name), why);
}

export function coverageRule({ value, cells = {} }: KnownFigure, book: Book): Derivation {
  const why = `bookings of ${String(cells.symbol)} from ${String(cells.from)} on: the rows of the table of transactions`;
  return counted(value, 'Bookings', answersOf(book, 'transactions', 'statement'), why);
}

export function checksPassedRule(figure: KnownFigure, book: Book): Derivation {
  const passed = book.context.checks.filter(({ verdict }) => verdict === 'pass').map(({ name }) => name);
  return counted(figure.value, 'Checks passed', [], passed.join('; '));
}

/** Quantities of holdings and amounts of cash before and now. */
export function eventRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, cells = {}, value } = figure;
  const amount = value;
  const before = book.context.previous;
  const snapshot = column === 'before' ? before : book.snapshot;
  if (!snapshot || !before) return undefined;
  const at = column === 'before' ? { at: before.run.marketDate } : {};
  const input = { label: figure.name, value: amount, kind: figure.kind } as const;
  if (cells.what === 'value restated') {
    const why = `the broker’s value of ${String(cells.symbol)}, as the Snapshot of ${column === 'before' ? 'then' : 'now'} has it`;
    return sameAs({ ...input, why }, 'the broker’s value');
  }
  const symbol = String(cells.symbol);
  if (/currency|cash/.test(String(cells.what))) {
    const told = field('ledger', ['cashbalance', 'endingCash'], [[CURRENCY, symbol]], at);
    return sameAs({ ...input, told }, 'cash of that close');
  }
  const held = (valueOf(snapshot.datasets.positions) ?? []).find((one) => one.symbol === symbol);
  const known = held ?? positionsOf(book).find((one) => one.symbol === symbol);
  if (amount === 0 || !known) return counted(0, 'Quantity', answersOf(book, 'positions'), 'not held at that close');
  const told = positionInput(known, 'Quantity', amount, ['position']).told;
  const quantity: Input = { ...input, ...(told ? { told: { ...told, ...at } } : {}) };
  return sameAs(quantity, 'quantity of that close');
}

/** What the revision before told: it stays in the archive. */
export function changedRule(figure: KnownFigure, book: Book): Derivation | undefined {
  const { column, value } = figure;
  const { changes, revision } = book.report;
  const of = column === 'before' ? changes?.revision : revision;
  if (of === undefined) return undefined;
  return sameAs(
    { label: figure.name, value, kind: figure.kind, why: `as revision ${of} has it` },
    'a figure of the report',
  );
}
