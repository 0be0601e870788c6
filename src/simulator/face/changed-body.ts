import type { Fault } from '#simulator/faults';

type Row = Record<string, unknown>;
/** A currency and a class that nobody knows. */
const NEW_CURRENCY = 'ZZD';
const NEW_CLASS = 'XQZ';

/** A body as a broker with something new would send it; undefined for a fault that changes no body. */
export function changedBody(fault: Fault, text: string): string | undefined {
  switch (fault.kind) {
    case 'empty-accounts':
      return '[]';
    case 'extra-field':
      return edited(text, (body) => {
        const rows = rowsOf(body);
        for (const row of rows.length > 0 ? rows : isRow(body) ? [body] : [])
          row[fault.name ?? 'simulatedField'] = 'new';
      });
    case 'unknown-asset-class':
      return edited(text, (body) => {
        const row = rowsOf(body).find(({ assetClass }) => assetClass !== undefined);
        if (row) row.assetClass = fault.name ?? NEW_CLASS;
      });
    case 'extra-currency':
      return edited(text, (body) => {
        const [model] = rowsOf(body);
        if (isRow(body) && model) body[fault.name ?? NEW_CURRENCY] = extraBalance(model, fault.name ?? NEW_CURRENCY);
      });
    case 'unrated-currency':
      return edited(text, (body) => {
        const row = rowsOf(body).find(({ currency }) => currency !== undefined);
        if (row) row.currency = fault.name ?? NEW_CURRENCY;
      });
    default:
      return undefined;
  }
}

function edited(text: string, edit: (body: unknown) => void): string {
  const body: unknown = JSON.parse(text);
  edit(body);
  return JSON.stringify(body);
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of a body: its elements, or the objects it holds, or the elements of the lists it holds. */
function rowsOf(body: unknown): Row[] {
  if (Array.isArray(body)) return body.filter(isRow);
  if (!isRow(body)) return [];
  return Object.values(body).flatMap((value) =>
    Array.isArray(value) ? value.filter(isRow) : isRow(value) ? [value] : [],
  );
}

/** A balance of 1,000 at a rate of 0.5 that is in no total. */
function extraBalance(model: Row, currency: string): Row {
  const zeroed = Object.entries(model).map(([name, value]) => [name, typeof value === 'number' ? 0 : value]);
  return {
    ...(Object.fromEntries(zeroed) as Row),
    cashbalance: 1_000,
    settledcash: 1_000,
    netliquidationvalue: 1_000,
    exchangerate: 0.5,
    timestamp: model.timestamp,
    currency,
    secondkey: currency,
  };
}
