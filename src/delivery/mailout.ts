/** One message to one recipient, ready for a channel. */
export interface Mailout {
  /** `Name <address>` or an address. */
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Of the Date header. */
  readonly date: Date;
  /** Without angle brackets; the same message has the same one. */
  readonly messageId: string;
  readonly attachments: readonly Attachment[];
  /** Address to write to for getting no more of these: the List-Unsubscribe header. None when absent. */
  readonly unsubscribe?: string;
}

export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** A way mails leave. Returns where the message went, for a person. Rejects with a typed error when it did not. */
export interface Channel {
  readonly name: string;
  /** True when sending the same edition twice has the effect of once, so that a doubt may be settled by sending. */
  readonly idempotent: boolean;
  send(
    mailout: Mailout,
    address: { readonly date: string; readonly recipient: string; readonly edition: string },
  ): Promise<string>;
}
