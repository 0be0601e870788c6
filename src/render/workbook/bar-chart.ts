import { type NumberRange, numbers, type TextRange, texts } from './chart-data.ts';
import { type Box, chartXml, fill, stroke, textProperties } from './chart-frame.ts';
import { COLORS } from './look.ts';
import { xml } from './text.ts';

export interface BarChart {
  /** Height in rows of the sheet: the title takes two of them, a legend one more. */
  readonly rows: number;
  readonly subject: string;
  readonly rest: string;
  readonly categories: TextRange;
  /** The first is filled, a second one hollow. */
  readonly bars: readonly { readonly name: TextRange; readonly values: NumberRange }[];
}

const CATEGORY_AXIS = 500_001;
const VALUE_AXIS = 500_002;
/** Part of the axis that a label such as `-1,234.56` takes. */
const LABEL_ROOM = 0.17;

/** Lying bars with their numbers, first category on top; no value axis, as every bar has its label. */
export function barChartXml(chart: BarChart): string {
  const longest = chart.categories.values.reduce((most, name) => Math.max(most, name.length), 0);
  const left = Math.min(0.4, 0.03 + longest * 0.0115);
  const top = (chart.bars.length > 1 ? 3.2 : 2.2) / chart.rows;
  return barsXml(chart, 'bar', { x: left, y: top, width: 0.98 - left, height: 0.97 - top });
}

/** Standing columns with their numbers, first category at the right: tables have the newest row on top. */
export function columnChartXml(chart: BarChart): string {
  const top = 2.2 / chart.rows;
  return barsXml(chart, 'col', { x: 0.02, y: top, width: 0.96, height: 0.9 - top });
}

function barsXml(chart: BarChart, direction: 'bar' | 'col', plot: Box): string {
  const several = chart.bars.length > 1;
  return chartXml({
    subject: chart.subject,
    rest: chart.rest,
    legend: several,
    plot,
    content: [
      `<c:barChart><c:barDir val="${direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>`,
      ...chart.bars.map((bar, index) => series(bar, index, chart.categories)),
      `<c:gapWidth val="${gapWidth(chart, direction)}"/><c:overlap val="0"/><c:axId val="${CATEGORY_AXIS}"/><c:axId val="${VALUE_AXIS}"/></c:barChart>`,
      categoryAxis(direction),
      valueAxis(
        direction,
        chart.bars.flatMap(({ values }) => values.values),
      ),
    ].join(''),
  });
}

/** Of few standing columns each would be as wide as a wall. */
function gapWidth({ bars, categories }: BarChart, direction: 'bar' | 'col'): number {
  if (direction === 'col') return categories.values.length < 5 ? 180 : 60;
  return bars.length > 1 ? 50 : 45;
}

function series(bar: BarChart['bars'][number], index: number, categories: TextRange): string {
  const shape = index === 0 ? fill(COLORS.gain) : `<a:noFill/>${stroke(0.75, COLORS.quiet)}`;
  return (
    `<c:ser><c:idx val="${index}"/><c:order val="${index}"/><c:tx>${texts(bar.name)}</c:tx><c:spPr>${shape}</c:spPr>` +
    `<c:invertIfNegative val="0"/>${labels(bar.values.format, index === 0 ? COLORS.text : COLORS.quiet)}` +
    `<c:cat>${texts(categories)}</c:cat><c:val>${numbers(bar.values)}</c:val></c:ser>`
  );
}

function labels(format: string, color: string): string {
  return (
    `<c:dLbls><c:numFmt formatCode="${xml(format)}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>` +
    `${textProperties(800, color)}<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/>` +
    '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
  );
}

function categoryAxis(direction: 'bar' | 'col'): string {
  return (
    `<c:catAx><c:axId val="${CATEGORY_AXIS}"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>` +
    `<c:axPos val="${direction === 'bar' ? 'l' : 'b'}"/>` +
    '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>' +
    `<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>${stroke(0.75, '8C8C8C')}</c:spPr>` +
    `${textProperties(900, COLORS.text)}<c:crossAx val="${VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>` +
    '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
  );
}

/** From the lowest to the highest value and zero, with room for the labels beyond the ends of the bars. */
function valueAxis(direction: 'bar' | 'col', values: readonly (number | null)[]): string {
  const low = values.reduce((least: number, value) => Math.min(least, value ?? 0), 0);
  const high = values.reduce((most: number, value) => Math.max(most, value ?? 0), 0);
  const room = (high - low || 1) * LABEL_ROOM;
  const min = low < 0 ? low - room : 0;
  const max = high > 0 || low === 0 ? high + room : 0;
  return (
    `<c:valAx><c:axId val="${VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/><c:max val="${max}"/><c:min val="${min}"/>` +
    '</c:scaling><c:delete val="1"/>' +
    `<c:axPos val="${direction === 'bar' ? 't' : 'r'}"/>` +
    '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>' +
    `<c:minorTickMark val="none"/><c:tickLblPos val="none"/><c:crossAx val="${CATEGORY_AXIS}"/><c:crosses val="autoZero"/>` +
    '<c:crossBetween val="between"/></c:valAx>'
  );
}
