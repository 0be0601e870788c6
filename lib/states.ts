/** A state in Amazon States Language, as far as this machine uses it. */
export interface State {
  readonly Type: 'Task' | 'Map' | 'Parallel' | 'Choice' | 'Wait' | 'Pass' | 'Succeed' | 'Fail';
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string; readonly [condition: string]: unknown }[];
  readonly ItemProcessor?: Definition & {
    readonly ProcessorConfig: { readonly Mode: 'INLINE' | 'DISTRIBUTED'; readonly ExecutionType?: 'STANDARD' };
  };
  readonly Branches?: readonly Definition[];
  readonly [field: string]: unknown;
}

export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** ARNs that the machine's definition names. At least one source is there. */
export interface RunTargets {
  /** Published versions of the functions. */
  readonly begin: string;
  /** Of the gateway. Absent: there is none. */
  readonly collect?: string | undefined;
  /** Of Flex. Absent: it is not asked. */
  readonly flex?: FlexTargets | undefined;
  readonly publish: string;
  readonly notify: string;
  readonly end: string;
  readonly noticeTopic: string;
  /** `aws`, but in China and in the government's regions. */
  readonly partition: string;
}

export interface FlexTargets {
  /** Published versions of the functions. */
  readonly collect: string;
  readonly join: string;
  /** Name of the archive's bucket: lists of many accounts lie there. */
  readonly bucket: string;
}
