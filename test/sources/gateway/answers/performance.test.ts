import { describe, expect, it } from 'vitest';
import { readAllPeriods } from '#sources/gateway/answers/all-periods';
import { readPerformance } from '#sources/gateway/answers/performance';
import { checkForm, ENDPOINTS } from '#sources/gateway/endpoints';
import { AnswerUnreadable } from '#sources/gateway/errors';

const ID = 'U1234567';
const DATES = ['20260331', '20260401', '20260402'];
const SERIES = {
  freq: 'D',
  startNAV: { date: '20260330', val: 1000 },
  dates: DATES,
  nav: [1001, 1002.5, 1003.12345],
  cps: [0.001, 0.0025, 0.00312345],
};

function allPeriods(block: object = {}, envelope: object = {}) {
  return {
    pm: 'TWR',
    nd: 60,
    id: 'getPerformanceAllPeriods',
    currencyType: 'base',
    view: [ID],
    included: [ID],
    [ID]: {
      '1M': SERIES,
      baseCurrency: 'USD',
      start: '20260331',
      end: '20260402',
      periods: ['1M', 'YTD'],
      lastSuccessfulUpdate: '2026-04-02 20:32:11',
      ...block,
    },
    ...envelope,
  };
}

function performance(more: { nav?: object; data?: object; cps?: object; body?: object } = {}) {
  const common = { id: ID, idType: 'acctid', start: '20260331', end: '20260402', baseCurrency: 'USD' };
  return {
    nav: {
      freq: 'D',
      dates: DATES,
      data: [{ ...common, startNAV: SERIES.startNAV, navs: SERIES.nav, ...more.data }],
      ...more.nav,
    },
    cps: { freq: 'D', dates: DATES, data: [{ ...common, returns: SERIES.cps }], ...more.cps },
    tpps: { freq: 'M', dates: ['202603', '202604'], data: [{ ...common, returns: [0.001, null] }] },
    pm: 'TWR',
    nd: 32,
    id: 'getPerformanceData',
    included: [ID],
    currencyType: 'base',
    ...more.body,
  };
}

const readAll = (body: unknown, account: string | undefined = ID) =>
  readAllPeriods(checkForm(ENDPOINTS.allPeriods, body), 'all-periods', account);
const readOne = (body: unknown) =>
  readPerformance(checkForm(ENDPOINTS.performance, body), 'performance', { period: '1M', account: ID });

describe('all periods', () => {
  it('gives the series of the account as sent, the running day too', () => {
    const { value, oddities } = readAll(allPeriods());
    expect(value.performance).toEqual({
      baseCurrency: 'USD',
      method: 'TWR',
      series: [
        {
          period: '1M',
          start: { date: '2026-03-30', netAssetValue: 1000 },
          points: [
            { date: '2026-03-31', netAssetValue: 1001, cumulativeReturn: 0.001 },
            { date: '2026-04-01', netAssetValue: 1002.5, cumulativeReturn: 0.0025 },
            { date: '2026-04-02', netAssetValue: 1003.12345, cumulativeReturn: 0.00312345 },
          ],
        },
      ],
      absentPeriods: ['YTD'],
      remainder: {},
    });
    expect(value.updatedAt).toBe('2026-04-02T20:32:11.000Z');
    expect(oddities).toEqual([]);
  });

  it('keeps a start of 0: the account is younger than the period', () => {
    const young = { ...SERIES, startNAV: { date: '20260330', val: 0 } };
    expect(readAll(allPeriods({ '1M': young })).value.performance.series[0]?.start.netAssetValue).toBe(0);
  });

  it('finds the figures by the account number, or by the view when the key is another word', () => {
    const { [ID]: block, ...rest } = allPeriods() as Record<string, unknown>;
    expect(
      readAllPeriods({ ...rest, view: ['All'], included: ['All'], All: block }, 'x').value.performance.series,
    ).toHaveLength(1);
  });

  it('refuses a body of another account, or of several together', () => {
    expect(() => readAll(allPeriods(), 'U7654321')).toThrow(/another account/);
    expect(() => readAll(allPeriods({}, { view: [ID, 'U7654321'] }))).toThrow(/several accounts together/);
  });

  it('is empty for an account without history', () => {
    const { [ID]: _, ...rest } = allPeriods() as Record<string, unknown>;
    expect(readAll(rest).empty).toBe(true);
    const { '1M': __, ...none } = allPeriods()[ID] as Record<string, unknown>;
    const listed = readAll({ ...rest, [ID]: none });
    expect(listed.empty).toBe(true);
    expect(listed.value.performance.absentPeriods).toEqual(['1M', 'YTD']);
  });

  it('keeps null points as null', () => {
    const holed = { ...SERIES, nav: [1001, null, 1003], cps: [0.001, null, 0.003] };
    expect(readAll(allPeriods({ '1M': holed })).value.performance.series[0]?.points[1]).toEqual({
      date: '2026-04-01',
      netAssetValue: null,
      cumulativeReturn: null,
    });
  });

  it.each([
    ['more dates than values', { nav: [1, 2] }],
    ['more returns than dates', { cps: [0, 0, 0, 0] }],
    ['a day that is none', { dates: ['20260331', '20260401', '20260431'] }],
    ['a value that is no number', { nav: [1, '1,005,254 USD', 3] }],
    ['an absurd value', { nav: [1, 1e300, 3] }],
    ['no start', { startNAV: null }],
  ])('cannot be read with %s', (_, change) => {
    expect(() => readAll(allPeriods({ '1M': { ...SERIES, ...change } }))).toThrow(AnswerUnreadable);
  });

  it('reports fields it does not know at every depth', () => {
    const reading = readAll(allPeriods({ '1M': { ...SERIES, quality: 'A' }, score: 5 }, { hint: 'x' }));
    expect(reading.value.performance.remainder).toEqual({ hint: 'x', '1M.quality': 'A', score: 5 });
    expect(reading.oddities.map(({ name }) => name).sort()).toEqual(['hint', 'quality', 'score']);
  });
});

describe('one period', () => {
  it('gives the series and the monthly returns', () => {
    const { value } = readOne(performance());
    expect(value.performance.series[0]?.points[1]).toEqual({
      date: '2026-04-01',
      netAssetValue: 1002.5,
      cumulativeReturn: 0.0025,
    });
    expect(value.performance.monthly).toEqual({ period: '1M', from: '2026-03-31', returns: { '2026-03': 0.001 } });
    expect(value.calendarDays).toBe(31);
  });

  it('cannot be read when values and dates differ in number, or returns stand on other days', () => {
    expect(() => readOne(performance({ nav: { dates: [...DATES, '20260403'] } }))).toThrow(/3 values for 4 dates/);
    expect(() => readOne(performance({ cps: { dates: ['20260331', '20260401', '20260403'] } }))).toThrow(/same days/);
  });

  it('picks its own account out of several, and refuses a consolidated body', () => {
    const other = { id: 'U7654321', startNAV: SERIES.startNAV, navs: [9, 9, 9], baseCurrency: 'USD' };
    const mixed = performance();
    mixed.nav.data.unshift(other as never);
    expect(readOne(mixed).value.performance.series[0]?.points[0]?.netAssetValue).toBe(1001);
    expect(() => readOne(performance({ body: { included: [ID, 'U7654321'] } }))).toThrow(/several accounts together/);
  });

  it('is empty without dates', () => {
    expect(readOne(performance({ nav: { dates: [], data: [] } })).empty).toBe(true);
  });
});
