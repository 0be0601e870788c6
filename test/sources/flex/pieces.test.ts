import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatementPiece } from '#domain/statement';
import { FlexCutOff, FlexDatesAmbiguous, FlexUnreadable } from '#sources/flex/errors';
import { type PieceOptions, readPieces } from '#sources/flex/pieces';
import { scanSlashOrder } from '#sources/flex/slash-order';
import type { StatementsRead } from '#sources/flex/statements';
import { flexAnswer, flexStatement, streamOf } from '#test/support/flex-body';

async function read(body: AsyncIterable<Uint8Array>, options?: PieceOptions) {
  const pieces: StatementPiece[] = [];
  const reading = readPieces(body, options);
  for (;;) {
    const next = await reading.next();
    if (next.done === true) return { pieces, end: next.value as StatementsRead };
    pieces.push(next.value);
  }
}

async function one(inside: string, fields?: Record<string, string>): Promise<StatementPiece> {
  const { pieces } = await read(streamOf(flexAnswer([flexStatement(inside, fields)])));
  const [piece] = pieces;
  if (piece === undefined || pieces.length > 1) throw new Error('not one piece');
  return piece;
}

const TRADE = 'currency="EUR" assetCategory="STK" symbol="SAP" conid="14204" tradeDate="20260402" quantity="-3"';
const CASH = 'currency="USD" dateTime="20260401" type="Dividends" amount="1"';
const POSITION = 'currency="USD" assetCategory="STK" conid="1" positionValue="10"';

describe('a statement as a piece', () => {
  it('tells a part that is not ticked from one that is empty', async () => {
    const piece = await one('<Trades></Trades><CashReport/><CashTransactions/>');
    expect(piece.bookings).toEqual({ trades: [], cashTransactions: [] });
    expect(piece.close).toEqual({ cash: [] });
    expect(await one('')).toMatchObject({ bookings: {}, close: {}, unknown: [] });
  });

  it('leaves out the rows that nobody asks for, and nothing else', async () => {
    const body = flexAnswer([
      flexStatement(
        `<Trades><Trade ${TRADE}/><Order ${TRADE} levelOfDetail="ORDER"/><Trade symbol="SAP"/></Trades>` +
          `<CashTransactions><CashTransaction ${CASH} levelOfDetail="SUMMARY"/></CashTransactions><SalesTaxes/>` +
          '<Transfers><Transfer type="FOP"/></Transfers><New><Row a="1"/></New>' +
          '<EquitySummaryInBase><EquitySummaryByReportDateInBase reportDate="20260402" total="104"/></EquitySummaryInBase>' +
          `<OpenPositions><OpenPosition ${POSITION} position="2" levelOfDetail="SUMMARY"/></OpenPositions>`,
      ),
    ]);
    const whole = await read(streamOf(body));
    const bare = await read(streamOf(body), { withoutRows: new Set(['trades', 'cashTransactions', 'transfers']) });
    const [piece] = whole.pieces;
    expect(piece?.bookings.trades).toHaveLength(1);
    expect(bare.pieces).toEqual([{ ...piece, bookings: { ...piece?.bookings, trades: [] } }]);
    expect(bare.end).toEqual(whole.end);
  });

  it('holds what many rows say alike once', async () => {
    const piece = await one(`<Trades><Trade ${TRADE} tradeID="1"/><Trade ${TRADE} tradeID="2"/></Trades>`);
    const [first, second] = piece.bookings.trades ?? [];
    expect(first?.tradeId).not.toBe(second?.tradeId);
    expect(first?.contract).toBe(second?.contract);
    expect(first?.remainder).toBe(second?.remainder);
  });

  it('gives each part its rows', async () => {
    const piece = await one(
      `<AccountInformation currency="CHF" name="N"/><Trades><Trade ${TRADE} reportDate="20260403"/></Trades>` +
        `<CashTransactions><CashTransaction ${CASH}/></CashTransactions>` +
        `<Transfers><Transfer ${TRADE} date="20260401" type="FOP" direction="IN"/></Transfers>` +
        `<CorporateActions><CorporateAction ${TRADE} reportDate="20260402" type="FS"/></CorporateActions>` +
        '<SalesTaxes><SalesTax currency="EUR" date="20260401" salesTax="-0.3" taxType="VAT"/></SalesTaxes>' +
        '<FxTransactions><FxTransaction fxCurrency="USD" reportDate="20260402" realizedPL="-0.5"/></FxTransactions>' +
        '<EquitySummaryInBase><EquitySummaryByReportDateInBase reportDate="20260402" total="104"/></EquitySummaryInBase>' +
        '<ChangeInNAV startingValue="100" endingValue="104"/>' +
        `<OpenPositions><OpenPosition ${POSITION} position="2" levelOfDetail="SUMMARY"/></OpenPositions>` +
        '<CashReport><CashReportCurrency currency="CHF" startingCash="1" endingCash="2"/></CashReport>' +
        '<OpenDividendAccruals><OpenDividendAccrual currency="USD" netAmount="1"/></OpenDividendAccruals>' +
        '<InterestAccruals><InterestAccrualsCurrency currency="BASE_SUMMARY" startingAccrualBalance="1" interestAccrued="2" accrualReversal="-1" endingAccrualBalance="2"/></InterestAccruals>' +
        '<ConversionRates><ConversionRate reportDate="20260402" fromCurrency="USD" toCurrency="CHF" rate="0.8"/></ConversionRates>',
    );
    expect(Object.entries(piece.bookings).map(([name, rows]) => [name, rows?.length])).toEqual([
      ['trades', 1],
      ['cashTransactions', 1],
      ['transfers', 1],
      ['corporateActions', 1],
      ['salesTaxes', 1],
      ['fxResults', 1],
      ['netAssetValues', 1],
      ['changes', 1],
    ]);
    expect(piece.bookings.trades).toMatchObject([{ date: '2026-04-02', reported: '2026-04-03' }]);
    expect(piece.close).toMatchObject({
      positions: [{ quantity: 2 }],
      cash: [{ currency: 'CHF', starting: 1, ending: 2 }],
      dividendAccruals: [{ state: 'open' }],
      interestAccruals: [
        { currency: 'base', starting: 1, ending: 2, items: { interestAccrued: 2, accrualReversal: -1 } },
      ],
      ratesToBase: { USD: 0.8, CHF: 1 },
    });
    expect(piece).toMatchObject({ baseCurrency: 'CHF', query: 'activity', unknown: [] });
    expect(piece).not.toHaveProperty('partial');
  });

  it('knows the kind of the query, and trades of confirmations', async () => {
    const body = flexAnswer(
      [flexStatement(`<TradeConfirms><TradeConfirm ${TRADE} price="7"/></TradeConfirms>`)],
      'TCF',
    );
    const { pieces } = await read(streamOf(body));
    expect(pieces).toMatchObject([{ query: 'trade-confirmation', bookings: { trades: [{ price: 7 }] } }]);
  });

  it('leaves the moved cash in its own names, without its segments and other spans', async () => {
    const piece = await one(
      '<CashReport><CashReportCurrency currency="BASE_SUMMARY" startingCash="10" deposits="5" depositsSec="5" depositsMTD="9" dividends="0" endingCash="15" endingCashSec="15" newThing="x"/></CashReport>',
    );
    expect(piece.close.cash).toEqual([
      { currency: 'base', starting: 10, ending: 15, items: { deposits: 5 }, remainder: { newThing: 'x' } },
    ]);
  });

  it('takes a day of its own for each statement of a query that breaks out by day', async () => {
    const days = ['20260401', '20260402', '20260403'].map((day) => flexStatement('', { fromDate: day, toDate: day }));
    const { pieces, end } = await read(streamOf(flexAnswer(days)));
    expect(pieces.map(({ from, to }) => [from, to])).toEqual([
      ['2026-04-01', '2026-04-01'],
      ['2026-04-02', '2026-04-02'],
      ['2026-04-03', '2026-04-03'],
    ]);
    expect(end.document).toMatchObject({ statements: 3 });
  });

  it('counts what is there, whatever the answer says of its number', async () => {
    const body = flexAnswer([flexStatement(''), flexStatement('')]).replace('count="2"', 'count="128"');
    const { pieces, end } = await read(streamOf(body));
    expect(pieces).toHaveLength(2);
    expect(end.document).toMatchObject({ statements: 2, countAttribute: 128 });
  });
});

describe('levels of detail', () => {
  it.each([
    ['orders', `<Trades><Order ${TRADE} levelOfDetail="ORDER"/></Trades>`, 'trades', ['ORDER']],
    ['orders as trades', `<Trades><Trade ${TRADE} levelOfDetail="ORDER"/></Trades>`, 'trades', ['ORDER']],
    [
      'sums by symbol',
      `<Trades><SymbolSummary ${TRADE}/><AssetSummary ${TRADE}/></Trades>`,
      'trades',
      ['AssetSummary', 'SymbolSummary'],
    ],
    ['closed lots', `<Trades><Lot ${TRADE} levelOfDetail="CLOSED_LOT"/></Trades>`, 'trades', ['CLOSED_LOT']],
    [
      'sums of cash',
      `<CashTransactions><CashTransaction ${CASH} levelOfDetail="SUMMARY"/></CashTransactions>`,
      'cashTransactions',
      ['SUMMARY'],
    ],
    [
      'sums of actions',
      `<CorporateActions><CorporateAction ${TRADE} reportDate="20260402" levelOfDetail="SUMMARY"/></CorporateActions>`,
      'corporateActions',
      ['SUMMARY'],
    ],
  ])('say that only %s are ticked, and give no empty list', async (_, inside, part, levels) => {
    const piece = await one(inside);
    expect(piece.bookings).toEqual({});
    expect(piece.otherLevels).toEqual({ [part]: levels });
  });

  it('count once where several are ticked', async () => {
    const piece = await one(
      `<Trades><Order ${TRADE} levelOfDetail="ORDER"/><Trade ${TRADE} levelOfDetail="EXECUTION"/><Lot ${TRADE}/></Trades>`,
    );
    expect(piece.bookings.trades).toHaveLength(1);
    expect(piece).not.toHaveProperty('otherLevels');
  });

  const row = (level: string, quantity: number, more = '') =>
    `<OpenPosition ${POSITION} position="${quantity}" costBasisMoney="5" ${more} ${level && `levelOfDetail="${level}"`}/>`;
  it('list a holding once, by its summary or the sum of its lots', async () => {
    const both = await one(`<OpenPositions>${row('SUMMARY', 5)}${row('LOT', 2)}${row('LOT', 3)}</OpenPositions>`);
    expect(both.close.positions).toMatchObject([{ quantity: 5, marketValue: 10, cost: 5, level: 'summary' }]);
    const lots = await one(`<OpenPositions>${row('LOT', 2)}${row('LOT', 3, 'fifoPnlUnrealized="1"')}</OpenPositions>`);
    expect(lots.close.positions).toMatchObject([{ quantity: 5, marketValue: 20, cost: 10, level: 'summary' }]);
    expect(lots.close.positions?.[0]).not.toHaveProperty('unrealizedProfit');
  });

  it('add up what the lots of a bond have accrued', async () => {
    const lots = row('LOT', 2, 'accruedInt="1.5"') + row('LOT', 3, 'accruedInt="2"');
    expect((await one(`<OpenPositions>${lots}</OpenPositions>`)).close.positions).toMatchObject([
      { accruedInterest: 3.5 },
    ]);
    const none = await one(`<OpenPositions>${row('SUMMARY', 2, 'accruedInt=""')}</OpenPositions>`);
    expect(none.close.positions?.[0]).not.toHaveProperty('accruedInterest');
  });

  it('are not guessed for holdings that stand in several rows without one', async () => {
    const single = await one(`<OpenPositions>${row('', 5)}</OpenPositions>`);
    expect(single.close.positions).toHaveLength(1);
    const piece = await one(
      `<OpenPositions>${row('', 5)}${row('', 5)}${row('', 7).replace('conid="1"', 'conid="2"')}</OpenPositions>`,
    );
    expect(piece.close.positions?.map(({ quantity }) => quantity)).toEqual([7]);
    expect(piece.partial).toEqual(['positions']);
    expect(piece.unknown).toMatchObject([
      { name: 'OpenPosition', why: 'field-missing', field: 'levelOfDetail', fields: { position: '5' } },
      { name: 'OpenPosition' },
    ]);
  });
});

describe('models of an advisor', () => {
  const value = (total: number, model = '') =>
    `<EquitySummaryByReportDateInBase reportDate="20260402" total="${total}" model="${model}"/>`;
  const cash = (ending: number, model = '') =>
    `<CashReportCurrency currency="USD" startingCash="0" endingCash="${ending}" model="${model}"/>`;
  const section = (rows: string) => `<EquitySummaryInBase>${rows}</EquitySummaryInBase>`;

  it('are parts of an account’s value and cash, and count no second time', async () => {
    const rows = [value(70, 'Growth'), value(100), value(30, 'Income')].join('');
    const { bookings, close } = await one(
      `${section(rows)}<CashReport>${cash(5, 'Growth')}${cash(8)}${cash(3, 'Income')}</CashReport>`,
    );
    expect(bookings.netAssetValues?.map(({ total }) => total)).toEqual([100]);
    expect(close.cash?.map(({ ending }) => ending)).toEqual([8]);
  });

  it('alone tell no value of the account', async () => {
    const piece = await one(section(value(70, 'Growth')));
    expect(piece.bookings).not.toHaveProperty('netAssetValues');
    expect(piece.otherLevels).toEqual({ netAssetValues: ['MODEL'] });
  });
});

describe('what is not understood', () => {
  it('is kept as sent, and a part that lacks a row of its own is told as partial', async () => {
    const piece = await one(
      `<Trades><Trade ${TRADE}/><Trade ${TRADE.replace('quantity="-3"', 'quantity=""')}/></Trades>` +
        `<CashTransactions><CashTransaction ${CASH.replace('amount="1"', 'amount="one"')}/></CashTransactions>` +
        `<Moons><Moon phase="full"/></Moons><Elsewhere><CashTransaction ${CASH}/></Elsewhere>`,
    );
    expect(piece.bookings.trades).toHaveLength(1);
    expect(piece.bookings).not.toHaveProperty('cashTransactions');
    expect(piece.partial).toEqual(['trades']);
    expect(piece.unknown).toMatchObject([
      { section: 'Trades', name: 'Trade', why: 'field-missing', field: 'quantity', fields: { symbol: 'SAP' } },
      { section: 'CashTransactions', why: 'unreadable', field: 'amount', fields: { amount: 'one' } },
      { section: 'Moons', name: 'Moon', why: 'unknown', fields: { phase: 'full' } },
      { section: 'Elsewhere', name: 'CashTransaction', why: 'unknown' },
    ]);
  });

  it('is a row of another account, and a list of such rows alone is none', async () => {
    const mixed =
      `<Trades><Trade accountId="U1234567" ${TRADE}/><Trade accountId="U7654321" ${TRADE}/><Trade accountId="-" ${TRADE}/></Trades>` +
      `<CashTransactions><CashTransaction accountId="U7654321" ${CASH}/></CashTransactions>`;
    const { bookings, partial, unknown } = await one(mixed);
    expect(bookings.trades).toHaveLength(2);
    expect(bookings).not.toHaveProperty('cashTransactions');
    expect(partial).toEqual(['trades']);
    expect(unknown.map(({ name, why }) => [name, why])).toEqual([
      ['Trade', 'other-account'],
      ['CashTransaction', 'other-account'],
    ]);
  });

  it('is no reason to show the holder of the account', async () => {
    const piece = await one('<AccountInformation accountId="U1234567" name="Holder" street="Street"/>');
    expect(JSON.stringify(piece)).not.toContain('Holder');
    expect(piece).not.toHaveProperty('baseCurrency');
  });
});

describe('currencies', () => {
  it('keeps the base currencies of two accounts in one answer apart', async () => {
    const account = (accountId: string, base: string, rate: string) =>
      flexStatement(
        `<AccountInformation currency="${base}"/><OpenPositions><OpenPosition ${POSITION} position="1" fxRateToBase="${rate}"/></OpenPositions>`,
        { accountId },
      );
    const { pieces } = await read(streamOf(flexAnswer([account('U1', 'EUR', '0.9'), account('U2', 'USD', '1')])));
    expect(pieces.map(({ baseCurrency, close }) => [baseCurrency, close.ratesToBase])).toEqual([
      ['EUR', { USD: 0.9, EUR: 1 }],
      ['USD', { USD: 1 }],
    ]);
  });

  it.each([
    ['the bridge', '<ChangeInNAV currency="GBP" startingValue="1" endingValue="1"/>'],
    [
      'the series',
      '<EquitySummaryInBase><EquitySummaryByReportDateInBase currency="GBP" reportDate="20260402" total="1"/></EquitySummaryInBase>',
    ],
    [
      'results on currencies',
      '<FxTransactions><FxTransaction functionalCurrency="GBP" fxCurrency="USD" reportDate="20260402" realizedPL="0"/></FxTransactions>',
    ],
    [
      'the rates',
      '<ConversionRates><ConversionRate reportDate="20260402" fromCurrency="USD" toCurrency="GBP" rate="0.7"/></ConversionRates>',
    ],
  ])('takes the base currency from %s where the account is not described', async (_, inside) => {
    expect((await one(inside)).baseCurrency).toBe('GBP');
  });

  it('takes the rate of the last day, and that of the section before that of a row', async () => {
    const rate = (day: string, value: number) =>
      `<ConversionRate reportDate="${day}" fromCurrency="USD" toCurrency="EUR" rate="${value}"/>`;
    const piece = await one(
      `<ConversionRates>${rate('20260402', 0.9)}${rate('20260401', 0.8)}${rate('20260403', 0.7)}</ConversionRates>` +
        `<OpenPositions><OpenPosition ${POSITION} position="1" fxRateToBase="0.5"/></OpenPositions>`,
    );
    expect(piece.close.ratesToBase).toEqual({ USD: 0.9, EUR: 1 });
  });

  it('makes no rate of a row of another day, nor of none', async () => {
    const piece = await one(
      `<OpenPositions><OpenPosition ${POSITION} position="1" reportDate="20260401" fxRateToBase="0.5"/></OpenPositions>`,
    );
    expect(piece.close).not.toHaveProperty('ratesToBase');
    expect(await one('<ConversionRates/>')).not.toHaveProperty('close.ratesToBase');
  });
});

describe('reading', () => {
  it('gives each statement as soon as it ends, and takes no more of the body than that', async () => {
    let taken = 0;
    const statement = Buffer.from(flexStatement('<Trades/>'.padEnd(20_000)));
    async function* thousands() {
      yield Buffer.from('<FlexQueryResponse queryName="Q" type="AF"><FlexStatements count="1000">');
      for (; taken < 1000; taken += 1) yield statement;
      yield Buffer.from('</FlexStatements></FlexQueryResponse>');
    }
    let got = 0;
    for await (const _ of readPieces(thousands())) {
      got += 1;
      expect(taken - got).toBeLessThanOrEqual(1);
    }
    expect(got).toBe(1000);
  });

  it('gives statements one by one also where the body comes in one piece', async () => {
    const good = Array.from({ length: 50 }, () => flexStatement('<A/>'.padEnd(40_000)));
    const reading = readPieces(streamOf(flexAnswer([...good, flexStatement('<A b="1" b="2"/>')])));
    for (let at = 0; at < 40; at += 1) expect(await reading.next()).toMatchObject({ done: false });
    const rest = async () => {
      for await (const _ of reading);
    };
    await expect(rest()).rejects.toBeInstanceOf(FlexUnreadable);
  });

  const whole = flexAnswer([flexStatement(`<Trades><Trade ${TRADE} notes="ü"/></Trades>`), flexStatement('<Trades/>')]);
  it('never ends well when the body is cut, wherever it is', async () => {
    const bytes = Buffer.from(whole);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 400 }),
        async (at, size) => {
          const pieces: Uint8Array[] = [];
          for (let from = 0; from < at; from += size) pieces.push(bytes.subarray(from, Math.min(at, from + size)));
          await expect(read(streamOf(...pieces))).rejects.toBeInstanceOf(FlexCutOff);
        },
      ),
    );
    expect((await read(streamOf(bytes))).pieces).toHaveLength(2);
  });

  it("refuses the service's own word", async () => {
    const word = '<FlexStatementResponse><Status>Warn</Status><ErrorCode>1019</ErrorCode></FlexStatementResponse>';
    await expect(read(streamOf(word))).rejects.toBeInstanceOf(FlexUnreadable);
  });

  it('passes on what the body throws', async () => {
    async function* broken() {
      yield Buffer.from('<FlexQueryResponse>');
      throw new RangeError('gone');
    }
    await expect(read(broken())).rejects.toBeInstanceOf(RangeError);
  });

  it('reads slashes by the order that a first pass found', async () => {
    const fields = { fromDate: '04/05/2026', toDate: '04/05/2026' };
    const body = flexAnswer([
      flexStatement(
        `<CashTransactions><CashTransaction ${CASH.replace('20260401', '13/05/2026')}/></CashTransactions>`,
        fields,
      ),
    ]);
    await expect(read(streamOf(body))).rejects.toBeInstanceOf(FlexDatesAmbiguous);
    const slashOrder = await scanSlashOrder(streamOf(body));
    const { pieces } = await read(streamOf(body), slashOrder && { slashOrder });
    expect(pieces).toMatchObject([{ from: '2026-05-04', bookings: { cashTransactions: [{ date: '2026-05-13' }] } }]);
  });

  it('reads no further for the order of dates than the first date without slashes', async () => {
    let taken = 0;
    async function* endless() {
      yield Buffer.from(`<FlexQueryResponse type="AF"><FlexStatements>${flexStatement('')}`);
      for (; ; taken += 1) yield Buffer.from(flexStatement(''));
    }
    expect(await scanSlashOrder(endless())).toBeUndefined();
    expect(taken).toBe(0);
  });
});
