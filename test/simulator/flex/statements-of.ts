import { parseCalendarDate } from '#domain/calendar-date';
import type { StatementPiece } from '#domain/statement';
import type { VirtualClock } from '#effects/virtual-clock';
import type { Simulator } from '#simulator/simulator';
import { type FlexRequest, openFlexSource } from '#sources/flex/flex-source';
import { readPieces } from '#sources/flex/pieces';
import type { StatementOptions } from '#sources/flex/statements';
import { openHttpClient } from '#sources/http/http-client';

export interface Told {
  readonly pieces: readonly StatementPiece[];
  readonly text: string;
  readonly count?: number;
}

/** Asks a simulator for statements with the product's own source, over a socket, and reads them with its readers. */
export async function statementsOf(
  { simulator, clock }: { readonly simulator: Simulator; readonly clock: VirtualClock },
  asked: Partial<FlexRequest> = {},
  options: StatementOptions = {},
): Promise<Told> {
  const source = openFlexSource({
    connect: (origin) => openHttpClient({ origin, ca: simulator.certificate, userAgent: 'daybook/test' }),
    clock,
    token: simulator.flex.token,
    origin: simulator.flex.origin,
  });
  const kept: Uint8Array[] = [];
  try {
    const { document } = await source.fetch({ query: simulator.flex.query, ...asked }, async (body) => {
      for await (const piece of body) kept.push(piece);
    });
    const pieces: StatementPiece[] = [];
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield* kept;
    };
    for await (const piece of readPieces(body(), options)) pieces.push(piece);
    const count = document.countAttribute === undefined ? {} : { count: document.countAttribute };
    return { pieces, text: Buffer.concat(kept).toString(), ...count };
  } finally {
    await source.close();
  }
}

/** A span of days to ask for. */
export function daysFrom(from: string, to: string): Pick<FlexRequest, 'days'> {
  const days = { from: parseCalendarDate(from), to: parseCalendarDate(to) };
  if (!days.from || !days.to) throw new TypeError(`no days ${from} to ${to}`);
  return { days: { from: days.from, to: days.to } };
}
