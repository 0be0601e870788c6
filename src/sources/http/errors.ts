import { SourceError } from '#sources/source-error';

/** Nobody answers there: refused, unknown name, connection closed before an answer. */
export class GatewayUnreachable extends SourceError {
  override readonly name = 'GatewayUnreachable';
  /** Something listened, and the connection broke: the call may have arrived. */
  readonly mayHaveArrived: boolean;

  constructor(message: string, nextStep: string, mayHaveArrived: boolean, options?: ErrorOptions) {
    super('unreachable', message, nextStep, options);
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** The server's certificate is not the one that is trusted, names another server, or has run out. */
export class CertificateRejected extends SourceError {
  override readonly name = 'CertificateRejected';
  constructor(message: string, nextStep: string, options?: ErrorOptions) {
    super('blocked', message, nextStep, { ...options, by: 'way' });
  }
}

/** The certificate given to trust can't be read. */
export class CertificateUnreadable extends SourceError {
  override readonly name = 'CertificateUnreadable';
  constructor(message: string, nextStep: string, options?: ErrorOptions) {
    super('blocked', message, nextStep, { ...options, by: 'way' });
  }
}

/** The address is not one this client calls: no https, or with a path. */
export class AddressRefused extends SourceError {
  override readonly name = 'AddressRefused';
  constructor(message: string, nextStep: string) {
    super('bad-request', message, nextStep);
  }
}

/** The answer was not whole when the call's time was over. */
export class DeadlineExceeded extends SourceError {
  override readonly name = 'DeadlineExceeded';
  constructor(message: string, nextStep: string, options?: ErrorOptions) {
    super('silent', message, nextStep, options);
  }
}

/** The answer is larger than the cap. */
export class BodyTooLarge extends SourceError {
  override readonly name = 'BodyTooLarge';
  constructor(message: string, nextStep: string) {
    super('unreadable', message, nextStep);
  }
}

/** The connection ended in the middle of the answer. */
export class CutBody extends SourceError {
  override readonly name = 'CutBody';
  constructor(message: string, nextStep: string, options?: ErrorOptions) {
    super('cut-off', message, nextStep, options);
  }
}
