import { type SESClient, type SESClientConfig, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { bareAddress } from './bare-address.ts';
import { MessageTooLarge } from './errors.ts';
import type { Channel, Mailout } from './mailout.ts';
import { mimeOf } from './mime.ts';
import { isRateThrottled, sesRefusal } from './ses-refusal.ts';

/**
 * How the channel's client must be made. One attempt: the SDK would repeat a call whose answer was lost, and so mail
 * twice. Deadlines: without them a call that hangs ends with its function, and nobody is told.
 */
export const SES_CLIENT = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
} as const satisfies SESClientConfig;

/** Of a raw message in the first version of the SES API, encoded, in bytes. */
const SES_LIMIT = 10_485_760;
/** First pause after "too fast"; it doubles, and a share by recipient is added so that many don't come back at once. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 16_000;
const PATIENCE_MS = 90_000;
/** SES allows these in a tag, 256 at most. */
const TAG = /^[A-Za-z0-9_-]{1,256}$/;

export interface SesChannelOptions {
  /** Made with {@link SES_CLIENT}; the channel refuses one that would try again by itself. */
  readonly client: SESClient;
  /** Whose events come back to us. */
  readonly configurationSet: string;
  /** Comes back so many milliseconds later. */
  readonly pause: (ms: number) => Promise<void>;
  /** Longest time to wait in all while SES says "too fast". Default: 90 s. */
  readonly patienceMs?: number;
}

/**
 * Delivery by Amazon SES: one raw message to one recipient. The message carries day, recipient's key and edition as
 * tags, so that what becomes of it can be joined to its receipt without an address.
 *
 * `send` resolves with SES's message id. It rejects with a DeliveryError: `refused` when SES surely did not take the
 * message, `unknown` when it may have. Only a message that SES refused as too fast is tried again.
 */
export function sesChannel(options: SesChannelOptions): Channel {
  const { client, configurationSet } = options;
  const patience = options.patienceMs ?? PATIENCE_MS;

  async function command(mailout: Mailout, tags: Record<string, string>): Promise<SendRawEmailCommand> {
    if ((await client.config.maxAttempts()) !== 1) {
      throw new Error('The SES client must be made with SES_CLIENT: one that tries again by itself could mail twice.');
    }
    for (const [name, value] of Object.entries(tags)) {
      if (!TAG.test(value)) throw new Error(`"${value}" can't be the value of the tag ${name}.`);
    }
    const data = await mimeOf(mailout);
    if (data.byteLength > SES_LIMIT) {
      throw new MessageTooLarge(
        `The mail has ${data.byteLength} bytes; SES takes ${SES_LIMIT}.`,
        'Set "attach" to false for this recipient and deploy: the files lie in the archive.',
      );
    }
    return new SendRawEmailCommand({
      Source: bareAddress(mailout.from),
      Destinations: [bareAddress(mailout.to)],
      RawMessage: { Data: data },
      ConfigurationSetName: configurationSet,
      Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
    });
  }

  return {
    name: 'SES',
    idempotent: false,
    send: async (mailout, { date, recipient, edition }) => {
      const message = await command(mailout, { date, recipient, edition });
      const share = shareOf(recipient);
      let waited = 0;
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        try {
          const { MessageId } = await client.send(message);
          return `SES message ${MessageId}`;
        } catch (error) {
          const refusal = sesRefusal(error, bareAddress(mailout.from));
          const ms = Math.round(pause * (1 + share));
          if (!isRateThrottled(refusal) || waited + ms > patience) throw refusal;
          waited += ms;
          await options.pause(ms);
        }
      }
    },
  };
}

/** A number in [0, 1) that differs between recipients: the key is a hash in hex. */
function shareOf(recipient: string): number {
  const part = Number.parseInt(recipient.slice(0, 4), 16);
  return Number.isNaN(part) ? 0 : part / 65_536;
}
