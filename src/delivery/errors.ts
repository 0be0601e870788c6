/**
 * A message that a channel could not hand over, or of which it can't tell. Neither the message nor the next step of a
 * subclass holds an address: they stand in logs and in an execution's history.
 */
export abstract class DeliveryError extends Error {
  /** What a person can do about it, a sentence or two. */
  readonly nextStep: string;
  /** `refused`: surely not accepted, so that sending again is safe. `unknown`: perhaps accepted, never sent again. */
  readonly outcome: 'refused' | 'unknown';
  constructor(message: string, nextStep: string, options?: ErrorOptions & { outcome?: 'unknown' }) {
    super(message, options);
    this.nextStep = nextStep;
    this.outcome = options?.outcome ?? 'refused';
  }
}

/** More messages a second than the account may send, for longer than the channel waits. */
export class SendingThrottled extends DeliveryError {
  override readonly name = 'SendingThrottled';
}

/** The account has sent all messages of its 24 hours. */
export class DailyQuotaReached extends DeliveryError {
  override readonly name = 'DailyQuotaReached';
}

/** The mail service is still in its sandbox and this recipient's address is not verified. */
export class RecipientNotVerified extends DeliveryError {
  override readonly name = 'RecipientNotVerified';
}

/** The sender's address or domain is not verified, or its MAIL FROM domain is not. */
export class SenderNotVerified extends DeliveryError {
  override readonly name = 'SenderNotVerified';
}

/** Sending is switched off for the account or for the configuration set. */
export class SendingPaused extends DeliveryError {
  override readonly name = 'SendingPaused';
}

/** The configuration set that the stack made is gone. */
export class ConfigurationSetMissing extends DeliveryError {
  override readonly name = 'ConfigurationSetMissing';
}

/** The recipient's address is on the mail service's suppression list. */
export class RecipientSuppressed extends DeliveryError {
  override readonly name = 'RecipientSuppressed';
}

/** The message is larger than the mail service takes. */
export class MessageTooLarge extends DeliveryError {
  override readonly name = 'MessageTooLarge';
}

/** The mail service refused the message for another reason. */
export class MessageRefused extends DeliveryError {
  override readonly name = 'MessageRefused';
}

/** The caller may not send: rights, credentials or clock. */
export class SendingDenied extends DeliveryError {
  override readonly name = 'SendingDenied';
}

/** The mail service was not reached; nothing was handed over. */
export class ChannelUnreachable extends DeliveryError {
  override readonly name = 'ChannelUnreachable';
}

/** The message was handed over, and no answer that can be trusted came back. */
export class DeliveryUnknown extends DeliveryError {
  override readonly name = 'DeliveryUnknown';
  constructor(message: string, nextStep: string, options?: ErrorOptions) {
    super(message, nextStep, { ...options, outcome: 'unknown' });
  }
}
