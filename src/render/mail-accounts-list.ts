import type { Report } from '#report/report';
import type { Cell } from '#report/value';
import type { MailAccounts } from '#templates/mail-data';
import { wholeText } from './counted.ts';
import { shortMonth } from './day-text.ts';
import { figureText, moneyText, returnText } from './format.ts';
import { brief, inert, shortened } from './inert.ts';
import { accountName, namedAccounts, totalOf } from './mail-accounts.ts';
import type { Failure } from './mail-subject.ts';
import { checkVerdict } from './verdict.ts';

const NAME_LIMIT = 60;

type Line = MailAccounts['rows'][number];

/**
 * Value, checks, day, month and year of each account, then what has no report, then the total where there is one. Of more
 * than `most` accounts, or accounts without a report, the rest are counted, and their values summed up.
 */
export function accountsList(
  reports: readonly Report[],
  failures: readonly Failure[],
  detailsElsewhere: boolean,
  most: number = Number.POSITIVE_INFINITY,
): MailAccounts {
  const total = totalOf(reports);
  const one = typeof total === 'string' ? undefined : total.currency;
  const named = namedAccounts(reports, most);
  const rows = named.map((report) => accountLine(report, one !== undefined));
  if (reports.length > named.length) rows.push(othersLine(reports, named));
  const missing = failures.slice(0, most).map((failure) => line(accountName(failure), 'no report', { dim: true }));
  const nameless = failures.length - missing.length;
  if (nameless > 0) missing.push(line(`${wholeText(nameless)} more accounts`, 'no report', { dim: true }));
  const last =
    typeof total === 'string'
      ? []
      : [
          line(missing.length === 0 ? 'Total' : `Total of ${wholeText(reports.length)}`, moneyText(total.value), {
            total: true,
          }),
        ];
  const note = [
    ...(typeof total === 'string' ? [] : movedBetween(reports)),
    typeof total === 'string' ? total : '',
    detailsElsewhere ? 'The details of each account stand in its full report.' : '',
  ];
  return {
    kind: 'accounts',
    title: one ? `Accounts, ${inert(one)}` : 'Accounts',
    note: note.filter((part) => part !== '').join(' '),
    heads: headsOf(reports),
    rows: [...rows, ...missing, ...last],
  };
}

/** `Day %`, `Nov %`, `2026 %`: month and year by their names where the reports are of one day. */
function headsOf(reports: readonly Report[]): readonly string[] {
  const [first] = reports;
  const sameDay = first && reports.every(({ marketDate }) => marketDate === first.marketDate);
  const names = sameDay ? [shortMonth(first.marketDate), first.marketDate.slice(0, 4)] : ['Month', 'Year'];
  return ['Day', ...names].map((name) => `${name} %`);
}

function accountLine(report: Report, inTotal: boolean): Line {
  const { account, headline, timeZone } = report;
  const unit = inTotal ? undefined : account.baseCurrency;
  const month = headline.periods.find(({ name }) => name === 'Month');
  return line(
    accountName(account),
    report.discreet ? '' : figureText(headline.netAssetValue, 'money', unit, timeZone),
    {
      under: [checkVerdict([report]).text, ...(account.paper ? ['paper money'] : [])].join(' · '),
      returns: [headline.dayReturn, month?.twr ?? null, headline.yearReturn].map(percent),
    },
  );
}

const MOST_MOVES = 3;

/** Cash that left one of the accounts and came to another: the same amount of the same currency, out and in. */
function movedBetween(reports: readonly Report[]): string[] {
  const moves = reports.flatMap(({ account, day }) => (day?.moved ?? []).map((one) => ({ ...one, account })));
  const came = moves.filter(({ amount }) => amount > 0);
  const texts = moves
    .filter(({ amount }) => amount < 0)
    .flatMap((out) => {
      const place = came.findIndex(
        ({ account, currency, amount }) =>
          account.key !== out.account.key && currency === out.currency && Math.abs(amount + out.amount) < 0.005,
      );
      const [into] = place < 0 ? [] : came.splice(place, 1);
      if (!into) return [];
      const amount = `${moneyText(into.amount)} ${inert(into.currency)}`;
      return [`${amount} moved from ${brief(out.account.label, 30)} to ${brief(into.account.label, 30)}`];
    });
  if (texts.length === 0) return [];
  const more = texts.length > MOST_MOVES ? [`${texts.length - MOST_MOVES} more such moves`] : [];
  const nets = texts.length === 1 ? 'It nets' : 'They net';
  return [`Left out: ${[...texts.slice(0, MOST_MOVES), ...more].join('; ')}. ${nets} to zero in the total.`];
}

function othersLine(reports: readonly Report[], named: readonly Report[]): Line {
  const known = new Set(named);
  const others = reports.filter((report) => !known.has(report));
  const total = totalOf(others);
  const value = typeof total !== 'string' ? moneyText(total.value) : total === '' ? '' : 'n/a';
  const label = others.length === 1 ? '1 more account' : `${wholeText(others.length)} more accounts`;
  return line(label, value, { under: checkVerdict(others).text });
}

function line(label: string, value: string, rest: Partial<Line>): Line {
  const plain = { under: '', returns: [], dim: false, total: false };
  return { ...plain, ...rest, label: shortened(label, NAME_LIMIT), value: shortened(value, NAME_LIMIT) };
}

/** The heads say the sign. */
const percent = (cell: Cell): string => (typeof cell === 'number' ? returnText(cell).replace(/\s*%$/, '') : 'n/a');
