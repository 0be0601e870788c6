import type { FlexStatementHead } from '#sources/flex/items';
import { refusalOf } from '#sources/flex/refusals';
import { openStatementReader } from '#sources/flex/statements';
import { SourceError } from '#sources/source-error';
import type { Facts } from './fact.ts';
import { type FoundItem, responseFacts, statementsFacts } from './flex-facts.ts';
import type { Sample } from './manifest.ts';

const KINDS = ['flex-statement', 'flex-response'];

/** Whether a sample is an answer of the Flex Web Service. */
export function isFlex({ host, kind }: Pick<Sample, 'host' | 'kind'>): boolean {
  return host === 'flex' && KINDS.includes(kind);
}

/** Puts one body through the product's reader, mapping and table of codes. */
export function understandFlex(text: string): { readonly meaning: string; readonly facts: Facts } {
  const heads: FlexStatementHead[] = [];
  const found: FoundItem[] = [];
  const reader = openStatementReader({
    statement: (head) => heads.push(head),
    item: (item, head) => found.push({ item, head }),
  });
  try {
    reader.write(new TextEncoder().encode(text));
    const read = reader.end();
    const { document } = read;
    if (document.kind === 'response') {
      return { meaning: refusalOf(document)?.meaning ?? 'data', facts: responseFacts(document) };
    }
    const meaning = read.statementsWithRows === 0 ? 'empty' : 'data';
    return { meaning, facts: statementsFacts(document, read, heads, found) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { meaning: `unreadable (${error.message})`, facts: {} };
  }
}
