import type { IncomingMessage } from 'node:http';

/** One request to the cloud's fake, its signature checked, its body read and un-chunked. */
export interface CloudRequest {
  readonly method: string;
  /** Decoded path, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The access key that signed it. */
  readonly caller: string;
  /** The service its signature was made for: `s3`, `ses`. */
  readonly service: string;
}

export interface CloudAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** One service behind the fake's port. */
export interface CloudFace {
  /** As in the signature's scope. */
  readonly service: string;
  answer(request: CloudRequest): Promise<CloudAnswer> | CloudAnswer;
}
