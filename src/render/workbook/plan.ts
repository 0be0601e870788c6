import type {
  Block,
  BridgeBlock,
  ChecksBlock,
  FiguresBlock,
  NoticeBlock,
  SeriesBlock,
  SharesBlock,
  StatisticsBlock,
  TableBlock,
} from '#report/block';
import type { Report } from '#report/report';
import { sheetNames } from './names.ts';

/** A block that gets a sheet of its own. */
export type SheetBlock =
  | FiguresBlock
  | TableBlock
  | SeriesBlock
  | SharesBlock
  | ChecksBlock
  | StatisticsBlock
  | BridgeBlock;

export interface PlannedSheet<B extends SheetBlock = SheetBlock> {
  readonly name: string;
  readonly block: B;
}

/** What stands where. Which sheet a chart's cells are on is known before the first sheet is written. */
export interface Plan {
  /** In the order of the report's blocks. */
  readonly sheets: readonly PlannedSheet[];
  /** The first sheet of figures: it takes the charts of the book at its right. */
  readonly summary: PlannedSheet<FiguresBlock> | undefined;
  /** Shares without a sheet of their own: further rows of the summary. */
  readonly folded: readonly SharesBlock[];
  readonly series: PlannedSheet<SeriesBlock> | undefined;
  readonly shares: PlannedSheet<SharesBlock> | undefined;
  /** Words, for the last sheet. */
  readonly notices: readonly NoticeBlock[];
  /** Name of the last sheet. */
  readonly about: string;
}

/** Gives each block that is shown in the workbook its sheet: the one it names, else one named by its title. */
export function plan(report: Report): Plan {
  const blocks = report.sections.flatMap(({ blocks }) => blocks).filter((block) => block.shownIn.includes('workbook'));
  const claim = sheetNames();
  const about = claim('About');
  const first = blocks.find((block) => block.kind === 'figures');
  const folds = (block: Block): block is SharesBlock =>
    block.kind === 'shares' && first !== undefined && (block.sheet === undefined || block.sheet === first.sheet);
  const sheets = blocks
    .filter((block): block is SheetBlock => block.kind !== 'notice' && !folds(block))
    .map((block): PlannedSheet => ({ name: claim(block.sheet ?? block.title), block }));
  return {
    sheets,
    summary: sheets.find((sheet): sheet is PlannedSheet<FiguresBlock> => sheet.block === first),
    folded: blocks.filter(folds),
    series: sheets.find((sheet): sheet is PlannedSheet<SeriesBlock> => sheet.block.kind === 'series'),
    shares: sheets.find((sheet): sheet is PlannedSheet<SharesBlock> => sheet.block.kind === 'shares'),
    notices: blocks.filter((block) => block.kind === 'notice'),
    about,
  };
}
