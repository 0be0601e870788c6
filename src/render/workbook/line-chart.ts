import type { SeriesBlock } from '#report/block';
import type { ValueKind } from '#report/value';
import { type NumberRange, numbers, type TextRange, texts } from './chart-data.ts';
import { chartXml, stroke, textProperties } from './chart-frame.ts';
import { dateScale, type ValueScale, valueScale } from './chart-scale.ts';
import { COLORS } from './look.ts';

type SeriesLine = SeriesBlock['lines'][number];

export interface LineChart {
  readonly subject: string;
  readonly kind: ValueKind;
  readonly unit: string;
  /** In words, after the unit: `daily close, 2 Jan 2025 to 20 Nov 2026`. */
  readonly range: string;
  /** Excel's day numbers, in the order of the cells. */
  readonly dates: NumberRange;
  readonly lines: readonly {
    readonly role: SeriesLine['role'];
    /** The header cell. */
    readonly name: TextRange;
    readonly values: NumberRange;
  }[];
}

const STROKES: Readonly<Record<SeriesLine['role'], string>> = {
  value: stroke(1.25, COLORS.gain),
  benchmark: stroke(1, COLORS.quiet, 'sysDash'),
  'paid-in': stroke(1, '8C8C8C'),
  drawdown: stroke(1.25, COLORS.loss),
};
/** A fall hangs from zero, its ground shining through. */
const AREA =
  `<c:spPr><a:solidFill><a:srgbClr val="${COLORS.loss}"><a:alpha val="30000"/></a:srgbClr></a:solidFill>` +
  `${stroke(1, COLORS.loss)}</c:spPr>`;
const DATE_AXIS = 500_001;
const VALUE_AXIS = 500_002;

/** Values over days, in round steps. A null breaks the line. */
export function lineChartXml(chart: LineChart): string {
  const scale = valueScale(chart.kind, present(chart));
  const area = chart.lines.every(({ role }) => role === 'drawdown');
  const shape = area ? 'areaChart' : 'lineChart';
  const legend = chart.lines.length > 1;
  const top = legend ? 0.2 : 0.13;
  return chartXml({
    subject: chart.subject,
    rest: [[chart.unit, scale.magnitude].filter(Boolean).join(' '), chart.range].filter(Boolean).join(', '),
    legend,
    plot: { x: 0.085, y: top, width: 0.9, height: 0.9 - top },
    content: [
      `<c:${shape}><c:grouping val="standard"/><c:varyColors val="0"/>`,
      ...chart.lines.map((line, index) => series(line, index, chart.dates, area)),
      `${area ? '' : '<c:marker val="1"/>'}<c:axId val="${DATE_AXIS}"/><c:axId val="${VALUE_AXIS}"/></c:${shape}>`,
      dateAxis(chart.dates.values),
      valueAxis(scale),
    ].join(''),
  });
}

function* present({ lines }: LineChart): Iterable<number> {
  for (const { values } of lines) for (const value of values.values) if (value !== null) yield value;
}

function series(line: LineChart['lines'][number], index: number, dates: NumberRange, area: boolean): string {
  const look = area ? AREA : `<c:spPr>${STROKES[line.role]}</c:spPr><c:marker><c:symbol val="none"/></c:marker>`;
  return (
    `<c:ser><c:idx val="${index}"/><c:order val="${index}"/><c:tx>${texts(line.name)}</c:tx>` +
    `${look}<c:cat>${numbers(dates)}</c:cat><c:val>${numbers(line.values)}</c:val>` +
    `${area ? '' : '<c:smooth val="0"/>'}</c:ser>`
  );
}

function dateAxis(values: NumberRange['values']): string {
  const days = values.filter((value) => value !== null);
  const first = days.reduce((least, day) => Math.min(least, day), days[0] ?? 1);
  const last = days.reduce((most, day) => Math.max(most, day), first);
  const { unit, step, format } = dateScale(last - first);
  return (
    `<c:dateAx><c:axId val="${DATE_AXIS}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>` +
    `<c:axPos val="b"/><c:numFmt formatCode="${format}" sourceLinked="0"/><c:majorTickMark val="none"/>` +
    '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>' +
    `<c:spPr>${stroke(0.75, '8C8C8C')}</c:spPr>${textProperties(900, COLORS.quiet)}` +
    `<c:crossAx val="${VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblOffset val="100"/>` +
    `<c:baseTimeUnit val="days"/><c:majorUnit val="${step}"/><c:majorTimeUnit val="${unit}"/></c:dateAx>`
  );
}

function valueAxis({ min, max, step, format }: ValueScale): string {
  return (
    `<c:valAx><c:axId val="${VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/><c:max val="${max}"/>` +
    `<c:min val="${min}"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>` +
    `<c:majorGridlines><c:spPr>${stroke(0.5, 'E3E3E3')}</c:spPr></c:majorGridlines>` +
    `<c:numFmt formatCode="${format}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>` +
    `<c:tickLblPos val="low"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>${textProperties(900, COLORS.quiet)}` +
    `<c:crossAx val="${DATE_AXIS}"/><c:crosses val="min"/><c:crossBetween val="midCat"/><c:majorUnit val="${step}"/></c:valAx>`
  );
}
