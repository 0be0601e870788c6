/** Pieces of a body for whoever reads a stream. */
export async function* streamOf(...pieces: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

/** The attributes that a statement must have, over these. */
export function flexStatement(inside: string, fields: Readonly<Record<string, string>> = {}): string {
  const all = { accountId: 'U1234567', fromDate: '20260401', toDate: '20260402', period: '', ...fields };
  const attributes = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return `<FlexStatement ${attributes.join(' ')}>${inside}</FlexStatement>`;
}

/** A whole answer. */
export function flexAnswer(statements: readonly string[], type = 'AF'): string {
  return `<FlexQueryResponse queryName="Q" type="${type}"><FlexStatements count="${statements.length}">${statements.join('')}</FlexStatements></FlexQueryResponse>`;
}
