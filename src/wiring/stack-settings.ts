import * as z from 'zod';

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'is not a time of day such as 05:45' });

/** When the runs of a day start. New York time, but for the owner's hour, which is in the owner's own `timeZone`. */
export const scheduleSettings = z
  .strictObject({
    close: timeOfDay.default('16:30').describe('Close run, New York time of the market day.'),
    final: timeOfDay.default('05:45').describe('Final run, New York time of the next day. Not before 05:00.'),
    deadline: timeOfDay.default('12:00').describe('Last new attempt of a final run, New York time of the same day.'),
    ownerHour: timeOfDay
      .default('08:00')
      .describe('When you are told what still waits for a login, in your time zone.'),
  })
  .prefault({});

/** The mail's ways on AWS. */
export const mailSettings = z
  .strictObject({
    identity: z
      .enum(['address', 'domain', 'existing'])
      .default('address')
      .describe(
        'What the deploy has SES verify: the sender address by a link in a mail, its whole domain by three DNS entries, or nothing because the identity exists already.',
      ),
    afterClose: z.boolean().default(false).describe('Also mail a preliminary report after the close run.'),
  })
  .prefault({});

/** Of `gateway`: the host that the deploy makes. */
export const hostSettings = {
  instanceType: z
    .string()
    .regex(/^[a-z][a-z0-9-]*g[a-z0-9]*\.[a-z0-9]+$/, { error: 'is not an arm64 instance type such as t4g.micro' })
    .default('t4g.micro')
    .describe('On AWS: size of the gateway host, arm64.'),
  fixedAddress: z
    .boolean()
    .default(false)
    .describe("On AWS: keep one public address for good, for IBKR's own address restriction."),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'is not a SHA-256 in 64 lower-case hex digits' })
    .optional()
    .describe('On AWS: the only gateway download that may be installed. Default: any, told to you when it is unknown.'),
};

/** What shapes the stack beside `gateway`, `archive.bucket`, `schedule` and `mail`. Stands in the template. */
export const stackSettings = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, { error: 'is not a stack name: letters, digits and hyphens, at most 40' })
    .default('Daybook')
    .describe('Name of the stack, and first part of the names in it.'),
  account: z
    .string()
    .regex(/^\d{12}$/, { error: 'is not an AWS account of twelve digits' })
    .optional()
    .describe('AWS account to deploy to. Default: the one of your AWS profile.'),
  region: z
    .string()
    .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, { error: 'is not an AWS region such as eu-central-2' })
    .describe('AWS region to deploy to.'),
  zone: z
    .string()
    .regex(/^[a-z]{2}(?:-[a-z]+)+-\d[a-z]$/, { error: 'is not an availability zone such as eu-central-2b' })
    .optional()
    .describe("Availability zone of the network, for good. Default: the region's first."),
  notices: z
    .email({ error: 'is not a mail address' })
    .describe("Owner's address for notices and alarms. You confirm it once by a link."),
  logDays: z
    .union([z.literal(7), z.literal(14), z.literal(30), z.literal(60), z.literal(90), z.literal(365)], {
      error: 'is not one of 7, 14, 30, 60, 90, 365',
    })
    .default(30)
    .describe('Days that logs are kept.'),
});

export type StackSettings = z.output<typeof stackSettings>;
