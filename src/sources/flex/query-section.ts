/** Without what is `needed` a figure of the report is missing; what is `useful` makes it better. */
export type QueryWeight = 'needed' | 'useful';

/** A field of a section of an Activity Flex Query. */
export interface RequiredField {
  /** As Client Portal lists it. */
  readonly label: string;
  /** The attribute in the statement. */
  readonly xml: string;
  readonly weight: QueryWeight;
  /** What is not known without it; follows "without it: ". */
  readonly costs: string;
}

/** A section of an Activity Flex Query that the report reads. */
export interface RequiredSection {
  /** As Client Portal lists it. */
  readonly section: string;
  /** The element in the statement that holds its rows, and the element of a row. */
  readonly xml: string;
  readonly row: string;
  readonly weight: QueryWeight;
  /** What the report takes from it. */
  readonly purpose: string;
  /** What is not known without it. */
  readonly costs: string;
  /** What to choose among the options that the section shows, if it shows any. */
  readonly options?: string;
  readonly fields: readonly RequiredField[];
}

/** A field in short. */
export type Row = readonly [label: string, xml: string, costs: string];

/** Fields of one weight. */
export const fields = (weight: QueryWeight, rows: readonly Row[]): readonly RequiredField[] =>
  rows.map(([label, xml, costs]) => ({ label, xml, weight, costs }));

export const CURRENCY: Row = ['Currency', 'currency', 'no amount of the section can be read'];
export const RATE: Row = [
  'FX Rate to Base',
  'fxRateToBase',
  'amounts in other currencies can not be given in base currency',
];
export const CLASS: Row = ['Asset Class', 'assetCategory', 'rows can not be told apart by class'];
export const SYMBOL: Row = ['Symbol', 'symbol', 'rows have no name'];
export const CONID: Row = ['Conid', 'conid', 'rows can not be joined with what the gateway says of the same contract'];
export const ISIN: Row = ['ISIN', 'isin', 'the ISIN is not shown'];
export const DESCRIPTION: Row = ['Description', 'description', 'rows have no description'];
export const LEVEL: Row = [
  'Level of Detail',
  'levelOfDetail',
  'sums and what they are made of can not be told apart, and would count twice if both are ticked',
];
export const TRANSACTION: Row = [
  'Transaction ID',
  'transactionID',
  'the same row in two statements is told by its content alone',
];
export const REPORT_DATE: Row = [
  'Report Date',
  'reportDate',
  'what is new of a day can not be told: corrections come months later under their old date',
];
