import * as z from 'zod';
import type { AssetClass, DerivativeTerms } from '#domain/position';
import { defined, OddityTally, type Reading } from '#sources/gateway/reading';
import { remainderOf } from '#sources/gateway/remainder';
import { identifier, words } from '#sources/gateway/scalars';
import { assetClassOf, hasTerms } from './asset-classes.ts';
import { readDescription } from './contract-description.ts';
import { type InstrumentFields, instrumentFields, nonZero, termsOf, textOf } from './instrument.ts';
import { multiplierOf } from './multiplier.ts';
import { conidOf } from './positions.ts';

const row = z.looseObject({ ...instrumentFields, conid: identifier, contractDesc: words });

/** `GET /trsrv/secdef?conids=…`, up to 200 contracts a call. Contracts it does not know are left out. */
export const securityDefinitionsForm = z.looseObject({ secdef: z.array(row) });

/** What a contract is, whoever holds it. */
export interface SecurityDefinition {
  readonly conid: number;
  readonly symbol: string;
  readonly name?: string;
  readonly currency?: string;
  readonly assetClass: AssetClass;
  readonly brokerClass: string;
  readonly multiplier?: number;
  readonly terms?: DerivativeTerms;
  /** For filling rows that lack them. */
  readonly fields: InstrumentFields;
}

/** @throws AnswerUnreadable */
export function readSecurityDefinitions(
  form: z.infer<typeof securityDefinitionsForm>,
  endpoint: string,
): Reading<readonly SecurityDefinition[]> {
  const tally = new OddityTally(endpoint);
  remainderOf(securityDefinitionsForm, form, tally);
  const value = form.secdef.map((fields, index) => {
    const conid = conidOf(fields.conid, { endpoint, at: `row ${index + 1}` });
    const brokerClass = textOf(fields.assetClass) ?? '';
    const assetClass = assetClassOf(brokerClass, tally);
    const described = readDescription(textOf(fields.contractDesc) ?? '');
    return {
      conid,
      symbol: textOf(fields.ticker) ?? described.symbol ?? String(conid),
      assetClass,
      brokerClass,
      fields,
      ...defined({
        name: textOf(fields.name),
        currency: textOf(fields.currency),
        multiplier: multiplierOf({
          brokerClass,
          stated: nonZero(fields.multiplier),
          described: described.multiplier,
          averageCost: undefined,
          averagePrice: undefined,
          price: undefined,
          quantity: 0,
          marketValue: 0,
        }),
        terms: hasTerms(assetClass) ? termsOf(fields, described) : undefined,
      }),
    };
  });
  return { value, empty: value.length === 0, oddities: tally.list() };
}
