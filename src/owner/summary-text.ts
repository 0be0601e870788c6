import { cellText, figureText, plainText } from '#render/format';
import type { Cell, ValueKind } from '#report/value';
import type { AccountLine, RunSummary } from './summary.ts';

/** The closing summary as a person reads it in a terminal. */
export function summaryText(summary: RunSummary): string {
  const lines: string[] = [''];
  for (const account of summary.accounts) lines.push(...accountLines(account, summary.marketDate), '');
  if (summary.run === 'close' && summary.collected > 0) {
    const day = cellText(summary.marketDate, 'date', 'UTC');
    const accounts = summary.collected === 1 ? '1 account' : `${summary.collected} accounts`;
    lines.push(`Holdings of ${accounts} at the close of ${day} are kept. The report follows with the final run.`);
  }
  if (summary.sources.flex) lines.push(`Sources   ${sourcesText(summary.sources)}`);
  for (const mail of summary.mails) {
    if (mail.state === 'sent') lines.push(`Mail      ${mail.where}`);
    if (mail.state === 'already-sent') lines.push(`Mail      was sent to ${mail.to} before; nothing was sent again.`);
    if (mail.state === 'unknown') {
      lines.push(
        `Mail      to ${mail.to}: an earlier run broke while sending. It may have arrived; it is not sent again.`,
      );
    }
  }
  if (summary.simulatedWaits) {
    const { times, minutes } = summary.simulatedWaits;
    lines.push(
      '',
      `Pauses for the broker's limits, passed at once on the simulated clock: ${times} (${hours(minutes)}).`,
    );
  }
  for (const missing of summary.missing) lines.push(`Missing   ${missing}`);
  if (summary.problem) lines.push('', summary.problem.message, summary.problem.nextStep);
  return `${lines.join('\n')}\n`;
}

const SOURCE_STATES = {
  complete: 'complete',
  partial: 'not whole',
  waiting: 'waits',
  failed: 'gave nothing',
} as const;

function sourcesText({ gateway, flex }: RunSummary['sources']): string {
  const parts = [
    gateway ? `gateway ${gateway === 'waiting' ? 'waits for a login or a pause' : SOURCE_STATES[gateway]}` : '',
    flex ? `Flex statement ${flex === 'waiting' ? 'not there yet' : SOURCE_STATES[flex]}` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function accountLines(account: AccountLine, marketDate: string): string[] {
  const { baseCurrency } = account;
  const edition = account.revision > 1 ? `, revision ${account.revision}` : '';
  const checks = `${account.checks.passed} of ${account.checks.possible} possible passed`;
  const failed = account.checks.failed.length > 0 ? `; FAILED: ${account.checks.failed.join(', ')}` : '';
  const periods = account.periods.map(({ name, twr }) => `${name} ${shown(twr, 'return')}`);
  return [
    `${plainText(account.label)} ${account.maskedId}, ${cellText(marketDate, 'date', 'UTC')}, ${account.finality}${edition}`,
    `Value     ${shown(account.netAssetValue, 'money', baseCurrency)}`,
    `Day       ${shown(account.dayResult, 'change', baseCurrency)}, ${shown(account.dayReturn, 'return')}`,
    ...(periods.length > 0 ? [`Return    ${periods.join('   ')}`] : []),
    `Checks    ${checks}${failed}`,
    ...account.warnings.map(({ term, text }) => `Note      ${plainText(`${term}: ${text}`)}`),
    `Page      ${account.page}`,
    `Workbook  ${account.workbook}`,
    ...(account.report === 'unchanged' ? ['          (both were there already, unchanged)'] : []),
  ];
}

/** A figure for a terminal: `-` for minus, the unit after it. */
function shown(cell: Cell, kind: ValueKind, unit?: string): string {
  return plainText(figureText(cell, kind, unit, 'UTC'));
}

function hours(minutes: number): string {
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
