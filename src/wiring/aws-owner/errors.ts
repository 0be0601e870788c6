import {
  CloudDenied,
  CloudError,
  CloudRefused,
  CloudThrottled,
  CloudUnreachable,
  NoCredentials,
} from '#owner/cloud-error';

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError', 'NoCredentials']);
const STALE = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'UnrecognizedClient',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'AuthFailure',
]);
const SKEWED = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture']);
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthorizationError']);
const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
]);
const NO_ADDRESS = new Set(['ERR_INVALID_URL']);
const UNREACHABLE = new Set([
  'TimeoutError',
  'NetworkingError',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
]);

/**
 * Makes one call to AWS; whatever goes wrong comes out as a {@link CloudError}.
 * @param permission the action as a policy names it, `ses:GetSendQuota`
 */
export async function asked<T>(permission: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw cloudErrorOf(error, permission);
  }
}

/** What an error of the SDK means for the owner. Errors that are not the SDK's pass through. */
export function cloudErrorOf(error: unknown, permission: string): unknown {
  if (error instanceof CloudError || !(error instanceof Error)) return error;
  const names = [error.name, 'code' in error ? String(error.code) : ''];
  const is = (set: ReadonlySet<string>): boolean => names.some((name) => set.has(name));
  const cause = { cause: error };
  if (is(NO_CREDENTIALS)) {
    return new NoCredentials(
      `No AWS credentials can be used: ${error.message}`,
      'Sign in ("aws sso login" or "aws configure"), or choose a profile with --profile or AWS_PROFILE; "aws configure list-profiles" shows how they are spelled.',
      cause,
    );
  }
  if (is(STALE)) {
    return new NoCredentials(
      'AWS does not accept the credentials: they have ended, or they are wrong.',
      'Sign in again ("aws sso login" or "aws configure"), or choose another profile with --profile.',
      cause,
    );
  }
  if (is(SKEWED)) {
    return new NoCredentials(
      "AWS does not accept the request: this machine's clock is wrong.",
      'Set the clock of this machine, then try again.',
      cause,
    );
  }
  if (is(DENIED)) return new CloudDenied(permissionIn(error.message) ?? permission, cause);
  if (is(THROTTLED)) {
    return new CloudThrottled(
      `AWS asks for fewer calls (${permission}), also after several retries.`,
      'Wait a minute, then run the command again.',
      cause,
    );
  }
  if (is(NO_ADDRESS)) {
    return new CloudUnreachable(
      `An address to call AWS at is set for this machine, and is none (${permission}).`,
      'Correct or remove AWS_ENDPOINT_URL (and those that begin so) in the environment, and endpoint_url in ~/.aws/config.',
      cause,
    );
  }
  if (is(UNREACHABLE)) {
    return new CloudUnreachable(
      `AWS can not be reached (${permission}): ${error.message || names.join(' ').trim()}`,
      'Check the network and the region (stack.region in the settings, or --region), then run the command again.',
      cause,
    );
  }
  if ('$metadata' in error || '$fault' in error) {
    return new CloudRefused(
      error.name,
      `AWS refused ${permission}: ${error.name}: ${error.message}`,
      'If the words above do not say what to mend, run the command again with --debug.',
      cause,
    );
  }
  return error;
}

/** The action that AWS names in its refusal, which may be another than the one asked for. */
function permissionIn(message: string): string | undefined {
  return /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1];
}
