import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** The SDK's own words would go to the log in no form of ours; what matters of them comes out as an error. */
const quiet = () => undefined;

/**
 * The S3 client as the archive wants it: at most 4 attempts with growing pauses, and a deadline on each (3 s to
 * connect, 20 s until the answer begins, 10 s of silence). `overrides` are for another profile, region or endpoint.
 */
export function archiveClient(overrides: Omit<S3ClientConfig, 'requestHandler' | 'retryMode'> = {}): S3Client {
  return new S3Client({
    maxAttempts: 4,
    logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    ...overrides,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 3_000,
      requestTimeout: 20_000,
      throwOnRequestTimeout: true,
      socketTimeout: 10_000,
    },
  });
}
