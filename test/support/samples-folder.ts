import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One entry of a manifest and the body it is about. */
export interface SampleEntry {
  readonly file: string;
  readonly content: unknown;
  readonly [field: string]: unknown;
}

/** Writes a folder of recorded answers: each content as text or JSON, and the manifest. */
export async function samplesFolder(entries: readonly SampleEntry[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-samples-'));
  const bodies = entries.map(({ content: _, ...entry }) => ({
    method: 'GET',
    status: 200,
    contentType: 'application/json',
    source: 'constructed',
    expect: 'data',
    ...entry,
  }));
  for (const { file, content } of entries) {
    await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ schema: 'ibkr-samples/1', bodies }));
  return folder;
}

const position = (conid: number | string, more: object) => ({
  acctId: 'U1',
  conid,
  position: 1,
  mktPrice: 10,
  mktValue: 10,
  currency: 'USD',
  avgCost: 9,
  avgPrice: 9,
  unrealizedPnl: 1,
  multiplier: null,
  strike: 0,
  model: '',
  ...more,
});
const ledgerRow = (currency: string, more: object) => ({
  currency,
  secondkey: currency,
  exchangerate: 1,
  cashbalance: 100,
  netliquidationvalue: 150,
  stockmarketvalue: 50,
  interest: 0,
  dividends: 0,
  unrealizedpnl: 0,
  realizedpnl: 0,
  futuresonlypnl: 0,
  ...more,
});
const flexStatement = (inside: string) =>
  '<FlexQueryResponse queryName="Q" type="AF"><FlexStatements count="7">' +
  `<FlexStatement accountId="U1" fromDate="20260401" toDate="20260402" whenGenerated="2026-04-03;01:02:03 EDT">${inside}` +
  '</FlexStatement><FlexStatement accountId="U2" fromDate="20260403" toDate="20260403"/></FlexStatements></FlexQueryResponse>';
const DAYS = ['20260330', '20260331', '20260401', '20260402'];

/** Bodies with the traps that recorded answers have, and the facts of a right reader. */
export const TRAPS: readonly SampleEntry[] = [
  {
    file: 'advisor.json',
    kind: 'accounts',
    path: '/portfolio/subaccounts',
    content: [
      { id: 'F1', currency: 'USD', type: 'FNF', businessType: 'FA', faclient: false, accountStatus: 1_769_922_000_000 },
      { id: 'U1', currency: 'CHF', type: 'INDIVIDUAL', businessType: 'FA_CLIENT', faclient: true },
    ],
    facts: {
      count: 2,
      accountIds: ['F1', 'U1'],
      baseCurrencies: { F1: 'USD', U1: 'CHF' },
      types: { F1: 'FNF', U1: 'INDIVIDUAL' },
      openedAt: { F1: '2026-02-01T05:00:00Z', U1: null },
      clientAccountIds: ['U1'],
      advisorMasterIds: ['F1'],
    },
  },
  {
    file: 'page.json',
    kind: 'accounts',
    path: '/portfolio/subaccounts2',
    content: { metadata: { total: 25, pageSize: 20, pageNum: 1 }, subaccounts: [{ id: 'U9', currency: 'EUR' }] },
    facts: { count: 1, accountIds: ['U9'], page: { total: 25, pageSize: 20, pageNum: 1 } },
  },
  {
    file: 'lean-derivatives.json',
    kind: 'positions',
    path: '/portfolio/{accountId}/positions/{pageId}',
    content: [
      position(1, {
        contractDesc: 'SPY    JAN2025 440 C [SPY   250117C00440000 100]',
        assetClass: 'OPT',
        position: -2,
        mktPrice: 5,
        mktValue: -1000,
        avgCost: 480,
        avgPrice: 4.8,
        unrealizedPnl: -40,
      }),
      position(2, {
        contractDesc: 'ES       MAR2026',
        assetClass: 'FUT',
        mktPrice: 6000,
        mktValue: 300_000,
        avgCost: 295_000,
        avgPrice: 5900,
        unrealizedPnl: 5000,
      }),
      position(3, {
        contractDesc: 'ES     JUN2025 6040 C (E2D)',
        assetClass: 'FOP',
        avgCost: 0,
        avgPrice: 0,
        mktPrice: 20,
        mktValue: 1000,
      }),
      position('4', {
        contractDesc: 'SAP',
        assetClass: 'STK',
        currency: 'EUR',
        avgCost: '9.5',
        position: '-3',
        mktValue: '-30',
      }),
      position(5, { contractDesc: 'OLD', assetClass: 'STK', position: 0, mktValue: 0, unrealizedPnl: 0 }),
      position(6, { contractDesc: 'ODD', assetClass: 'STK', currency: null, avgCost: null }),
    ],
    facts: {
      rows: 6,
      count: 5,
      conids: [1, 2, 3, 4, 5, 6],
      symbols: ['SPY', 'ES', 'ES', 'SAP', 'OLD', 'ODD'],
      assetClasses: ['FOP', 'FUT', 'OPT', 'STK'],
      longCount: 3,
      shortCount: 2,
      zeroCount: 1,
      sumMarketValueByCurrency: { USD: 300_000, EUR: -30, unknown: 10 },
      sumUnrealizedPnlByCurrency: { USD: 4961, EUR: 1, unknown: 1 },
      futuresNotionalByCurrency: { USD: 300_000 },
      avgCostMissing: [3, 6],
      multipliers: { 1: 100, 2: 50, 3: 50, 4: 1, 5: 1, 6: 1 },
      contracts: {
        1: { underlying: 'SPY', expiry: '2025-01-17', strike: 440, right: 'C' },
        2: { underlying: 'ES', expiryMonth: '2026-03' },
        3: { underlying: 'ES', expiryMonth: '2025-06', strike: 6040, right: 'C' },
      },
    },
  },
  {
    file: 'by-account.json',
    kind: 'positions',
    path: '/portfolio/positions/{conid}',
    content: {
      U1: [position(7, { contractDesc: 'A', assetClass: 'STK' })],
      U2: [position(7, { contractDesc: 'A', assetClass: 'STK', acctId: 'U2' })],
    },
    facts: { accounts: ['U1', 'U2'], rows: 2, conids: [7, 7], symbols: ['A'], sumMarketValueByCurrency: { USD: 20 } },
  },
  {
    file: 'nothing-held.json',
    kind: 'positions',
    path: '/portfolio/{accountId}/positions/{pageId}',
    content: [],
    expect: 'empty',
  },
  {
    file: 'ledger-without-base.json',
    kind: 'ledger',
    path: '/portfolio/{accountId}/ledger',
    content: {
      CHF: ledgerRow('CHF', { exchangerate: 1.1847, cashbalance: -500.5, netliquidationvalue: -450.5, interest: -1 }),
      USD: ledgerRow('USD', { futuresonlypnl: -87.3 }),
    },
    facts: {
      currencies: ['CHF', 'USD'],
      hasBaseRow: false,
      baseCurrency: 'USD',
      netLiquidationBase: 150,
      netLiquidationByCurrency: { CHF: -450.5, USD: 150 },
      cashByCurrency: { CHF: -500.5, USD: 100 },
      negativeCash: ['CHF'],
      stockValueByCurrency: { CHF: 50, USD: 50 },
      accruedInterestByCurrency: { CHF: -1, USD: 0 },
      openFuturesProfitByCurrency: { USD: -87.3 },
      unrealizedPnlByCurrency: { CHF: 0, USD: 0 },
      ratesToBase: { CHF: 1.1847, USD: 1 },
      convertedNetLiquidation: -383.70735,
      convertedMinusBase: null,
      asOf: null,
    },
  },
  {
    file: 'allocation.json',
    kind: 'allocation',
    path: '/portfolio/{accountId}/allocation',
    content: {
      assetClass: { long: { STK: 0.1, OPT: 0.2 }, short: { CASH: -500, OPT: -10 } },
      sector: { long: { Technology: 0.1 }, short: {} },
      group: { long: { Computers: 0.1 }, short: {} },
    },
    facts: {
      netByAssetClass: { STK: 0.1, OPT: -9.8, CASH: -500 },
      longTotal: 0.3,
      shortTotal: -510,
      netTotal: -509.7,
      shortClasses: ['CASH', 'OPT'],
      sectors: ['Technology'],
      sectorNetTotal: 0.1,
      groupNetTotal: 0.1,
      unclassified: 0,
    },
  },
  {
    file: 'holes.json',
    kind: 'pa-all-periods',
    method: 'POST',
    path: '/pa/allperiods',
    recordedAt: '2026-04-02T23:30:00Z',
    content: {
      pm: 'MWR',
      nd: 4,
      view: ['U1', 'U2'],
      included: ['U1', 'U2'],
      All: {
        YTD: {
          dates: DAYS,
          nav: [1000, 101, null, 1010],
          cps: [0, -0.9, null, 0.01],
          startNAV: { date: '20260327', val: 999 },
        },
        '1D': { dates: ['20260402'], nav: [1010], cps: [0], startNAV: { date: '20260401', val: 1009 } },
        baseCurrency: 'USD',
        periods: ['1D', 'YTD', '1Y'],
        lastSuccessfulUpdate: '2026-04-02 23:30:00',
      },
    },
    facts: {
      accounts: ['U1', 'U2'],
      baseCurrency: 'USD',
      periods: ['YTD', '1D'],
      periodsListedButAbsent: ['1Y'],
      mainPeriod: 'YTD',
      points: 4,
      firstDate: '2026-03-30',
      lastDate: '2026-04-02',
      startNav: { date: '2026-03-27', value: 999 },
      startNavUsable: true,
      firstNav: 1000,
      lastNav: 1010,
      lastCumulativeReturn: 0.01,
      nullOrHolePoints: 2,
      holeDates: ['2026-03-31', '2026-04-01'],
      minNav: 1000,
      maxNav: 1010,
      lastPointPreliminary: true,
      lastClosedDate: '2026-04-01',
      updatedAt: '2026-04-02T23:30:00Z',
      calendarDays: 3,
      method: 'MWR',
      byPeriod: {
        YTD: { points: 4, lastNav: 1010 },
        '1D': { points: 1, startNav: { date: '2026-04-01', value: 1009 } },
      },
    },
  },
  {
    file: 'closed.json',
    kind: 'pa-performance',
    method: 'POST',
    path: '/pa/performance',
    requestBody: { acctIds: ['U1'], period: 'MTD' },
    recordedAt: '2026-04-04T10:00:00Z',
    content: {
      nav: {
        dates: DAYS,
        data: [{ id: 'U1', baseCurrency: 'EUR', startNAV: { date: '20260327', val: 0 }, navs: [1, 2, 3, 4] }],
      },
      cps: { dates: DAYS, data: [{ id: 'U1', returns: ['0', 0.1, 0.2, 0.3] }] },
      tpps: { dates: ['202603', '202604'], data: [{ id: 'U1', returns: [0.1, 0.2] }] },
      pm: 'TWR',
      nd: 5,
      included: ['U1'],
    },
    facts: {
      accounts: ['U1'],
      baseCurrency: 'EUR',
      periods: ['MTD'],
      startNavUsable: false,
      lastPointPreliminary: false,
      lastClosedDate: '2026-04-02',
      lastClosedNav: 4,
      monthlyReturns: { '2026-03': 0.1, '2026-04': 0.2 },
      calendarDays: 4,
    },
  },
  {
    file: 'bookings.json',
    kind: 'transactions',
    method: 'POST',
    path: '/pa/transactions',
    content: {
      currency: 'USD',
      from: 1_772_496_000_000,
      to: 1_775_088_000_000,
      rpnl: { data: [{ amt: '5.5' }], amt: '5.5' },
      transactions: [
        {
          cur: 'USD',
          date: 'Thu Apr 02 00:00:00 EDT 2026',
          qty: -4,
          pr: 10,
          amt: 40,
          conid: 7,
          type: 'Sell',
          acctid: 'U1',
        },
        { cur: 'USD', rawDate: '20260331', amt: '1.25', conid: '7', type: 'Payment In Lieu', acctid: 'U2' },
      ],
    },
    facts: {
      count: 2,
      currency: 'USD',
      conids: [7],
      types: { Sell: 1, 'Payment In Lieu': 1 },
      amountByType: { Sell: 40, 'Payment In Lieu': 1.25 },
      netAmount: 41.25,
      netQuantity: -4,
      rowsWithoutQuantity: 1,
      realizedPnl: 5.5,
      realizedRows: 1,
      from: '2026-03-03',
      to: '2026-04-02',
      firstDate: '2026-03-31',
      lastDate: '2026-04-02',
    },
  },
  {
    file: 'tickle-without-brokerage.json',
    kind: 'tickle',
    method: 'POST',
    path: '/tickle',
    content: {
      session: 'x',
      ssoExpires: 590000,
      iserver: { authStatus: { authenticated: false, connected: true, competing: false } },
    },
    expect: 'brokerage-session-not-open',
    facts: {
      hasSession: true,
      ssoExpiresMs: 590000,
      authenticated: false,
      connected: true,
      competing: false,
      established: null,
    },
  },
  {
    file: 'flex.xml',
    kind: 'flex-statement',
    host: 'flex',
    path: '/GetStatement',
    content: flexStatement(
      '<CashTransactions>' +
        '<CashTransaction currency="USD" type="Withholding Tax" amount="-3" fxRateToBase="0.9" dateTime="20260101" reportDate="20260401" levelOfDetail="DETAIL"/>' +
        '<CashTransaction currency="USD" type="Withholding Tax" amount="-3" fxRateToBase="0.9" dateTime="20260101" levelOfDetail="SUMMARY"/>' +
        '<CashTransaction currency="EUR" type="Dividends" amount="20" fxRateToBase="1" dateTime="20260401" reportDate="20260401"/></CashTransactions>' +
        '<Trades><Trade currency="USD" symbol="A" tradeDate="20260402" quantity="-3" proceeds="30" ibCommission="-1" fifoPnlRealized="5" levelOfDetail="EXECUTION"/>' +
        '<Order currency="USD" symbol="A" tradeDate="20260402" quantity="-3" proceeds="30" levelOfDetail="ORDER"/></Trades>' +
        '<OpenPositions><OpenPosition currency="USD" assetCategory="STK" position="-2" positionValue="-20" fifoPnlUnrealized="1.5" levelOfDetail="SUMMARY"/>' +
        '<OpenPosition currency="USD" assetCategory="STK" position="-2" positionValue="-20" levelOfDetail="LOT"/></OpenPositions>' +
        '<ChangeInNAV startingValue="100" mtm="3" dividends="1" endingValue="104" twr="4"/>' +
        '<EquitySummaryInBase><EquitySummaryByReportDateInBase reportDate="20260402" cash="4" stock="100" total="104"/></EquitySummaryInBase>' +
        '<CorporateActions><CorporateAction currency="USD" symbol="B" reportDate="20260402" quantity="9"/></CorporateActions>' +
        '<FxTransactions><FxTransaction fxCurrency="EUR" reportDate="20260402" realizedPL="-0.5"/></FxTransactions>',
    ),
    facts: {
      queryName: 'Q',
      type: 'AF',
      statements: 2,
      countAttribute: 7,
      statementsWithRows: 1,
      accounts: ['U1', 'U2'],
      fromDate: '2026-04-01',
      toDate: '2026-04-03',
      generatedAt: '2026-04-03T01:02:03-04:00',
      rows: {
        CashTransaction: 3,
        Trade: 1,
        Order: 1,
        OpenPosition: 2,
        ChangeInNAV: 1,
        EquitySummaryByReportDateInBase: 1,
        CorporateAction: 1,
        FxTransaction: 1,
      },
      cash: {
        count: 2,
        typeCounts: { 'Withholding Tax': 1, Dividends: 1 },
        amountByType: { 'Withholding Tax': { USD: -3 }, Dividends: { EUR: 20 } },
        amountByCurrency: { USD: -3, EUR: 20 },
        countByAccount: { U1: 2 },
        rowsReportedOver30DaysLate: 1,
        amountInBase: 17.3,
      },
      executions: {
        count: 1,
        quantityBySymbol: { A: -3 },
        commissionByCurrency: { USD: -1 },
        proceedsByCurrency: { USD: 30 },
        realizedPnlByCurrency: { USD: 5 },
      },
      openPositions: { count: 1, shortCount: 1, valueByAssetCategory: { STK: -20 }, unrealizedPnl: 1.5 },
      changeInNav: { starting: 100, ending: 104, sumOfItems: 4, twrFraction: 0.04 },
      navByDate: { '2026-04-02': 104 },
      corporateActionQuantityBySymbol: { B: 9 },
      fxRealizedPnl: -0.5,
    },
  },
  {
    file: 'flex-empty.xml',
    kind: 'flex-statement',
    host: 'flex',
    path: '/GetStatement',
    content: flexStatement('<Trades/><CashTransactions/>'),
    expect: 'empty',
    facts: { statements: 2, statementsWithRows: 0 },
  },
  {
    file: 'flex-expired.xml',
    kind: 'flex-response',
    host: 'flex',
    path: '/SendRequest',
    content:
      '<FlexStatementResponse><Status>Fail</Status><ErrorCode>1012</ErrorCode><ErrorMessage>Token has expired.</ErrorMessage></FlexStatementResponse>',
    expect: 'no-permission-or-expired',
    facts: { status: 'Fail', errorCode: '1012', message: 'Token has expired.' },
  },
  {
    file: 'flex-accepted.xml',
    kind: 'flex-response',
    host: 'flex',
    path: '/SendRequest',
    content:
      '<FlexStatementResponse><Status>Success</Status><ReferenceCode>12</ReferenceCode><url>https://x.interactivebrokers.com/y</url></FlexStatementResponse>',
    facts: { status: 'Success', referenceCode: '12', url: 'https://x.interactivebrokers.com/y' },
  },
  {
    file: 'login-page.html',
    kind: 'error',
    path: '/portfolio/accounts',
    contentType: 'text/html',
    alsoStatus: [302, 403],
    content: '<html><form action="/sso/Login"></form></html>',
    expect: 'needs-login',
  },
  {
    file: 'refusals.json',
    kind: 'error',
    method: null,
    path: null,
    status: null,
    content: {
      'logged out': { status: 401, body: null },
      text: { status: 404, body: 'Access Denied' },
      bridge: { status: 400, body: { error: 'Bad Request: no bridge', statusCode: 400 } },
    },
    parts: [
      {
        key: 'logged out',
        path: '/portfolio/U1/summary',
        expect: 'needs-login',
        expectIfLoginIsFine: 'unknown-account',
      },
      { key: 'text', expect: 'blocked' },
      { key: 'bridge', expect: 'brokerage-session-not-open', facts: { message: 'Bad Request: no bridge' } },
    ],
  },
];
