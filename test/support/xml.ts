/** An element of a document. Text is that of the element itself, entities resolved. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const TOKEN =
  /<\?[^?]*\?>|<!--.*?-->|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gsy;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#(\d+)|#x([0-9a-fA-F]+));/g;
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

/** Reads a document without DTD; throws on anything that is not well-formed. Only for tests. */
export function parseXml(source: string): XmlElement {
  if (FORBIDDEN.test(source)) throw new Error('a character that XML forbids');
  type Open = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string };
  const stack: Open[] = [{ name: '', attributes: {}, children: [], text: '' }];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    const parent = stack.at(-1);
    if (!match || !parent) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 40)}`);
    const [, closing, opening, attributes = '', empty, text] = match;
    if (text !== undefined) parent.text += resolve(text);
    if (closing !== undefined) {
      const open = stack.pop();
      if (open?.name !== closing || stack.length === 0) throw new Error(`</${closing}> closes <${open?.name}>`);
      stack.at(-1)?.children.push(open);
    }
    if (opening !== undefined) {
      const element: Open = { name: opening, attributes: attributesOf(attributes), children: [], text: '' };
      if (empty) parent.children.push(element);
      else stack.push(element);
    }
  }
  const [document] = stack;
  const root = document?.children[0];
  if (stack.length !== 1 || document?.children.length !== 1 || !root || document.text.trim() !== '') {
    throw new Error(`not one closed root element: ${stack.map(({ name }) => name).join('/')}`);
  }
  return root;
}

/** All elements of a name at any depth, in document order. */
export function elements(root: XmlElement, name: string): readonly XmlElement[] {
  const below = root.children.flatMap((child) => elements(child, name));
  return root.name === name ? [root, ...below] : below;
}

/** The first child of a name. */
export function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((element) => element.name === name);
}

function attributesOf(source: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', double, single] of source.matchAll(ATTRIBUTE)) {
    if (name in found) throw new Error(`attribute ${name} twice`);
    found[name] = resolve(double ?? single ?? '');
  }
  return found;
}

function resolve(text: string): string {
  const resolved = text.replace(ENTITY, (_, named?: string, decimal?: string, hex?: string) =>
    named !== undefined
      ? (NAMED[named] ?? '')
      : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16)),
  );
  if (text.replace(ENTITY, '').includes('&')) throw new Error(`a bare & in ${text.slice(0, 40)}`);
  return resolved;
}
