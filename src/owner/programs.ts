/** Programs of the person's machine that a command makes use of. */
export interface Programs {
  /** Whether the machine has the program, and it starts. */
  has(program: string): Promise<boolean>;
  /** Runs a program to its end. Rejects when the person stops the command. */
  run(call: ProgramCall): Promise<ProgramEnd>;
  /** Starts a program that goes on; it ends with Daybook at the latest, and what it started itself with it. */
  start(call: ProgramCall): RunningProgram;
}

export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  /** Over the environment of this process; a name whose value is undefined is taken out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface ProgramEnd {
  /** Exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  /** Resolves with the first line of the output that `wanted` matches; undefined when the program ends without one. */
  line(wanted: RegExp): Promise<RegExpExecArray | undefined>;
  /** Resolves when it has ended, however. */
  readonly ended: Promise<ProgramEnd>;
  /** Ends it and whatever it started, by asking first. Resolves when they are gone. */
  stop(): Promise<void>;
}
