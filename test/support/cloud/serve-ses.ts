import { SESClient } from '@aws-sdk/client-ses';
import { WRITE_ONCE_PREFIXES } from '#archive/keys';
import { SES_CLIENT } from '#delivery/ses-channel';
import { type Cloud, startCloud } from './cloud.ts';
import type { FaultKind } from './faults.ts';
import type { SesFace } from './ses-face.ts';

export interface ServedSes {
  /** Made as the function "notify" makes its own. */
  readonly client: SESClient;
  readonly cloud: Cloud;
  /** Breaks the next call that way. */
  break(kind: FaultKind): void;
  /** Calls of SES that arrived, whatever became of them. */
  calls(): number;
  close(): Promise<void>;
}

/** A cloud with this SES, and a real client for it. */
export async function serveSes(face: SesFace): Promise<ServedSes> {
  const cloud = await startCloud({ faces: [face], writeOncePrefixes: WRITE_ONCE_PREFIXES });
  const { endpoint, region, credentials } = cloud.client;
  const client = new SESClient({ ...SES_CLIENT, endpoint, region, credentials });
  return {
    client,
    cloud,
    break: (kind) => cloud.fault({ ...kind, service: 'ses' }),
    calls: () => cloud.requests.filter(({ service }) => service === 'ses').length,
    close: async () => {
      client.destroy();
      await cloud.close();
    },
  };
}
