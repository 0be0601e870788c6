import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** The SDK's logger would write whole requests with their bodies; what matters comes out as an error. */
const quiet = () => undefined;

/** Milliseconds for one attempt. */
export interface S3Deadlines {
  /** Until there is a connection. */
  readonly connect: number;
  /** From the request until its answer begins. */
  readonly answer: number;
  /** Without a byte, also in the middle of a body. */
  readonly silence: number;
}

const DEADLINES: S3Deadlines = { connect: 3_000, answer: 20_000, silence: 10_000 };

/**
 * The S3 client as the archive wants it: at most 4 attempts with growing pauses, each with its deadlines (default:
 * 3 s to connect, 20 s until the answer begins, 10 s of silence). `overrides` are for another profile, region or
 * endpoint.
 */
export function archiveClient(
  overrides: Omit<S3ClientConfig, 'logger' | 'requestHandler' | 'retryMode'> = {},
  deadlines: S3Deadlines = DEADLINES,
): S3Client {
  return new S3Client({
    maxAttempts: 4,
    ...overrides,
    logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: deadlines.connect,
      requestTimeout: deadlines.answer,
      throwOnRequestTimeout: true,
      socketTimeout: deadlines.silence,
    },
  });
}
