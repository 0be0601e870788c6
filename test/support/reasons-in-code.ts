import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A place of the sources that gives a reason for a missing figure, as written. */
export interface ReasonPlace {
  readonly path: string;
  /** What stands after `missing:` or inside `none(…)`. */
  readonly written: string;
  /** Its texts, each `${…}` of a template as `…`. Empty where it passes on what another place gave. */
  readonly texts: readonly string[];
}

/** A value that says why it is missing; a field of that name in a type is none. */
const GIVEN = /(?<!readonly )\bmissing: |(?<!const )\bnone\(/g;

/** Every place of some folders and files that gives a reason. */
export async function reasonPlaces(sources: readonly string[]): Promise<readonly ReasonPlace[]> {
  const files = (await Promise.all(sources.map(sourcesIn))).flat().sort();
  const places = await Promise.all(files.map(async (path) => placesIn(path, await readFile(path, 'utf8'))));
  return places.flat();
}

async function sourcesIn(folder: string): Promise<readonly string[]> {
  if (folder.endsWith('.ts')) return [folder];
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

export function placesIn(path: string, source: string): readonly ReasonPlace[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, (comment) => ' '.repeat(comment.length));
  return [...withoutTexts(code).matchAll(GIVEN)].map((found) => {
    const written = expressionAt(code, found.index + found[0].length);
    return { path, written, texts: textsOf(written, code) };
  });
}

/** The same length, each text blank. */
function withoutTexts(code: string): string {
  let out = '';
  for (let at = 0; at < code.length; at += 1) {
    const end = '\'"`'.includes(code[at] ?? '') ? endOfText(code, at) : at;
    out += end === at ? code[at] : ' '.repeat(end - at + 1);
    at = end;
  }
  return out;
}

/** Up to the comma, bracket or semicolon that ends it. */
function expressionAt(code: string, from: number): string {
  let depth = 0;
  let at = from;
  while (at < code.length) {
    const char = code[at] ?? '';
    if ('\'"`'.includes(char)) at = endOfText(code, at);
    else if ('([{'.includes(char)) depth += 1;
    else if (depth === 0 && ',;)]}'.includes(char)) break;
    else if (')]}'.includes(char)) depth -= 1;
    at += 1;
  }
  return code.slice(from, at).trim();
}

/** Where a text that begins here ends: at its closing quote, `${…}` passed over. */
function endOfText(code: string, from: number): number {
  const quote = code[from];
  let at = from + 1;
  while (at < code.length && code[at] !== quote) {
    if (code[at] === '\\') at += 1;
    else if (quote === '`' && code.startsWith('${', at)) {
      at += 2;
      for (let depth = 1; depth > 0; at += 1) {
        if (code[at] === '`') at = endOfText(code, at);
        else if (code[at] === '{') depth += 1;
        else if (code[at] === '}') depth -= 1;
      }
      at -= 1;
    }
    at += 1;
  }
  return at;
}

/** Texts that an expression holds something against, and gives to nobody. */
const ASKED = /===? '[^']*'|\['[^']*'\]|'[^']*' in /g;

/** Texts of an expression, and of the constants of the same file that it names. */
function textsOf(expression: string, code: string): readonly string[] {
  const own = literalsOf(expression.replace(ASKED, ''));
  const named = [...expression.matchAll(/\b[A-Z][A-Z_]+\b/g)].flatMap(([name]) => {
    const from = code.search(new RegExp(`\\bconst ${name}\\b`));
    return from < 0 ? [] : literalsOf(expressionAt(code, code.indexOf('=', from) + 1));
  });
  return [...own, ...named];
}

function literalsOf(expression: string): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < expression.length; at += 1) {
    if (!'\'"`'.includes(expression[at] ?? '')) continue;
    const end = endOfText(expression, at);
    texts.push(templated(expression.slice(at + 1, end)));
    at = end;
  }
  return texts.filter((text) => text !== '');
}

/** `no rate for …` of a template. */
function templated(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    if (!text.startsWith('${', at)) {
      out += text[at];
      continue;
    }
    at += 2;
    for (let depth = 1; depth > 0; at += 1) {
      if (text[at] === '`') at = endOfText(text, at);
      else if (text[at] === '{') depth += 1;
      else if (text[at] === '}') depth -= 1;
    }
    at -= 1;
    out += '…';
  }
  return out;
}
