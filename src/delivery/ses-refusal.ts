import { SESServiceException } from '@aws-sdk/client-ses';
import {
  ChannelUnreachable,
  ConfigurationSetMissing,
  DailyQuotaReached,
  type DeliveryError,
  DeliveryUnknown,
  MessageRefused,
  MessageTooLarge,
  RecipientNotVerified,
  RecipientSuppressed,
  SenderNotVerified,
  SendingDenied,
  SendingPaused,
  SendingThrottled,
} from './errors.ts';

/** The codes with which Node says that no connection came about. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const DENIED =
  /^(?:AccessDenied|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|MissingAuthentication|ExpiredToken|RequestExpired|IncompleteSignature)/;

/**
 * What an error of `SendRawEmail` means. Only an answer of status 4xx is a sure refusal; after any other break the
 * message may have been accepted. SES's own words are used to decide; they can name addresses and
 * are passed on without them, and only where nothing better is known.
 *
 * @param sender the bare sender address: SES lists sender and recipients alike when one is not verified
 */
export function sesRefusal(error: unknown, sender: string): DeliveryError {
  const cause = { cause: error };
  if (neverConnected(error)) {
    return new ChannelUnreachable(
      'SES could not be reached; nothing was handed over.',
      '"npx daybook run" for that day sends the mail. If it stays so, look at the health of SES in your region.',
      cause,
    );
  }
  if (error instanceof Error && error.name === 'CredentialsProviderError') return denied('no credentials', cause);
  const status = error instanceof SESServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
  if (error instanceof SESServiceException && status >= 400 && status < 500) return refused(error, sender);
  return new DeliveryUnknown(
    'The mail was handed to SES and its answer was lost, so it may or may not have been sent.',
    'It is not sent again. If it does not arrive, "npx daybook archive open" shows the report.',
    cause,
  );
}

/** Whether SES said that messages come too fast: it took nothing, and a later try is welcome. */
export function isRateThrottled(error: DeliveryError): boolean {
  return error.name === 'SendingThrottled';
}

function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && NEVER_CONNECTED.has(error.code)) return true;
  // The SDK's own deadline for connecting; it shares its name with the deadline for the answer.
  return error.name === 'TimeoutError' && /establish(?:ing)? a connection/i.test(error.message);
}

function refused(error: SESServiceException, sender: string): DeliveryError {
  const cause = { cause: error };
  const { name, message } = error;
  if (/throttl/i.test(name) || /^(?:TooManyRequests|RequestLimitExceeded|SlowDown)/.test(name)) {
    return /daily/i.test(message) ? dailyQuota(cause) : tooFast(cause);
  }
  if (name === 'AccountSendingPausedException') return paused('your AWS account', cause);
  if (name === 'ConfigurationSetSendingPausedException') return paused("Daybook's configuration set", cause);
  if (name === 'ConfigurationSetDoesNotExistException' || name === 'ConfigurationSetDoesNotExist') {
    return new ConfigurationSetMissing(
      "SES doesn't know the configuration set that the stack made.",
      'Run "cdk deploy" again: it makes the configuration set anew.',
      cause,
    );
  }
  if (name === 'MailFromDomainNotVerifiedException') return unverifiedSender('MAIL FROM domain', cause);
  if (/not verified/i.test(message)) return unverified(message, sender, cause);
  if (/suppress|blacklist/i.test(message)) {
    return new RecipientSuppressed(
      'SES suppresses mail to this recipient: an earlier one bounced or was called spam.',
      'Take the address off the suppression list of SES once it is right, or change it in the settings and deploy.',
      cause,
    );
  }
  if (/more than \d+ bytes/i.test(message) || error.$metadata.httpStatusCode === 413) {
    return new MessageTooLarge(
      'The mail is larger than SES takes.',
      'Set "attach" to false for this recipient and deploy: the files lie in the archive.',
      cause,
    );
  }
  if (DENIED.test(name) || error.$metadata.httpStatusCode === 403) return denied(name, cause);
  return new MessageRefused(
    `SES refused the mail (${name}: ${withoutAddresses(message)}).`,
    'Daybook made the message, so this is a fault of Daybook unless the words say otherwise: please report it.',
    cause,
  );
}

function unverified(message: string, sender: string, cause: ErrorOptions): DeliveryError {
  const failed = message.toLowerCase();
  const domain = sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();
  const names = failed.slice(failed.lastIndexOf(':') + 1).split(/[\s,<>"]+/);
  if (names.includes(sender.toLowerCase()) || names.includes(domain)) return unverifiedSender('address', cause);
  return new RecipientNotVerified(
    "SES is still in its sandbox and this recipient's address is not verified.",
    'Have the recipient confirm the mail of SES, or ask AWS for production access: "npx daybook check" tells what is open.',
    cause,
  );
}

const unverifiedSender = (what: string, cause: ErrorOptions): DeliveryError =>
  new SenderNotVerified(
    `The ${what} of the sender is not verified with SES.`,
    'Open the link that SES mailed to the sender, or set its DNS entries: "npx daybook check" tells which.',
    cause,
  );

const withoutAddresses = (words: string): string => words.replaceAll(/\S*@\S*/g, '<address>').slice(0, 200);

const paused = (what: string, cause: ErrorOptions): DeliveryError =>
  new SendingPaused(
    `SES has paused sending for ${what}.`,
    'AWS says why in a mail to the address of the AWS account and in the console of SES. The reports are in the archive.',
    cause,
  );

const tooFast = (cause: ErrorOptions): DeliveryError =>
  new SendingThrottled(
    'SES takes no more messages a second from this account, and went on so.',
    '"npx daybook run" for that day sends the mail. If it happens daily, ask AWS for a higher sending rate.',
    cause,
  );

const dailyQuota = (cause: ErrorOptions): DeliveryError =>
  new DailyQuotaReached(
    "The account's daily number of messages is used up.",
    'The sandbox allows 200 in 24 hours: ask AWS for production access. "npx daybook run" for that day sends the mail once there is room.',
    cause,
  );

const denied = (why: string, cause: ErrorOptions): DeliveryError =>
  new SendingDenied(
    `AWS does not let Daybook send mail (${why}).`,
    'Run "cdk deploy" again: it gives the function "notify" its right. A policy of your organization may stand against it.',
    cause,
  );
