import {
  ArchiveClock,
  ArchiveCorrupted,
  ArchiveCredentials,
  ArchiveDenied,
  ArchiveError,
  ArchiveNotThere,
  ArchiveUnreachable,
} from './errors.ts';
import { hasCode } from './folder-errors.ts';

const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'TokenRefreshRequired',
]);
const CLOCK = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture']);
const ELSEWHERE = new Set([
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'PermanentRedirect',
  'TemporaryRedirect',
]);
const PASSING = new Set([
  'BadDigest',
  'IncompleteBody',
  'InternalError',
  'OperationAborted',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
  'TimeoutError',
]);
const NETWORK = [
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
] as const;

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  return (error.$metadata as { readonly httpStatusCode?: number }).httpStatusCode;
}

/** How many requests were sent before this error came out of the SDK. */
export function attemptsOf(error: unknown): number {
  if (!(error instanceof Error) || !('$metadata' in error)) return 1;
  return (error.$metadata as { readonly attempts?: number }).attempts ?? 1;
}

/** The condition of a write does not hold: 412, or 404 when a version was asked for and nothing is there. */
export function isRefusedCondition(error: unknown, ifMatch: boolean): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'PreconditionFailed' || statusOf(error) === 412) return true;
  return ifMatch && isMissingKey(error);
}

export function isMissingKey(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'NoSuchBucket') return false;
  return error.name === 'NoSuchKey' || error.name === 'NotFound' || statusOf(error) === 404;
}

/** Another conditional write of this key was under way: the same request may go through in a moment. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalRequestConflict';
}

/** The service or the way to it failed: the same request may go through later. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = statusOf(error) ?? 0;
  return PASSING.has(error.name) || hasCode(error, ...NETWORK) || status >= 500 || status === 429;
}

/** What an error of the SDK means for the owner of the bucket. Errors of another kind pass through. */
export function s3ErrorOf(error: unknown, bucket: string, key?: string): unknown {
  if (!(error instanceof Error) || error instanceof ArchiveError) return error;
  const where = key === undefined ? `s3://${bucket}` : `s3://${bucket}/${key}`;
  const cause = { cause: error };
  if (/checksum mismatch/i.test(error.message) && key !== undefined) {
    return new ArchiveCorrupted(
      key,
      `${where} is damaged: what arrives has not the checksum it was stored with.`,
      'Run the command again. If it stays so, restore an earlier version of the object in the S3 console.',
      cause,
    );
  }
  if (error.name.startsWith('KMS') || (statusOf(error) === 403 && /\bkms\b/i.test(error.message))) {
    return new ArchiveDenied(
      `The key that encrypts ${where} can't be used: ${error.name}.`,
      'Enable the KMS key, and allow its use to the role that asks; or give the bucket its default encryption back.',
      cause,
    );
  }
  if (CREDENTIALS.has(error.name)) {
    return new ArchiveCredentials(
      `AWS does not accept the credentials for ${where}: ${error.name}.`,
      'Sign in again with your AWS profile (aws sso login), and see that AWS_PROFILE names the right one.',
      cause,
    );
  }
  if (CLOCK.has(error.name)) {
    return new ArchiveClock(
      `AWS refuses requests for ${where}: this machine's clock is more than 15 minutes wrong.`,
      'Set the clock (on Linux: timedatectl set-ntp true) and run it again.',
      cause,
    );
  }
  if (error.name === 'NoSuchBucket' || ELSEWHERE.has(error.name) || statusOf(error) === 301) {
    return new ArchiveNotThere(
      error.name === 'NoSuchBucket'
        ? `There is no bucket ${bucket}.`
        : `The bucket ${bucket} lies in another region than the one asked.`,
      'See that AWS_REGION and the profile are those of the deploy, and that the bucket was not deleted.',
      cause,
    );
  }
  if (isConflict(error) || isPassing(error)) {
    return new ArchiveUnreachable(
      `S3 gave no usable answer for ${where}: ${error.name}, ${error.message}.`,
      'Run it again in some minutes. A write that was under way may have happened; that is looked up then.',
      cause,
    );
  }
  if (statusOf(error) === 403) {
    return new ArchiveDenied(
      `${where} can't be read or written: access denied.`,
      'Give the profile or role its rights on the bucket again: a deploy writes the policies of the functions anew.',
      cause,
    );
  }
  if (statusOf(error) !== undefined) {
    return new ArchiveError(
      `S3 refuses a request for ${where}: ${error.name}, ${error.message}.`,
      'This is a fault of Daybook or an unusual setting of the bucket: please report it.',
      cause,
    );
  }
  return error;
}
