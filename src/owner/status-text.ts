import { alarmsBySay } from './alarms-by-say.ts';
import type { AlarmFacts } from './cloud.ts';
import { flexLines } from './flex-standing-text.ts';
import { dayLine, instantLine, printable } from './printable.ts';
import { stateText } from './run-words.ts';
import type { MailTrouble, Status } from './status.ts';

/** How the deployed Daybook stands, for a terminal. */
export function statusText(status: Status, timeZone: string): string {
  const at = (iso: string): string => instantLine(iso, timeZone);
  const { name, region, status: state } = status.stack;
  const lines = [`Stack     ${name} in ${region}, ${printable(state.toLowerCase().replaceAll('_', ' '))}`];
  lines.push(`Login     ${status.gateway ? sessionText(status.session, at) : 'none is needed: there is no gateway'}`);
  if (status.flex) lines.push(...flexLines(status.flex, at));
  for (const { run, at: due } of status.next) {
    lines.push(`Next      ${run.kind} run of ${dayLine(run.marketDate)}, due ${at(due)}`);
  }
  for (const { name: execution, startedAt } of status.atWork) {
    lines.push(`At work   ${printable(execution)}, since ${at(startedAt)}`);
  }
  for (const { name: trouble, since } of status.incident) {
    lines.push(`Told      ${troubleText(trouble)}, on ${at(since)}; not over yet`);
  }
  lines.push(...alarmLines(status, at));
  for (const trouble of status.mail) lines.push(`Mail      ${mailText(trouble, at)}`);
  for (const { what, why, nextStep } of status.unseen) lines.push(`Unseen    ${what}: ${why}`, `          ${nextStep}`);
  lines.push('', ...runLines(status, at));
  return `${lines.join('\n')}\n`;
}

function sessionText(session: Status['session'], at: (iso: string) => string): string {
  if (!session) return 'nothing was seen of the gateway yet: log in with "npx daybook login"';
  if (session.state === 'healthy') {
    return `healthy since ${at(session.since)}${session.message ? `. ${printable(session.message)}` : ''}`;
  }
  if (session.state === 'needs-login') return `needed, since ${at(session.since)}`;
  return `not known since ${at(session.since)}: ${printable(session.message ?? session.state)}`;
}

const TROUBLES: Readonly<Record<string, string>> = {
  'login-needed': 'a login is needed',
  gateway: 'the gateway gives no data',
  late: 'a report is late',
  'flex-late': 'no Flex statement came in time',
  'source-gateway': 'the gateway gives nothing; reports are made of Flex statements alone',
};

/** Names of troubles are `kind what`, see `Trouble` of the pipeline. */
function troubleText(name: string): string {
  const [kind = '', ...rest] = name.split(' ');
  const what = printable(rest.join(' '));
  if (kind === 'failed') return `the ${what.replace(/\d{4}-\d{2}-\d{2}/, (day) => `run of ${dayLine(day)}`)} failed`;
  if (kind === 'account') return `the account ${what} has no report`;
  if (kind === 'recipient') return `mail to ${what} does not arrive`;
  if (kind === 'certificate') return 'the certificate of the host ends soon';
  if (kind === 'flex-token') return 'the Flex token ends, or has ended';
  if (kind === 'flex-refused') return `IBKR refuses the Flex token or query (${what})`;
  if (kind === 'flex-account') return `the account ${what} is reported without a Flex statement`;
  if (kind === 'build') return 'the host has an unknown gateway program';
  return TROUBLES[name] ?? printable(name);
}

function alarmLines({ alarms, unseen }: Status, at: (iso: string) => string): string[] {
  if (unseen.some(({ what }) => what === 'alarms')) return [];
  if (alarms.length === 0) return ['Alarms    none are set: deploy again'];
  const { telling, rung, parts } = alarmsBySay(alarms);
  if (rung.length === 0) return [`Alarms    none of ${telling.length} has gone off`];
  const line = ({ name, description, reason, since }: AlarmFacts): string => {
    const when = since ? `, since ${at(since)}` : '';
    return `${printable(name)}${when}: ${printable(description ?? reason ?? 'it gives no reason')}`;
  };
  return [...rung.map((alarm) => `ALARM     ${line(alarm)}`), ...parts.map((alarm) => `Part      ${line(alarm)}`)];
}

function mailText(trouble: MailTrouble, at: (iso: string) => string): string {
  const { address, bounces, complaint, pausedSince, last } = trouble;
  const parts = [
    ...(bounces > 0 ? [bounces === 1 ? '1 mail came back' : `${bounces} mails came back`] : []),
    ...(complaint ? ['was called spam'] : []),
    ...(pausedSince ? [`no mail is sent since ${at(pausedSince)}`] : []),
  ];
  return `${printable(address)}: ${parts.join('; ')} (last heard: ${printable(last.event)}, ${at(last.at)})`;
}

function runLines({ runs }: Status, at: (iso: string) => string): string[] {
  if (runs.length === 0) return ['No run has begun yet. Start one with "npx daybook run".'];
  return runs.flatMap((record) => {
    const { run, why } = record;
    const tries = record.tries !== undefined && record.tries > 1 ? `, try ${record.tries}` : '';
    const when = record.at ? `, ${at(record.at)}` : '';
    const head = `${dayLine(run.marketDate).padStart(11)}  ${run.kind.padEnd(5)}  ${stateText(record)}${tries}${when}`;
    return [
      head,
      ...(why ? [`${' '.repeat(20)}${printable(why.message)}`] : []),
      ...(why?.nextStep ? [`${' '.repeat(20)}→ ${printable(why.nextStep)}`] : []),
    ];
  });
}
