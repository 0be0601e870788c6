import { tmpdir } from 'node:os';
import type { Archive } from '#archive/archive';
import { s3Archive } from '#archive/s3-archive';
import { archiveClient } from '#archive/s3-client';
import { systemClock } from '#effects/system-clock';

/** The archive in the stack's bucket. */
export function bucketArchive(bucket: string): Archive {
  return s3Archive({ client: archiveClient(), bucket, sleep: systemClock.sleep, spoolFolder: tmpdir() });
}
