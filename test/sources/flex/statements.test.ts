import { describe, expect, it } from 'vitest';
import { FlexDatesAmbiguous, FlexUnreadable } from '#sources/flex/errors';
import type { FlexItem, FlexStatementHead } from '#sources/flex/items';
import { pickPositions } from '#sources/flex/pick-positions';
import { scanSlashOrder } from '#sources/flex/slash-order';
import { openStatementReader, type StatementOptions } from '#sources/flex/statements';

function read(body: string, options?: StatementOptions) {
  const heads: FlexStatementHead[] = [];
  const items: FlexItem[] = [];
  const reader = openStatementReader(
    { statement: (head) => heads.push(head), item: (item) => items.push(item) },
    options,
  );
  reader.write(Buffer.from(body));
  return { ...reader.end(), heads, items };
}

const statement = (inside: string, more = 'accountId="U1" fromDate="20260401" toDate="20260402" period=""') =>
  `<FlexStatement ${more}>${inside}</FlexStatement>`;
const answer = (...statements: string[]) =>
  `<FlexQueryResponse queryName="Q" type="AF"><FlexStatements count="1">${statements.join('')}</FlexStatements></FlexQueryResponse>`;
const one = (inside: string) => read(answer(statement(inside)));
const TRADE = 'currency="EUR" assetCategory="STK" symbol="SAP" conid="14204" tradeDate="20260402" quantity="-3"';
const CASH = 'currency="USD" dateTime="20260105;202000" reportDate="20260401"';

describe('statements in our terms', () => {
  it('count each execution once, whatever levels are ticked', () => {
    const { items, rows, notCounted } = one(
      `<Trades><Trade ${TRADE} levelOfDetail="EXECUTION"/><Trade ${TRADE} levelOfDetail="ORDER"/><Trade ${TRADE}/>` +
        `<Order ${TRADE} levelOfDetail="ORDER"/><Lot ${TRADE} levelOfDetail="CLOSED_LOT"/><WashSale ${TRADE}/>` +
        `<SymbolSummary ${TRADE}/><AssetSummary ${TRADE}/></Trades>`,
    );
    expect(items.map(({ kind }) => kind)).toEqual(['trade', 'trade']);
    expect(rows).toMatchObject({ Trade: 3, Order: 1, Lot: 1 });
    expect(notCounted).toEqual({
      'Trade ORDER': 1,
      'Order ORDER': 1,
      'Lot CLOSED_LOT': 1,
      WashSale: 1,
      SymbolSummary: 1,
      AssetSummary: 1,
    });
  });

  it('read an execution in the names of both kinds of query', () => {
    const { items } = one(
      `<Trades><Trade ${TRADE} dateTime="20260401;210000 EDT" tradePrice="1,200.5" proceeds="3601.5" taxes="-1" fxRateToBase="1.08"` +
        ` ibCommission="-2" ibCommissionCurrency="USD" fifoPnlRealized="" ibExecID="x.1"/></Trades>` +
        `<TradeConfirms><TradeConfirm ${TRADE} price="7" commission="-2" commissionCurrency="USD" tax="0" execID="x.2"/></TradeConfirms>`,
    );
    expect(items).toMatchObject([
      {
        value: {
          contract: { conid: 14204, symbol: 'SAP', assetClass: 'stock' },
          date: '2026-04-02',
          executedAt: '2026-04-01T21:00:00-04:00',
          quantity: -3,
          price: 1200.5,
          commission: -2,
          commissionCurrency: 'USD',
          tax: -1,
          rateToBase: 1.08,
          executionId: 'x.1',
        },
      },
      { value: { price: 7, commission: -2, tax: 0, executionId: 'x.2' } },
    ]);
    expect(Object.keys((items[0] as { value: object }).value)).not.toContain('realizedProfit');
  });

  it.each([
    ['Deposits/Withdrawals', 5, 'deposit'],
    ['Deposits & Withdrawals', -5, 'withdrawal'],
    ['Dividends', 5, 'dividend'],
    ['Payment In Lieu Of Dividends', 5, 'payment-in-lieu'],
    ['Withholding Tax', 5, 'withholding-tax'],
    ['871(m) Withholding', -5, 'withholding-tax'],
    ['Broker Interest Paid', -5, 'interest'],
    ['Bond Interest Received', 5, 'bond-interest'],
    ['Other Fees', -5, 'fee'],
    ['Advisor Fees', -5, 'advisor-fee'],
    ['Commission Adjustments', 5, 'commission-adjustment'],
  ])('know %s of %d as %s', (type, amount, kind) => {
    const { items, oddities } = one(
      `<CashTransactions><CashTransaction ${CASH} type="${type.replace('&', '&amp;')}" amount="${amount}"/></CashTransactions>`,
    );
    expect(items).toMatchObject([
      { value: { kind, brokerType: type, amount, date: '2026-01-05', reported: '2026-04-01' } },
    ]);
    expect(oddities).toEqual([]);
  });

  it('keep what they do not know, and count it', () => {
    const { items, oddities } = one(
      `<CashTransactions><CashTransaction ${CASH} type="Moon Fee" amount="1" newField="7" assetCategory="ZZZ"/>` +
        `<CashTransaction ${CASH} type="Moon Fee" amount="1" levelOfDetail="SUMMARY"/></CashTransactions>` +
        '<NewThings><NewThing a="1"/><NewThing a="2"/></NewThings>',
    );
    expect(items).toMatchObject([
      {
        value: {
          kind: 'other',
          brokerType: 'Moon Fee',
          remainder: { newField: '7' },
          contract: { assetClass: 'other' },
        },
      },
      { kind: 'unmapped', why: 'unknown', row: { section: 'NewThings', name: 'NewThing', fields: { a: '1' } } },
      { kind: 'unmapped', why: 'unknown', row: { fields: { a: '2' } } },
    ]);
    expect(oddities.map(({ kind, name, count }) => [kind, name, count]).sort()).toEqual([
      ['asset-class', 'ZZZ', 1],
      ['field', 'CashTransaction.newField', 1],
      ['field', 'NewThings/NewThing', 2],
      ['transaction-type', 'Moon Fee', 1],
    ]);
  });

  it('never take an empty or unticked figure for 0', () => {
    const { items, oddities } = one(
      `<CashTransactions><CashTransaction ${CASH} type="Dividends" amount=""/></CashTransactions>`,
    );
    expect(items).toMatchObject([{ kind: 'unmapped', why: 'field-missing', field: 'amount' }]);
    expect(oddities).toMatchObject([{ name: 'CashTransaction without amount', count: 1 }]);
    for (const [field, fields] of [
      ['amount', `${CASH} type="Dividends" amount="1.2.3"`],
      ['amount', `${CASH} type="Dividends" amount="1e300"`],
      ['dateTime', 'currency="USD" dateTime="soon" type="Dividends" amount="1"'],
    ]) {
      expect(one(`<CashTransactions><CashTransaction ${fields}/></CashTransactions>`).items).toMatchObject([
        { kind: 'unmapped', why: 'unreadable', field },
      ]);
    }
  });

  it('count a holding once, by its summary or else by its lots', () => {
    const row = (conid: number, level: string, quantity: number) =>
      `<OpenPosition currency="USD" assetCategory="STK" conid="${conid}" position="${quantity}" positionValue="10" levelOfDetail="${level}"/>`;
    const { items } = one(
      `<OpenPositions>${row(1, 'SUMMARY', 5)}${row(1, 'LOT', 2)}${row(1, 'LOT', 3)}${row(2, 'LOT', 4)}${row(2, 'LOT', -1)}</OpenPositions>`,
    );
    const positions = items.flatMap((item) => (item.kind === 'position' ? [item.value] : []));
    expect(pickPositions(positions).map(({ contract, quantity }) => [contract.conid, quantity])).toEqual([
      [1, 5],
      [2, 4],
      [2, -1],
    ]);
    expect(positions[0]?.date).toBe('2026-04-02');
  });

  it('bridge one net asset value to the next, the return as a fraction', () => {
    const { items } = one(
      '<ChangeInNAV currency="USD" startingValue="100" mtm="3" dividends="2" newItem="-1" endingValue="104" twr="4" />' +
        '<EquitySummaryInBase><EquitySummaryByReportDateInBase reportDate="20260402" cash="4" stock="100" stockLong="110" stockShort="-10" total="104"/></EquitySummaryInBase>',
    );
    expect(items).toMatchObject([
      { value: { from: '2026-04-01', starting: 100, ending: 104, timeWeightedReturn: 0.04 } },
      { value: { date: '2026-04-02', total: 104, parts: { cash: 4, stock: 100 } } },
    ]);
    expect(items[0]).toHaveProperty('value.items', { mtm: 3, dividends: 2, newItem: -1 });
    expect(items[1]).toHaveProperty('value.parts', { cash: 4, stock: 100 });
  });

  it('tell transfers, corporate actions, cash, accruals and sales tax, and the currency of each account', () => {
    const info = (currency: string, id = 'U1') => `<AccountInformation accountId="${id}" currency="${currency}"/>`;
    const { items, heads } = read(
      answer(
        statement(
          `${info('CHF')}<Transfers><Transfer ${TRADE} date="20260401" type="ACATS" direction="OUT" positionAmount="-30"/></Transfers>` +
            `<CorporateActions><CorporateAction ${TRADE} reportDate="20260402" type="FS" value="0"/></CorporateActions>` +
            '<CashReport><CashReportCurrency currency="BASE_SUMMARY" startingCash="1" endingCash="2"/></CashReport>' +
            '<FxTransactions><FxTransaction fxCurrency="USD" reportDate="20260402" realizedPL="-0.5" quantity="9"/></FxTransactions>',
        ),
        statement(
          `${info('EUR', 'U2')}<SalesTaxes><SalesTax currency="EUR" date="20260401" salesTax="-0.3" taxType="VAT"/></SalesTaxes>` +
            '<OpenDividendAccruals><OpenDividendAccrual currency="USD" exDate="20260401" netAmount="0.98" tax="0.17"/></OpenDividendAccruals>',
          'accountId="U2" fromDate="2026-04-01" toDate="2026-04-01" whenGenerated="2026-04-02;01:02:03"',
        ),
      ),
    );
    expect(items).toMatchObject([
      { kind: 'account', value: { baseCurrency: 'CHF' } },
      { kind: 'transfer', value: { direction: 'out', quantity: -3, positionAmount: -30, brokerType: 'ACATS' } },
      { kind: 'corporate-action', value: { brokerType: 'FS', quantity: -3, value: 0 } },
      { kind: 'cash', value: { currency: 'base', starting: 1, ending: 2 } },
      { kind: 'fx-result', value: { currency: 'USD', realizedProfit: -0.5, quantity: 9 } },
      { kind: 'account', value: { baseCurrency: 'EUR' } },
      { kind: 'sales-tax', value: { amount: -0.3, date: '2026-04-01' } },
      { kind: 'dividend-accrual', value: { state: 'open', net: 0.98, tax: 0.17 } },
    ]);
    expect(heads).toMatchObject([{ accountId: 'U1' }, { accountId: 'U2', generatedAt: '2026-04-02T01:02:03' }]);
  });

  it('find the order of day and month in the whole answer, or refuse to guess', async () => {
    const body = (date: string) =>
      answer(
        statement(
          `<CashTransactions><CashTransaction currency="USD" type="Dividends" amount="1" dateTime="${date}" description="13/12/2020"/></CashTransactions>`,
          'accountId="U1" fromDate="04/05/2026" toDate="04/05/2026"',
        ),
      );
    const scan = (text: string) =>
      scanSlashOrder(
        (async function* () {
          yield Buffer.from(text);
        })(),
      );
    const order = (date: string) => scan(body(date));
    expect(() => read(body('05/05/2026'))).toThrow(FlexDatesAmbiguous);
    expect(await order('05/06/2026')).toBeUndefined();
    expect(await order('13/05/2026;101010')).toBe('day-first');
    expect(read(body('13/05/2026'), { slashOrder: 'day-first' }).heads[0]?.from).toBe('2026-05-04');
    await expect(scan(body('13/05/2026').replace('toDate="04/05', 'toDate="04/15'))).rejects.toThrow(FlexUnreadable);
  });

  it('refuse a statement that names no account or no days', () => {
    expect(() => read(answer(statement('', 'fromDate="20260401" toDate="20260401"')))).toThrow('without accountId');
    expect(() => read(answer(statement('', 'accountId="U1" toDate="20260401"')))).toThrow('without fromDate');
  });
});
