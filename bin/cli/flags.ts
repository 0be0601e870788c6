import { parseArgs } from 'node:util';
import { lettersApart } from '#owner/letters-apart';

/** One flag of a command. */
export interface Flag {
  readonly name: string;
  /** What stands for its value in the help; absent for a switch. */
  readonly value?: string;
  readonly repeat?: boolean;
  readonly help: string;
}

/** What was given on the command line, by flag name. */
export interface Given {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  all(name: string): readonly string[];
  on(name: string): boolean;
}

/**
 * Reads a command line against a list of flags. Everything wrong with it is collected in `problems`, in plain
 * sentences, so that one round of mending is enough.
 */
export function readFlags(args: readonly string[], flags: readonly Flag[], problems: string[]): Given {
  const options = Object.fromEntries(
    flags.map((flag) => [flag.name, { type: flag.value ? ('string' as const) : ('boolean' as const), multiple: true }]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true, allowPositionals: true });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = flags.find(({ name }) => name === token.name && token.rawName.startsWith('--'));
    if (!flag) {
      problems.push(`${token.rawName} is not a flag of this command${suggestion(token.name, flags)}`);
      continue;
    }
    const value = token.value;
    if (flag.value && (value === undefined || (value.startsWith('--') && !token.inlineValue))) {
      problems.push(`--${flag.name} needs a value: --${flag.name} ${flag.value}`);
    } else if (!flag.value && value !== undefined) {
      problems.push(`--${flag.name} takes no value`);
    } else if (!flag.repeat && values.has(flag.name)) {
      problems.push(`--${flag.name} is given twice`);
    } else {
      values.set(flag.name, [...(values.get(flag.name) ?? []), value ?? '']);
    }
  }
  return {
    positionals,
    text: (name) => values.get(name)?.[0],
    all: (name) => values.get(name) ?? [],
    on: (name) => values.has(name),
  };
}

function suggestion(name: string, flags: readonly Flag[]): string {
  const near = flags.find(
    (flag) => lettersApart(flag.name, name) <= 2 || (name.length > 2 && flag.name.startsWith(name)),
  );
  return near ? `; did you mean --${near.name}?` : '; see --help';
}
