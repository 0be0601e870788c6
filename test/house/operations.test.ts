import { readdir, readFile } from 'node:fs/promises';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { beforeAll, describe, expect, it } from 'vitest';
import { ALARM_PARTS, ALARMS } from '#lib/alarms';
import { hostAlarms } from '#lib/host/alarms';

/** First cells of the page's tables, without their marks. */
let told: readonly string[];

beforeAll(async () => {
  const page = await readFile('docs/operations.md', 'utf8');
  told = [...page.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '');
});

/** The fixed beginning of each subject that the stages give to a notice, read from where they are written. */
async function subjects(): Promise<string[]> {
  const files = (await readdir('src/pipeline')).filter((name) => name.endsWith('.ts') && name !== 'notify.ts');
  const texts = await Promise.all(files.map((name) => readFile(`src/pipeline/${name}`, 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/subject: [`'"]([^`'"$]+)/g)].map((match) => (match[1] ?? '').trim()),
  );
}

describe('docs/operations.md', () => {
  it('explains every notice, and none that is gone', async () => {
    const given = (await subjects()).filter((subject) => subject !== 'Daybook:');
    expect(given.length).toBeGreaterThan(10);
    const explained = (subject: string) => told.some((row) => row === subject || row === `Daybook: ${subject}`);
    expect(given.filter((subject) => !explained(subject))).toEqual([]);
    const rows = told.filter((row) => /^(?:Daybook: |[A-Z])/.test(row) && row !== 'TargetNotConnected');
    const known = (row: string) => given.includes(row) || given.includes(row.replace('Daybook: ', ''));
    expect(rows.filter((row) => !known(row) && !/^(?:AccessDenied|SessionManagerPlugin)/.test(row))).toEqual([]);
  });

  it('explains every alarm', () => {
    const stack = new Stack(new App(), 'Daybook');
    hostAlarms(stack, { instanceId: 'i-0', notices: new Topic(stack, 'Notices') });
    const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    const ofHost = alarms.map(({ Properties }) => String(Properties.AlarmName).replace('Daybook-', ''));
    expect(ofHost.length).toBeGreaterThan(0);
    const all = [...Object.keys(ALARMS), ...Object.keys(ALARM_PARTS), ...ofHost];
    expect(all.filter((name) => !told.includes(name))).toEqual([]);
  });
});
