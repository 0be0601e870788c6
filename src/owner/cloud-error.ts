import { printable } from './printable.ts';

/**
 * Something that AWS could not or would not do for the owner. Subclasses name the cause; `nextStep` is a sentence for a
 * person. Both hold text of AWS at times, so both are made inert here, once for all.
 */
export class CloudError extends Error {
  override readonly name: string = 'CloudError';
  readonly nextStep: string;
  constructor(message: string, nextStep: string, options?: ErrorOptions) {
    super(printable(message), options);
    this.nextStep = printable(nextStep);
  }
}

/** No credentials were found, or those found are no longer good. */
export class NoCredentials extends CloudError {
  override readonly name = 'NoCredentials';
}

/** The identity has no right to one action. */
export class CloudDenied extends CloudError {
  override readonly name = 'CloudDenied';
  /** As in a policy: `ses:GetSendQuota`. */
  readonly permission: string;
  constructor(permission: string, options?: ErrorOptions) {
    super(
      `AWS refuses: this profile has no right to ${permission}.`,
      `Use a profile that may, with --profile, or have ${permission} allowed for this one.`,
      options,
    );
    this.permission = printable(permission);
  }
}

/** AWS asks for fewer calls, and went on asking for it through all retries. */
export class CloudThrottled extends CloudError {
  override readonly name = 'CloudThrottled';
}

/** No answer came: no network, no such region, a time-out. */
export class CloudUnreachable extends CloudError {
  override readonly name = 'CloudUnreachable';
}

/** There is no stack of that name in the region and account. */
export class StackMissing extends CloudError {
  override readonly name = 'StackMissing';
}

/** The stack is there and can't be used: it failed, is being deleted, or lacks what this version needs. */
export class StackBroken extends CloudError {
  override readonly name = 'StackBroken';
}

/** The profile belongs to another AWS account than the settings name. */
export class WrongAccount extends CloudError {
  override readonly name = 'WrongAccount';
}

/** What was asked for is about a gateway, and the stack has none. */
export class NoGateway extends CloudError {
  override readonly name = 'NoGateway';
}

/** AWS refused for a reason of its own, given in its words. */
export class CloudRefused extends CloudError {
  override readonly name = 'CloudRefused';
  /** AWS's name of the refusal: `ExecutionAlreadyExists`. */
  readonly code: string;
  constructor(code: string, message: string, nextStep: string, options?: ErrorOptions) {
    super(message, nextStep, options);
    this.code = printable(code);
  }
}
