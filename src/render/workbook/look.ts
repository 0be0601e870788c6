import type { Border, Style } from 'exceljs';

/** How a cell looks, in the words of the workbook's own small set of tokens. */
export interface Look {
  /** Number format; general when absent. */
  readonly format?: string;
  /** Points. Default 10. */
  readonly size?: 8 | 9 | 10 | 11 | 12 | 16 | 20;
  readonly bold?: boolean;
  readonly color?: keyof typeof COLORS;
  readonly align?: 'left' | 'right';
  readonly indent?: 1 | 2;
  readonly wrap?: boolean;
  /** Makes text too long for its column smaller; for reasons in number columns. */
  readonly shrink?: boolean;
  readonly vertical?: 'top' | 'bottom';
  /** Rule below the cell. */
  readonly below?: 'row' | 'header' | 'group' | 'none';
  /** Rule above the cell. */
  readonly above?: 'total';
}

/** Hands out one style object for each look, so that exceljs recognises it and need not compare. */
export type Looks = (look: Look) => Style;

export const FONT = 'Arial';

/** Colours of the house, without `#`: the same in charts. */
export const COLORS = {
  text: '1A1A1A',
  quiet: '595959',
  gain: '0072B2',
  loss: 'B34E00',
  link: '0072B2',
} as const;

const RULES = { row: 'E9E9E9', header: '595959', group: 'BFBFBF', total: '595959' } as const;

export function looks(): Looks {
  const made = new Map<string, Style>();
  return (look) => {
    const key = JSON.stringify(look);
    const known = made.get(key);
    if (known) return known;
    const style = styleOf(look);
    made.set(key, style);
    return style;
  };
}

function styleOf(look: Look): Style {
  const border = {
    ...(look.below && look.below !== 'none' ? { bottom: rule(look.below) } : {}),
    ...(look.above ? { top: rule(look.above) } : {}),
  };
  const alignment = {
    vertical: look.vertical ?? 'middle',
    ...(look.align ? { horizontal: look.align } : {}),
    ...(look.indent ? { indent: look.indent } : {}),
    ...(look.wrap ? { wrapText: true } : {}),
    ...(look.shrink ? { shrinkToFit: true } : {}),
  };
  return {
    ...(look.format ? { numFmt: look.format } : {}),
    font: {
      name: FONT,
      family: 2,
      size: look.size ?? 10,
      ...(look.bold ? { bold: true } : {}),
      color: { argb: `FF${COLORS[look.color ?? 'text']}` },
    },
    alignment,
    border,
    // exceljs's type asks for every part; what is absent stays at Excel's default.
  } as Style;
}

function rule(name: keyof typeof RULES): Partial<Border> {
  return { style: 'thin', color: { argb: `FF${RULES[name]}` } };
}
