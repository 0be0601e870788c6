import { archiveCommand } from '#bin/cli/commands/archive';
import { benchmarkCommand } from '#bin/cli/commands/benchmark';
import { checkCommand } from '#bin/cli/commands/check';
import { demo } from '#bin/cli/commands/demo';
import { doctorCommand } from '#bin/cli/commands/doctor';
import { explainCommand } from '#bin/cli/commands/explain';
import { flexCommand } from '#bin/cli/commands/flex';
import { hostCommand } from '#bin/cli/commands/host';
import { loginCommand } from '#bin/cli/commands/login';
import { publishCommand } from '#bin/cli/commands/publish';
import { report } from '#bin/cli/commands/report';
import { runCommand } from '#bin/cli/commands/run';
import { simulate } from '#bin/cli/commands/simulate';
import { statusCommand } from '#bin/cli/commands/status';
import { failureOf } from '#owner/failure';
import { lettersApart } from '#owner/letters-apart';
import { VERSION } from '#wiring/version';
import type { World } from '#wiring/world';
import { COMMON_FLAGS, type Command } from './command.ts';
import { exitCodeOf } from './exit-code-of.ts';
import { EXIT } from './exit-codes.ts';
import { readFlags } from './flags.ts';
import { commandHelp, generalHelp } from './help.ts';

/** In the order a newcomer meets them. */
const COMMANDS: readonly Command[] = [
  demo,
  report,
  publishCommand,
  checkCommand,
  loginCommand,
  flexCommand,
  statusCommand,
  doctorCommand,
  runCommand,
  archiveCommand,
  explainCommand,
  benchmarkCommand,
  hostCommand,
  simulate,
];

/**
 * Runs one command line. Nothing is thrown: whatever goes wrong becomes a message with a next step and an exit code.
 * @param argv the words after `daybook`
 * @returns the exit code, see `exit-codes.ts`
 */
export async function main(argv: readonly string[], world: World): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help') {
    const wanted = COMMANDS.find((command) => command.name === rest[0]);
    world.stdout(wanted ? commandHelp(wanted) : generalHelp(COMMANDS, VERSION));
    return EXIT.done;
  }
  if (name === '--version') {
    world.stdout(`${VERSION}\n`);
    return EXIT.done;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) {
    const near = COMMANDS.find((candidate) => lettersApart(candidate.name, name) <= 2);
    world.stderr(`daybook: "${name}" is not a command${near ? `; did you mean ${near.name}?` : ''}\n`);
    world.stderr(`Commands: ${COMMANDS.map((candidate) => candidate.name).join(', ')}. Try npx daybook --help.\n`);
    return EXIT.usage;
  }
  if (rest.includes('--help')) {
    world.stdout(commandHelp(command));
    return EXIT.done;
  }
  return run(command, rest, world);
}

async function run(command: Command, args: readonly string[], world: World): Promise<number> {
  const problems: string[] = [];
  const given = readFlags(args, [...command.flags, ...COMMON_FLAGS], problems);
  try {
    const go = await command.prepare(given, problems, world);
    if (problems.length > 0) {
      world.stderr(
        `daybook ${command.name}: ${problems.length === 1 ? 'one thing' : `${problems.length} things`} to mend first\n`,
      );
      for (const problem of problems) world.stderr(`  - ${problem}\n`);
      world.stderr(`Nothing was begun. All flags: npx daybook ${command.name} --help\n`);
      return EXIT.usage;
    }
    return await go();
  } catch (error) {
    const failure = failureOf(error);
    world.stderr(`daybook ${command.name}: ${failure.message}\n${failure.nextStep}\n`);
    if (given.on('debug') && error instanceof Error) world.stderr(`${traceOf(error)}\n`);
    return exitCodeOf(failure.kind);
  }
}

function traceOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${traceOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
