import { type DatasetName, datasetOf, type Oddity, type Snapshot } from '#domain/snapshot';
import { type Block, table } from '#report/block';
import { momentText } from '#report/headline';
import { comesLater, DATASET_NAMES, FOLLOWS, REASON_WORDS } from '#report/missing';
import type { ReportSection } from '#report/report';
import type { ReportContext } from '#report/report-context';
import { amountText, countText, listText } from '#report/wording';
import { methodItems } from './method-notes.ts';

/** Where the figures come from, what was noticed in them, and how the report computes. */
export function dataNotes(snapshot: Snapshot, context: ReportContext): ReportSection {
  const noticed = [
    ...momentItems(context),
    ...historyItems(context),
    ...changedItems(context),
    ...snapshot.oddities.map(oddityItem),
  ];
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
    items: methodItems(snapshot, context),
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
      const why = { missing: REASON_WORDS[dataset.gap.reason] };
      return { data, asOf: comesLater(snapshot.run, name) ? FOLLOWS : why };
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

/** Bookings that a statement told once and a newer one of the same day doesn't hold any more. */
function changedItems({ statement }: ReportContext): Item[] {
  const superseded = statement?.history.superseded ?? [];
  const texts = superseded.flatMap(({ row }) => {
    if (!('currency' in row)) return [];
    const amount = 'amount' in row ? row.amount : 'proceeds' in row ? row.proceeds : undefined;
    const what = 'contract' in row ? row.contract.symbol || row.contract.description : '';
    const told = amount === undefined ? row.currency : `${amountText(amount)} ${row.currency}`;
    return [[row.date, what, told].filter((part) => part !== '').join(' ')];
  });
  if (texts.length === 0) return [];
  const text = `${countText(texts.length, 'booking')} that a statement told and a newer one of the same day doesn’t: ${listText(texts)}. What the newer one says counts; the archive keeps both.`;
  return [{ term: 'Changed in the statements', text }];
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
