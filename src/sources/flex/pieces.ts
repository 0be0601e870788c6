import type { StatementPart, StatementPiece } from '#domain/statement';
import { FlexUnreadable } from './errors.ts';
import { PieceBuilder } from './piece-builder.ts';
import { openStatementReader, type StatementOptions, type StatementsRead } from './statements.ts';

/** Fed at once, so that few statements wait for being taken. */
const STEP = 64 * 1024;

export interface PieceOptions extends StatementOptions {
  /** Lists whose rows are read and not kept: they are there, empty. Default: none. */
  readonly withoutRows?: ReadonlySet<StatementPart>;
}

/**
 * The statements of an answer one after the other, and at the end what the whole was. One statement is held at a time,
 * and those that end within the same 64 KiB. Whoever reads drops what it took when the end throws: a part of an answer
 * is none.
 *
 * A holding is listed once, also when the query ticks its lots. Dates with slashes need `options.slashOrder`, see
 * `scanSlashOrder`.
 * @throws FlexUnreadable | FlexCutOff | FlexDatesAmbiguous, and what the body throws
 */
export async function* readPieces(
  body: AsyncIterable<Uint8Array>,
  options: PieceOptions = {},
): AsyncGenerator<StatementPiece, StatementsRead, undefined> {
  const ready: StatementPiece[] = [];
  let open: PieceBuilder | undefined;
  const reader = openStatementReader(
    {
      statement: (head, type) => {
        open = new PieceBuilder(head, type, options.withoutRows);
      },
      section: (name) => open?.section(name),
      item: (item, _, row) => open?.item(item, row),
      notCounted: (row, level) => open?.notCounted(row, level),
      statementEnd: () => {
        if (open !== undefined) ready.push(open.build());
        open = undefined;
      },
    },
    options,
  );
  for await (const chunk of body) {
    for (let at = 0; at < chunk.byteLength; at += STEP) {
      reader.write(chunk.subarray(at, at + STEP));
      yield* ready.splice(0);
    }
  }
  const read = reader.end();
  yield* ready.splice(0);
  if (read.document.kind === 'response') {
    throw new FlexUnreadable("is the service's own word and no statement");
  }
  return read;
}
