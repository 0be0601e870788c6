import type { FlexDocument, FlexFields, FlexSink, FlexStatements } from './document.ts';
import { FlexUnreadable } from './errors.ts';
import { openXmlReader, type XmlLimits, type XmlListener } from './xml.ts';

/** Takes one answer piece by piece. */
export interface FlexReader {
  /** @throws FlexUnreadable */
  write(bytes: Uint8Array): void;
  /** After the last byte: what the answer was. @throws FlexUnreadable | FlexCutOff */
  end(): FlexDocument;
}

const TYPES: Readonly<Record<string, 'activity' | 'trade-confirmation'>> = {
  AF: 'activity',
  TCF: 'trade-confirmation',
};

/** Elements on the way from the root to a statement. */
const WAY = ['FlexQueryResponse', 'FlexStatements', 'FlexStatement'];

interface Root {
  name: string;
  fields: FlexFields;
  count: string;
  statements: number;
}

/** Opens a reader for one answer of the service, a statement or the service's own word; the root element tells which. */
export function openFlexReader(sink: FlexSink, limits?: XmlLimits): FlexReader {
  const path: string[] = [];
  const root: Root = { name: '', fields: {}, count: '', statements: 0 };
  const words = new Map<string, string>();
  const listener: XmlListener = {
    open: (name, fields) => {
      path.push(name);
      if (path.length === 1) {
        if (name !== 'FlexQueryResponse' && name !== 'FlexStatementResponse') {
          throw new FlexUnreadable(`is no statement: its root is <${name.slice(0, 40)}>`);
        }
        root.name = name;
        root.fields = fields;
        sink.root?.(name, fields);
      }
      if (path[0] !== 'FlexQueryResponse') return;
      if (path.length === 2) root.count = fields.count ?? root.count;
      if (path.length <= 3 && name !== WAY[path.length - 1]) {
        throw new FlexUnreadable(`has <${name.slice(0, 40)}> where <${WAY[path.length - 1]}> must stand`);
      }
      if (path.length === 3) {
        root.statements += 1;
        sink.statement(fields);
      }
      if (path.length === 4) sink.section?.(name);
      if (path.length > 4 || (path.length === 4 && Object.keys(fields).length > 0)) {
        sink.row({ section: path[3] ?? name, name, fields });
      }
    },
    text: (text) => {
      if (path.length === 2 && path[0] === 'FlexStatementResponse') {
        const name = path[1] ?? '';
        words.set(name, (words.get(name) ?? '') + text);
      }
    },
    close: () => {
      if (path.length === 3 && path[0] === 'FlexQueryResponse') sink.statementEnd?.();
      path.pop();
    },
  };
  const xml = openXmlReader(listener, limits);
  return {
    write: (bytes) => xml.write(bytes),
    end: () => {
      xml.end();
      return root.name === 'FlexQueryResponse' ? statementsOf(root) : responseOf(words);
    },
  };
}

/** The kind of query by the root's `type`. */
export function typeOf(type: string | undefined): FlexStatements['type'] {
  return (type !== undefined && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined) ?? 'other';
}

function statementsOf(root: Root): FlexDocument {
  const { queryName = '', type = '' } = root.fields;
  const document = { kind: 'statements', queryName, type: typeOf(type), statements: root.statements } as const;
  return /^\d{1,9}$/.test(root.count) ? { ...document, countAttribute: Number(root.count) } : document;
}

function responseOf(words: ReadonlyMap<string, string>): FlexDocument {
  const word = (name: string) => {
    const text = words.get(name)?.trim();
    return text === '' ? undefined : text;
  };
  const status = word('Status');
  if (status === undefined) throw new FlexUnreadable('has no status');
  const members = Object.entries({
    errorCode: word('ErrorCode'),
    message: word('ErrorMessage'),
    referenceCode: word('ReferenceCode'),
    url: word('url') ?? word('Url'),
  }).filter(([, value]) => value !== undefined);
  return { kind: 'response', status, ...Object.fromEntries(members) };
}
