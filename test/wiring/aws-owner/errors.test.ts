import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetSendQuotaCommand, SESClient } from '@aws-sdk/client-ses';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CloudDenied,
  CloudError,
  CloudRefused,
  CloudThrottled,
  CloudUnreachable,
  NoCredentials,
} from '#owner/cloud-error';
import { hostileText } from '#test/support/hostile';
import { asked, cloudErrorOf } from '#wiring/aws-owner/errors';

const refusal = (name: string, message = 'words of AWS'): Error =>
  Object.assign(new Error(message), { name, $metadata: {} });

describe('an error of AWS becomes', () => {
  it.each([
    ['CredentialsProviderError', NoCredentials],
    ['TokenProviderError', NoCredentials],
    ['ExpiredTokenException', NoCredentials],
    ['InvalidClientTokenId', NoCredentials],
    ['UnrecognizedClientException', NoCredentials],
    ['SignatureDoesNotMatch', NoCredentials],
    ['RequestTimeTooSkewed', NoCredentials],
    ['AccessDenied', CloudDenied],
    ['AccessDeniedException', CloudDenied],
    ['AuthorizationError', CloudDenied],
    ['Throttling', CloudThrottled],
    ['ThrottlingException', CloudThrottled],
    ['TimeoutError', CloudUnreachable],
    ['ExecutionAlreadyExists', CloudRefused],
  ])('%s: a typed one with a next step', (name, type) => {
    const error = cloudErrorOf(refusal(name), 'ses:GetSendQuota');
    expect(error).toBeInstanceOf(type);
    expect((error as CloudError).nextStep).toMatch(/\S/);
  });

  it('one that names the right AWS missed, which may be another than the one asked for', () => {
    const words =
      'User: arn:aws:iam::1:user/x is not authorized to perform: kms:Decrypt on resource: y because no policy allows it';
    expect(cloudErrorOf(refusal('AccessDeniedException', words), 'ses:GetSendQuota')).toMatchObject({
      permission: 'kms:Decrypt',
    });
  });

  it('unreachable for a code of the system', () => {
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    expect(cloudErrorOf(error, 'x:Y')).toBeInstanceOf(CloudUnreachable);
  });

  it('a wrong address where one is set by hand', () => {
    const error = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' });
    expect(cloudErrorOf(error, 'x:Y')).toMatchObject({ nextStep: expect.stringContaining('AWS_ENDPOINT_URL') });
  });

  it('nothing else when it is a fault of ours', () => {
    const fault = new TypeError('undefined is not a function');
    expect(cloudErrorOf(fault, 'x:Y')).toBe(fault);
  });

  it('text that can not move the cursor or hide', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (name, message) => {
        for (const error of [refusal(name, message), refusal('CredentialsProviderError', message)]) {
          const cloud = cloudErrorOf(error, 'x:Y') as CloudError;
          expect(cloud).toBeInstanceOf(CloudError);
          expect(cloud.message + cloud.nextStep).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        }
      }),
    );
  });
});

describe('over a real socket', () => {
  let answers: { status: number; body: string }[];
  let calls: number;
  const server = createServer((_request, response) => {
    calls += 1;
    const { status, body } = answers[Math.min(calls, answers.length) - 1] ?? { status: 500, body: '' };
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  const errorXml = (code: string, message: string): string =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  const quota = (): Promise<unknown> => {
    const { port } = server.address() as AddressInfo;
    const client = new SESClient({
      region: 'eu-central-2',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 2,
    });
    return asked('ses:GetSendQuota', () => client.send(new GetSendQuotaCommand({})));
  };
  beforeEach(async () => {
    calls = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('knows a refusal by the real answer', async () => {
    answers = [{ status: 403, body: errorXml('AccessDenied', 'User is not authorized to perform `ses:GetSendQuota`') }];
    await expect(quota()).rejects.toThrow(CloudDenied);
  });

  it('gives up on throttling after the retries', async () => {
    answers = [{ status: 400, body: errorXml('Throttling', 'Rate exceeded') }];
    await expect(quota()).rejects.toThrow(CloudThrottled);
    expect(calls).toBe(2);
  });

  it('knows credentials that have ended', async () => {
    answers = [
      { status: 403, body: errorXml('ExpiredToken', 'The security token included in the request is expired') },
    ];
    await expect(quota()).rejects.toThrow(NoCredentials);
  });
});
