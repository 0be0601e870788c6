import { type DatasetName, datasetOf, type Oddity, type Snapshot } from '#domain/snapshot';
import { type Block, table } from '#report/block';
import { momentText } from '#report/headline';
import { comesLater, DATASET_NAMES, REASON_WORDS } from '#report/missing';
import type { ReportSection } from '#report/report';
import type { ReportContext } from '#report/report-context';
import { countText } from '#report/wording';

/** Where the figures come from, what was noticed in them, and how the report computes. */
export function dataNotes(snapshot: Snapshot, context: ReportContext): ReportSection {
  const noticed = [...momentItems(context), ...historyItems(context), ...snapshot.oddities.map(oddityItem)];
  const blocks: Block[] = [sources(snapshot)];
  if (noticed.length > 0) {
    blocks.push({
      kind: 'notice',
      id: 'noticed',
      title: 'Noticed in the data',
      shownIn: ['page', 'workbook'],
      tone: 'plain',
      items: noticed,
    });
  }
  blocks.push({
    kind: 'notice',
    id: 'method',
    title: 'Method',
    shownIn: ['page', 'workbook'],
    tone: 'plain',
    items: METHOD,
  });
  return { id: 'notes', blocks };
}

/** Each dataset with its moment and the answers behind it. */
function sources(snapshot: Snapshot): Block {
  const names = Object.keys(snapshot.datasets) as DatasetName[];
  return table({
    id: 'sources',
    title: 'Data sources',
    subtitle: 'When each kind of data was of, and when it was fetched',
    shownIn: ['workbook'],
    sheet: 'Sources',
    columns: [
      { key: 'data', title: 'Data', kind: 'text', weight: 'lead' },
      { key: 'source', title: 'Source', kind: 'text' },
      { key: 'asOf', title: 'As of', kind: 'instant' },
      { key: 'fetchedAt', title: 'Fetched', kind: 'instant' },
      { key: 'answers', title: 'Answers kept', kind: 'count' },
      { key: 'gaps', title: 'Gaps inside', kind: 'count' },
    ],
    rows: names.map((name) => {
      const dataset = datasetOf(snapshot, name);
      const data = DATASET_NAMES[name];
      if (dataset.status === 'present') {
        const { source, asOf, fetchedAt, raw, gaps } = dataset;
        return { data, source, asOf, fetchedAt, answers: raw.length, gaps: gaps?.length ?? 0 };
      }
      const why = comesLater(snapshot.run, name) ? 'follows in the morning' : REASON_WORDS[dataset.gap.reason];
      return { data, asOf: { missing: why } };
    }),
  });
}

interface Item {
  readonly term: string;
  readonly text: string;
}

function momentItems({ ledger, holdings, run, timeZone }: ReportContext): Item[] {
  const seen = holdings ?? ledger;
  if (!seen || seen.moment === 'close') return [];
  const when = momentText(seen, run, timeZone);
  if (!holdings) return [{ term: 'Cash', text: `Cash and rates are ${when}. The broker keeps none of past days.` }];
  return [
    {
      term: 'Holdings',
      text: `Holdings, cash, rates and weights are ${when}. The broker keeps no holdings of past days.`,
    },
  ];
}

function historyItems({ history }: ReportContext): Item[] {
  if (!history) return [];
  const { dropped, holes, repaired } = history.series;
  const counts: [number, string][] = [
    [holes.length, 'with a value that contradicts its neighbours'],
    [dropped.null, 'without a return'],
  ];
  const left = counts.filter(([count]) => count > 0).map(([count, what]) => `${countText(count, 'day')} ${what}`);
  const items: Item[] = [];
  if (left.length > 0) {
    items.push({
      term: 'Left out of the history',
      text: `${left.join(', ')}. The change of a day left out falls into the next one; nothing is filled in.`,
    });
  }
  if (repaired.length > 0) {
    items.push({
      term: 'Taken from a shorter series',
      text: `${countText(repaired.length, 'day')} that the broker’s longest series lacks and a shorter one has.`,
    });
  }
  return items;
}

const ODDITY_WORDS: Readonly<Record<Oddity['kind'], string>> = {
  field: 'Unknown field',
  'asset-class': 'Unknown asset class',
  currency: 'Unknown currency',
  'transaction-type': 'Unknown type of booking',
  value: 'Unexpected value',
};

function oddityItem({ kind, where, name, count }: Oddity): Item {
  return { term: ODDITY_WORDS[kind], text: `“${name}” in ${where}, ${countText(count, 'time')}: kept as sent.` };
}

const METHOD: readonly Item[] = [
  {
    term: 'Value',
    text: 'Net asset value of the market day as PortfolioAnalyst gives it; before it is out, the sum of holdings, cash and accruals at the broker’s rates.',
  },
  {
    term: 'Return (TWR)',
    text: 'The broker’s daily time-weighted returns, linked: level at the end ÷ level at the start − 1. Not annualised. Deposits and withdrawals have no part in it.',
  },
  {
    term: 'Result of the day',
    text: 'Change in value less the net deposit that the broker’s return implies (value − value before × (1 + return)). A difference within the rounding of eight decimals counts as none.',
  },
  {
    term: 'Periods',
    text: 'Month, quarter and year count from the last value on or before the previous period’s end; 12 months from the same day a year earlier.',
  },
  {
    term: 'Days',
    text: 'Trading days of the New York Stock Exchange. Points on other days, after the market day, and those under half of both neighbours are left out.',
  },
  {
    term: 'Weight',
    text: 'Value ÷ account value, short holdings and borrowed cash negative. Rounded parts may miss a rounded total.',
  },
  { term: 'Rounding', text: 'For display only, half to even. The workbook keeps full precision.' },
  {
    term: 'Not available',
    text: 'Deposits, withdrawals, fees, interest and tax as such, and the money-weighted return: the gateway doesn’t give them; they need Flex statements.',
  },
];
