import { describe, expect, it } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { FlexCutOff, FlexUnreadable } from '#sources/flex/errors';
import { checkQuery } from '#sources/flex/query-check';
import type { RequiredSection } from '#sources/flex/query-section';
import { REQUIRED_SECTIONS } from '#sources/flex/query-sections';
import { surveyQuery } from '#sources/flex/query-survey';
import { flexAnswer, flexStatement, streamOf } from '#test/support/flex-body';

const SAMPLE: Readonly<Record<string, string>> = { currency: 'USD', levelOfDetail: '' };
const LEVELS: Readonly<Record<string, string>> = {
  Trade: 'EXECUTION',
  CashTransaction: 'DETAIL',
  OpenPosition: 'SUMMARY',
};

/** A row with every field that is required, without `but`. */
function rowOf({ row, fields }: RequiredSection, but = '', more: Readonly<Record<string, string>> = {}): string {
  const all = { ...Object.fromEntries(fields.map(({ xml }) => [xml, SAMPLE[xml] ?? ''])), ...more };
  const level = LEVELS[row] === undefined ? {} : { levelOfDetail: LEVELS[row] };
  const attributes = Object.entries({ ...all, ...level, ...more }).filter(([name]) => name !== but);
  return `<${row} ${attributes.map(([name, value]) => `${name}="${value}"`).join(' ')}/>`;
}

function sectionOf(required: RequiredSection, rows = rowOf(required)): string {
  return required.xml === required.row ? rows : `<${required.xml}>${rows}</${required.xml}>`;
}

const BASE = (required: RequiredSection) =>
  required.xml === 'CashReport' ? rowOf(required, '', { currency: 'BASE_SUMMARY' }) : '';
const RATES = '<ConversionRates/>';

/** All that is required, with one section written otherwise. */
function statement(xml = '', otherwise = ''): string {
  const sections = REQUIRED_SECTIONS.map((one) =>
    one.xml === xml ? otherwise : sectionOf(one, rowOf(one) + BASE(one)),
  );
  return flexStatement(`${sections.join('')}${RATES}`);
}

const check = async (body: string, asked?: Parameters<typeof checkQuery>[1]) =>
  checkQuery(await surveyQuery(streamOf(body)), asked);
const required = (xml: string): RequiredSection => {
  const found = REQUIRED_SECTIONS.find((one) => one.xml === xml);
  if (found === undefined) throw new Error(`no section ${xml}`);
  return found;
};

describe('a query that ticks all', () => {
  it('has nothing to be said of', async () => {
    expect(await check(flexAnswer([statement()]))).toEqual([]);
  });
});

describe('what a query lacks', () => {
  it.each(REQUIRED_SECTIONS.map((one) => [one.section, one] as const))(
    'is the section %s, where it is not there',
    async (_, one) => {
      expect(await check(flexAnswer([statement(one.xml)]))).toMatchObject([
        { weight: one.weight, kind: 'section', section: one.section, nextStep: expect.stringContaining(one.section) },
      ]);
    },
  );

  const fields = REQUIRED_SECTIONS.flatMap((one) =>
    one.fields.map((field) => [one.section, field.label, one, field] as const),
  );
  it.each(fields)('is in %s the field %s, where no row has it', async (_, label, one, field) => {
    const rows =
      rowOf(one, field.xml) + (one.xml === 'CashReport' ? rowOf(one, field.xml, { currency: 'BASE_SUMMARY' }) : '');
    const findings = await check(flexAnswer([statement(one.xml, sectionOf(one, rows))]));
    expect(findings).toContainEqual(
      expect.objectContaining({
        weight: field.weight,
        kind: 'field',
        section: one.section,
        field: { label, xml: field.xml },
      }),
    );
  });

  it.each(REQUIRED_SECTIONS.filter((one) => one.xml !== one.row).map((one) => [one.section, one] as const))(
    'can not be seen in an empty section %s, and is a note',
    async (_, one) => {
      expect(await check(flexAnswer([statement(one.xml, sectionOf(one, ''))]))).toMatchObject([
        { weight: 'note', kind: 'not-seen', section: one.section },
      ]);
    },
  );

  it.each([
    [
      'Trades',
      '<Order levelOfDetail="ORDER"/><SymbolSummary levelOfDetail="SYMBOL_SUMMARY"/>',
      'Order, SymbolSummary',
      'Execution',
    ],
    ['CashTransactions', rowOf(required('CashTransactions'), '', { levelOfDetail: 'SUMMARY' }), 'SUMMARY', 'Detail'],
  ])('is the level of %s that counts, where only sums are ticked', async (xml, rows, says, tick) => {
    const findings = await check(flexAnswer([statement(xml, `<${xml}>${rows}</${xml}>`)]));
    expect(findings).toMatchObject([
      {
        weight: 'needed',
        kind: 'level',
        message: expect.stringContaining(says),
        nextStep: expect.stringContaining(tick),
      },
    ]);
  });

  it('is nothing where sums are ticked beside what counts', async () => {
    const trades = required('Trades');
    const body = statement('Trades', sectionOf(trades, `${rowOf(trades)}<Order levelOfDetail="ORDER"/>`));
    expect(await check(flexAnswer([body]))).toEqual([]);
  });
});

describe('options of a query', () => {
  it('tell a query of trade confirmations, of which nothing more is asked', async () => {
    const body = flexAnswer([flexStatement('<TradeConfirms><TradeConfirm currency="USD"/></TradeConfirms>')], 'TCF');
    expect(await check(body)).toMatchObject([
      { weight: 'needed', kind: 'option', nextStep: expect.stringContaining('Activity') },
    ]);
  });

  it.each([
    ['04/05/2026', '04/05/2026', 'needed', 'nothing in the statement'],
    ['04/05/2026', '13/05/2026', 'useful', 'by other dates'],
  ])('tell dates with slashes from %s to %s', async (fromDate, toDate, weight, says) => {
    const body = statement().replace('20260401', fromDate).replace('20260402', toDate);
    expect(await check(flexAnswer([body]))).toMatchObject([
      { weight, kind: 'option', message: expect.stringContaining(says) },
    ]);
  });

  it('refuse dates that contradict each other', async () => {
    const body = statement().replace('20260401', '04/13/2026').replace('20260402', '13/05/2026');
    await expect(check(flexAnswer([body]))).rejects.toBeInstanceOf(FlexUnreadable);
  });

  it('tell an alias in place of an account number, and show none', async () => {
    const findings = await check(flexAnswer([statement().replace('U1234567', 'My pension')]));
    expect(findings).toMatchObject([{ weight: 'needed', message: expect.stringContaining('not named by number') }]);
    expect(JSON.stringify(findings)).not.toContain('pension');
  });

  it('tell missing rates, and how much that costs', async () => {
    const without = statement().replace(RATES, '');
    expect(await check(flexAnswer([without]))).toMatchObject([
      { weight: 'useful', message: expect.stringContaining('no currency rates') },
    ]);
    const positions = required('OpenPositions');
    const foreign = statement(
      'OpenPositions',
      sectionOf(positions, rowOf(positions, 'fxRateToBase', { currency: 'EUR' })),
    );
    const findings = await check(flexAnswer([foreign.replace(RATES, '')]));
    expect(findings).toContainEqual(
      expect.objectContaining({ weight: 'needed', message: expect.stringContaining('no currency rates') }),
    );
  });

  it.each([
    ['BASE_SUMMARY', 'needed', 'Currency Breakout'],
    ['EUR', 'useful', 'Base Currency Summary'],
  ])('tell cash in %s alone', async (currency, weight, tick) => {
    const cash = required('CashReport');
    const body = statement('CashReport', sectionOf(cash, rowOf(cash, '', { currency })));
    expect(await check(flexAnswer([body]))).toMatchObject([
      { weight, section: 'Cash Report', nextStep: expect.stringContaining(tick) },
    ]);
  });

  it('tell a statement that collapsed to one of the days that were asked for', async () => {
    const asked = { from: calendarDate('2026-03-01'), to: calendarDate('2026-04-02') };
    expect(await check(flexAnswer([statement()]), asked)).toMatchObject([
      { weight: 'needed', kind: 'content', message: expect.stringContaining('2026-03-01 to 2026-04-02') },
    ]);
    const within = { from: calendarDate('2026-04-02'), to: calendarDate('2026-04-02') };
    expect(await check(flexAnswer([statement()]), within)).toEqual([]);
  });

  it('tell a wrong number of statements, and sections that no figure is made of', async () => {
    const body = flexAnswer([statement().replace(RATES, `${RATES}<Moons><Moon a="1"/><Moon a="2"/></Moons><Suns/>`)]);
    expect(await check(body.replace('count="1"', 'count="3"'))).toMatchObject([
      { weight: 'note', kind: 'content', message: expect.stringContaining('3 statements, and holds 1') },
      { weight: 'note', kind: 'unknown', message: expect.stringContaining('<Moons> has 2 rows') },
    ]);
  });
});

describe('the survey of a query', () => {
  it('adds up the sections of all statements, and their days', async () => {
    const trades = '<Trades><Trade tradeID="1"/></Trades>';
    const body = flexAnswer([
      flexStatement(trades, { fromDate: '2026-01-05', toDate: '2026-01-06' }),
      flexStatement(`${trades}<Trades><Trade price="1"/></Trades>`, {
        accountId: 'U2',
        fromDate: '2026-01-02',
        toDate: '2026-01-05',
      }),
    ]);
    const survey = await surveyQuery(streamOf(body));
    expect(survey).toMatchObject({
      accounts: ['U1234567', 'U2'],
      from: '2026-01-02',
      to: '2026-01-06',
      slashes: 'none',
    });
    expect(survey.sections.get('Trades')?.get('Trade')).toMatchObject({
      rows: 3,
      fields: new Set(['tradeID', 'price']),
    });
  });

  it('takes nothing but a whole statement', async () => {
    await expect(surveyQuery(streamOf(flexAnswer([statement()]).slice(0, -5)))).rejects.toBeInstanceOf(FlexCutOff);
    const word = '<FlexStatementResponse><Status>Fail</Status></FlexStatementResponse>';
    await expect(surveyQuery(streamOf(word))).rejects.toBeInstanceOf(FlexUnreadable);
  });
});
