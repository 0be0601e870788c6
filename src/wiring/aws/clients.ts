import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';

/** A connection takes milliseconds inside a region; a call that hangs must not eat the function's time. */
const CONNECT_MS = 3_000;

const within = (requestTimeout: number) => ({
  requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout, throwOnRequestTimeout: true },
});

/** Objects are small (a workbook of 100,000 rows is some MB); tries are spread by the client itself. */
export const s3Client = (): S3Client => new S3Client({ ...within(20_000), maxAttempts: 4 });

/**
 * One try: a send whose answer was lost may have gone out, and a mail sent twice is worse than one that is told as
 * unknown. What was certainly not sent (throttled) is tried again by the channel.
 */
export const sesClient = (): SESClient => new SESClient({ ...within(30_000), maxAttempts: 1 });

/** A notice told twice does no harm. */
export const snsClient = (): SNSClient => new SNSClient({ ...within(10_000), maxAttempts: 4 });
