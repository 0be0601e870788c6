import { SESClient, SESServiceException } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DeliveryError } from '#delivery/errors';
import { SES_CLIENT, sesChannel } from '#delivery/ses-channel';
import { sesRefusal } from '#delivery/ses-refusal';

const SENDER = 'daybook@example.org';

/** An answer of SES as the SDK throws it. */
const answer = (name: string, message: string, status = 400): SESServiceException =>
  new SESServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode: status } });

const coded = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });
const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

it.each<[string, Error, string, DeliveryError['outcome']]>([
  ['a rate', answer('ThrottlingException', 'Maximum sending rate exceeded'), 'SendingThrottled', 'refused'],
  ['a rate of calls', answer('TooManyRequestsException', 'Rate exceeded', 429), 'SendingThrottled', 'refused'],
  ['a quota', answer('Throttling', 'Daily message quota exceeded.'), 'DailyQuotaReached', 'refused'],
  ['a suppressed address', answer('MessageRejected', 'Address blacklisted.'), 'RecipientSuppressed', 'refused'],
  ['a MAIL FROM domain', answer('MailFromDomainNotVerifiedException', 'x'), 'SenderNotVerified', 'refused'],
  ['a large call', answer('Unknown', 'Request Entity Too Large', 413), 'MessageTooLarge', 'refused'],
  ['old credentials', answer('ExpiredToken', 'The token has expired', 403), 'SendingDenied', 'refused'],
  ['a clock that is off', answer('RequestExpired', 'Request has expired.'), 'SendingDenied', 'refused'],
  ['no credentials', named('CredentialsProviderError', 'none'), 'SendingDenied', 'refused'],
  ['an odd header', answer('InvalidParameterValue', 'Header section too long.'), 'MessageRefused', 'refused'],
  ['a name not found', coded('ENOTFOUND'), 'ChannelUnreachable', 'refused'],
  [
    'no connection in time',
    named(
      'TimeoutError',
      '@smithy/node-http-handler - the request socket did not establish a connection with the server',
    ),
    'ChannelUnreachable',
    'refused',
  ],
  ['no answer in time', named('TimeoutError', 'the request timed out after 60000 ms'), 'DeliveryUnknown', 'unknown'],
  ['a broken socket', coded('ECONNRESET'), 'DeliveryUnknown', 'unknown'],
  ['a fault of SES', answer('InternalFailure', 'Internal failure', 500), 'DeliveryUnknown', 'unknown'],
  ['an answer that is no XML', new SyntaxError('Unexpected token'), 'DeliveryUnknown', 'unknown'],
])('tells %s for what it is', (_case, error, name, outcome) => {
  expect(sesRefusal(error, SENDER)).toMatchObject({ name, outcome, cause: error });
});

it('names the reason of a refusal that it does not know in SES’s words', () => {
  const error = answer('InvalidParameterValue', 'Missing final @domain of owner@example.com');
  expect(sesRefusal(error, SENDER).message).toBe(
    'SES refused the mail (InvalidParameterValue: Missing final <address> of <address>).',
  );
});

it('passes on no address that SES names', () => {
  const names = fc.constantFrom('MessageRejected', 'AccessDenied', 'InvalidParameterValue', 'Throttling', 'Other');
  const words = fc.constantFrom('Email address is not verified: ', 'Not good: <', 'Daily: ', 'Suppressed ');
  fc.assert(
    fc.property(names, words, fc.emailAddress(), fc.constantFrom(400, 403, 413, 500), (name, text, address, status) => {
      const refusal = sesRefusal(answer(name, `${text}${address}, at last`, status), SENDER);
      expect(`${refusal.message} ${refusal.nextStep}`).not.toContain(address);
    }),
  );
});

it('tries nothing again but a rate', async () => {
  const client = new SESClient({ ...SES_CLIENT, region: 'eu-west-1' });
  const mock = mockClient(client);
  mock.rejects(answer('InternalFailure', 'Internal failure', 500));
  const pauses: number[] = [];
  const channel = sesChannel({
    client,
    configurationSet: 'set',
    pause: async (ms) => {
      pauses.push(ms);
    },
  });
  const mailout = {
    from: SENDER,
    to: 'owner@example.com',
    subject: 's',
    html: 'h',
    text: 't',
    date: new Date('2026-11-21T10:45:00Z'),
    messageId: 'm@daybook.invalid',
    attachments: [],
  };
  const name = { date: '2026-11-20', recipient: '800000000000', edition: '01234567' };
  await expect(channel.send(mailout, name)).rejects.toMatchObject({ name: 'DeliveryUnknown' });
  expect(mock.calls()).toHaveLength(1);
  mock.rejects(answer('Throttling', 'Maximum sending rate exceeded.'));
  await expect(channel.send(mailout, name)).rejects.toMatchObject({ name: 'SendingThrottled' });
  expect(pauses).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 24_000]);
});
