import { HOURS, INSTANCE_RATES, RATES, type Rate } from './price-rates.ts';
import { monthlyUsage, type PricedDeploy } from './price-usage.ts';

export interface PriceLine {
  readonly item: string;
  /** How much of it a month uses, in words. */
  readonly use: string;
  /** US dollars; absent when the rate is not known here. */
  readonly usd?: number;
  /** The same in an account that has no free allowance left. */
  readonly usdWithoutFree?: number;
}

export interface MonthlyPrice {
  readonly lines: readonly PriceLine[];
  /** Of the lines that have a price. */
  readonly usd: number;
  readonly usdWithoutFree: number;
  /** Items whose rate is not known: the sums are then too small. */
  readonly unknown: readonly string[];
}

const DISK_GB = 8;

/** The price of a month at the rates of us-east-1, without taxes. Other regions are up to about a quarter dearer. */
export function monthlyPrice(deploy: PricedDeploy): MonthlyPrice {
  const use = monthlyUsage(deploy);
  const lines: readonly PriceLine[] = [
    ...(deploy.instanceType === undefined ? [] : hostLines(deploy.instanceType)),
    line(
      'archive (S3)',
      `${number(use.storedGigabytes, 2)} GB after a year, ${number(use.writes)} writes, ${number(use.reads)} reads`,
      [RATES.storage, use.storedGigabytes],
      [RATES.put, use.writes],
      [RATES.get, use.reads],
    ),
    line(
      'functions (Lambda)',
      `${number(use.calls)} calls, ${number(use.gigabyteSeconds)} GB-s`,
      [RATES.lambdaTime, use.gigabyteSeconds],
      [RATES.lambdaCall, use.calls],
    ),
    line('runs (Step Functions)', `${number(use.transitions)} transitions`, [RATES.transition, use.transitions]),
    line('schedules (Scheduler)', `${number(use.starts)} starts`, [RATES.schedule, use.starts]),
    line(
      'mail (SES)',
      `${number(use.mails)} mails with attachments`,
      [RATES.mail, use.mails],
      [RATES.mailData, use.mailGigabytes],
    ),
    line(
      'alarms (CloudWatch)',
      `${deploy.alarms.metrics} watched metrics, ${deploy.alarms.composite} composite alarms`,
      [RATES.alarm, deploy.alarms.metrics],
      [RATES.compositeAlarm, deploy.alarms.composite],
    ),
    line('logs (CloudWatch)', `${number(use.logGigabytes, 2)} GB`, [RATES.logs, use.logGigabytes]),
  ];
  return {
    lines,
    usd: sum(lines.map(({ usd }) => usd ?? 0)),
    usdWithoutFree: sum(lines.map(({ usdWithoutFree }) => usdWithoutFree ?? 0)),
    unknown: lines.filter(({ usd }) => usd === undefined).map(({ item }) => item),
  };
}

function hostLines(instanceType: string): readonly PriceLine[] {
  return [
    hostLine(instanceType),
    line('public IPv4 address', `${HOURS} h`, [RATES.address, HOURS]),
    line('disk', `${DISK_GB} GB`, [RATES.disk, DISK_GB]),
  ];
}

/** A type that the table lacks has no price here, never a price of zero. */
function hostLine(instanceType: string): PriceLine {
  const rate = INSTANCE_RATES[instanceType];
  const host = { item: 'gateway host (EC2)', use: `${instanceType}, ${HOURS} h` };
  return rate === undefined ? host : { ...host, usd: rate * HOURS, usdWithoutFree: rate * HOURS };
}

function line(item: string, use: string, ...parts: readonly (readonly [Rate, number])[]): PriceLine {
  return {
    item,
    use,
    usd: sum(parts.map(([rate, amount]) => Math.max(0, amount - (rate.free ?? 0)) * rate.usd)),
    usdWithoutFree: sum(parts.map(([rate, amount]) => amount * rate.usd)),
  };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** With `digits` decimals, thousands parted. */
function number(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
