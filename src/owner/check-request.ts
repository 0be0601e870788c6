import type { Archive } from '#archive/archive';
import type { Cloud } from './cloud.ts';
import type { Deployment } from './deployment.ts';

export interface CheckRequest {
  readonly deployment: Deployment;
  /** The owner's address for notices. Undefined when the settings have no `stack`. */
  readonly notices?: string;
  /** Every address that gets the mail. */
  readonly recipients: readonly string[];
  /** The From line. */
  readonly sender: string;
  readonly timeZone: string;
  /** Where a test mail goes; none is sent when absent. */
  readonly testTo?: string;
  readonly now: Date;
  /** The query that the settings name, if they do. */
  readonly flex?: { readonly query: string };
  /** Whether the settings want a gateway; absent: as the stack has it. */
  readonly gatewayWanted?: boolean;
}

export interface CheckPorts {
  readonly cloud: Cloud;
  readonly archive: Archive;
}
