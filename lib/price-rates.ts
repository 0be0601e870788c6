/** A rate of AWS's price list for us-east-1, in US dollars, and where it was read. */
export interface Rate {
  /** As a person calls it. */
  readonly of: string;
  readonly usd: number;
  /** What one such unit is. */
  readonly per: string;
  /** Used up before anything is charged, in the same unit, each month; for good unless `source` says otherwise. */
  readonly free?: number;
  /** Page on which the rate was read, and its date: AWS's own price pages change without a version. */
  readonly source: string;
}

/** Hours of a month in AWS's own examples. */
export const HOURS = 730;

/** By the hour, on demand, Linux. Of the t4g family each size costs twice the one below. */
export const INSTANCE_RATES: Readonly<Record<string, number>> = {
  't4g.nano': 0.0042,
  't4g.micro': 0.0084,
  't4g.small': 0.0168,
  't4g.medium': 0.0336,
  't4g.large': 0.0672,
};

export const RATES = {
  address: { of: 'public IPv4 address', usd: 0.005, per: 'hour', source: 'factualminds.com, 2026-06' },
  disk: { of: 'gp3 disk', usd: 0.08, per: 'GB', source: 'AWS price list as quoted, 2026-10' },
  storage: { of: 'S3 storage', usd: 0.023, per: 'GB', source: 'AWS price list as quoted, 2026-10' },
  put: { of: 'S3 write or list', usd: 0.005 / 1000, per: 'request', source: 'cloudkaramchari.com' },
  get: { of: 'S3 read', usd: 0.0004 / 1000, per: 'request', source: 'AWS price list as quoted, 2026-10' },
  lambdaTime: {
    of: 'Lambda time, arm64',
    usd: 0.0000133334,
    per: 'GB-second',
    free: 400_000,
    source: 'wring.co, 2026-03',
  },
  lambdaCall: { of: 'Lambda call', usd: 0.2 / 1e6, per: 'call', free: 1_000_000, source: 'wring.co, 2026-03' },
  transition: {
    of: 'Step Functions transition',
    usd: 0.025 / 1000,
    per: 'transition',
    free: 4_000,
    source: 'aws.amazon.com/step-functions/pricing',
  },
  schedule: {
    of: 'Scheduler start',
    usd: 1 / 1e6,
    per: 'start',
    free: 14_000_000,
    source: 'awsnegotiations.com, 2026-05',
  },
  mail: { of: 'SES mail', usd: 0.1 / 1000, per: 'mail', source: 'AWS price list as quoted, 2026-10' },
  mailData: { of: 'SES attachments', usd: 0.12, per: 'GB', source: 'AWS price list as quoted, 2026-10' },
  alarm: { of: 'CloudWatch alarm', usd: 0.1, per: 'watched metric', free: 10, source: 'c3x.dev, 2026' },
  compositeAlarm: { of: 'CloudWatch composite alarm', usd: 0.5, per: 'alarm', source: 'c3x.dev, 2026' },
  logs: { of: 'CloudWatch logs taken in', usd: 0.5, per: 'GB', free: 5, source: 'cloudburn.io, 2026-02' },
} as const satisfies Readonly<Record<string, Rate>>;

/** When the rates were last looked at. */
export const RATES_DATE = '2026-11-21';
