import type { DaySpan } from '#domain/statement';
import type { QueryFinding } from './query-finding.ts';
import type { QuerySurvey, RowsSeen } from './query-survey.ts';

/** What the options of a query as a whole show, and what its statement says of itself. */
export function checkOptions(survey: QuerySurvey, asked: DaySpan | undefined): readonly QueryFinding[] {
  return [
    ...kind(survey),
    ...dates(survey),
    ...aliases(survey),
    ...rates(survey),
    ...cash(survey),
    ...days(survey, asked),
    ...count(survey),
  ];
}

function kind({ document }: QuerySurvey): readonly QueryFinding[] {
  if (document.type === 'activity') return [];
  const what =
    document.type === 'trade-confirmation' ? 'a Trade Confirmation Flex Query' : 'of a sort that is not known';
  return [
    {
      weight: 'needed',
      kind: 'option',
      message: `The query is ${what}.`,
      costs: 'It tells trades at most: no holdings, no net asset value, no flows, no income.',
      nextStep: 'Make an Activity Flex Query in Client Portal, and give Daybook its number.',
    },
  ];
}

function dates({ slashes }: QuerySurvey): readonly QueryFinding[] {
  if (slashes === 'none') return [];
  const known = slashes !== 'ambiguous';
  return [
    {
      weight: known ? 'useful' : 'needed',
      kind: 'option',
      message: `Dates stand with slashes, and ${known ? 'day and month are told by other dates of the statement alone' : 'nothing in the statement tells the day from the month'}.`,
      costs: known
        ? 'A statement of a few days early in a month can not be read.'
        : 'No day of this statement is known for certain, so nothing of it is used.',
      nextStep: 'Set the Date Format of the query to yyyyMMdd or yyyy-MM-dd.',
    },
  ];
}

/** `U1234567`, `DU1234567`, `F123456`, `U1234567A`. */
const NUMBER = /^[A-Z]{1,3}\d{4,10}[A-Z]?$/;

function aliases({ accounts }: QuerySurvey): readonly QueryFinding[] {
  const others = accounts.filter((account) => !NUMBER.test(account));
  if (others.length === 0) return [];
  return [
    {
      weight: 'needed',
      kind: 'option',
      message: `${others.length === 1 ? 'One account is' : `${others.length} accounts are`} not named by number.`,
      costs: 'Their statements belong to no account that Daybook knows.',
      nextStep: 'Set "Display Account Alias in Place of Account ID?" to No, and don\'t consolidate accounts.',
    },
  ];
}

function rates({ sections, document }: QuerySurvey): readonly QueryFinding[] {
  if (sections.has('ConversionRates') || document.type === 'trade-confirmation') return [];
  const rows = [...sections.values()].flatMap((elements) => [...elements.values()]);
  const currencies = new Set(rows.flatMap((seen) => [...seen.currencies]));
  currencies.delete('BASE_SUMMARY');
  const positions = sections.get('OpenPositions')?.get('OpenPosition');
  const needed = currencies.size > 1 && positions?.fields.has('fxRateToBase') !== true;
  return [
    {
      weight: needed ? 'needed' : 'useful',
      kind: 'option',
      message: 'The statement has no currency rates.',
      costs: needed
        ? 'Cash and holdings in other currencies can not be given in base currency.'
        : 'Cash in a currency in which nothing is held can not be given in base currency.',
      nextStep: 'Set "Include Currency Rates?" of the query to Yes.',
    },
  ];
}

function cash({ sections }: QuerySurvey): readonly QueryFinding[] {
  const seen: RowsSeen | undefined = sections.get('CashReport')?.get('CashReportCurrency');
  if (seen === undefined) return [];
  const base = seen.currencies.has('BASE_SUMMARY');
  const each = seen.currencies.size > (base ? 1 : 0);
  if (base && each) return [];
  return [
    {
      weight: each ? 'useful' : 'needed',
      kind: 'option',
      section: 'Cash Report',
      message: `The section "Cash Report" has ${each ? 'no total in base currency' : 'only the total in base currency'}.`,
      costs: each ? 'The total of cash can not be checked.' : 'Cash by currency of a closed day is not known.',
      nextStep: `Tick ${each ? 'Base Currency Summary' : 'Currency Breakout'} in the section "Cash Report" too.`,
    },
  ];
}

function days({ from, to }: QuerySurvey, asked: DaySpan | undefined): readonly QueryFinding[] {
  if (asked === undefined || from === undefined || to === undefined) return [];
  if (from <= asked.from && to >= asked.to) return [];
  return [
    {
      weight: 'needed',
      kind: 'content',
      message: `The statement holds ${spanText({ from, to })}, and ${spanText(asked)} was asked for.`,
      costs: 'What happened on the other days is not known from it.',
      nextStep: 'Ask again later; if it stays so, save a fixed period in the query.',
    },
  ];
}

function spanText({ from, to }: DaySpan): string {
  return from === to ? from : `${from} to ${to}`;
}

function count({ document }: QuerySurvey): readonly QueryFinding[] {
  const { statements, countAttribute } = document;
  if (countAttribute === undefined || countAttribute === statements) return [];
  return [
    {
      weight: 'note',
      kind: 'content',
      message: `The answer says that it holds ${countAttribute} statements, and holds ${statements}; what it holds counts.`,
    },
  ];
}
