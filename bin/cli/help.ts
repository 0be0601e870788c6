import { COMMON_FLAGS, type Command } from './command.ts';
import { EXIT_MEANINGS } from './exit-codes.ts';
import type { Flag } from './flags.ts';

const WIDTH = 80;

/** The list of commands. */
export function generalHelp(commands: readonly Command[], version: string): string {
  const rows = commands.map((command) => pair(command.name, command.summary, 12));
  return `Daybook ${version}: a report you can trust for an Interactive Brokers account. It never trades.

Usage: npx daybook COMMAND [FLAGS]

${rows.join('\n')}

Try it without an account:  npx daybook demo
More about a command:       daybook COMMAND --help
`;
}

/** All about one command. */
export function commandHelp(command: Command): string {
  const flags = [...command.flags, ...COMMON_FLAGS];
  return `Usage: npx daybook ${command.name}${command.operands ? ` ${command.operands}` : ''} [FLAGS]

${wrap(command.description, WIDTH)}

Flags
${flags.map((flag) => pair(`--${flag.name}${flag.value ? ` ${flag.value}` : ''}`, flagHelp(flag), 24)).join('\n')}

Examples
${command.examples.map((example) => `  npx ${example}`).join('\n')}

Exit codes
${EXIT_MEANINGS.map(([code, meaning]) => pair(String(code), meaning, 4)).join('\n')}
`;
}

const flagHelp = (flag: Flag): string => `${flag.help}${flag.repeat ? ' May be given several times.' : ''}`;

function pair(term: string, text: string, indent: number): string {
  const lines = wrap(text, WIDTH - indent - 2).split('\n');
  const head = term.length < indent ? term.padEnd(indent) : `${term}\n${' '.repeat(indent + 2)}`;
  return `  ${head}${lines.join(`\n${' '.repeat(indent + 2)}`)}`;
}

/** Breaks text at blanks so that no line is longer than `width`, if the words allow. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line ? `${line} ${word}` : word;
      }
    }
    lines.push(line);
  }
  return lines.join('\n');
}
