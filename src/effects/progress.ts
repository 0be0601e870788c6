/** Tells a person what is being done, one short line a step. Holds no account number and no amount. */
export type Progress = (line: string) => void;
