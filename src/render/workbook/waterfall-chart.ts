import { type NumberRange, numbers, type TextRange, texts } from './chart-data.ts';
import { chartXml, fill, stroke, textProperties } from './chart-frame.ts';
import { type ValueScale, valueScale } from './chart-scale.ts';
import { COLORS } from './look.ts';

export interface WaterfallChart {
  readonly period: string;
  readonly unit: string;
  readonly labels: TextRange;
  readonly series: readonly {
    readonly part: 'base' | 'level' | 'up' | 'down';
    readonly name: TextRange;
    readonly values: NumberRange;
  }[];
  /** All levels on the way: they decide where the axis begins. */
  readonly levels: readonly number[];
}

const CATEGORY_AXIS = 500_001;
const VALUE_AXIS = 500_002;
const SHAPES = {
  base: '<a:noFill/>',
  level: fill(COLORS.quiet),
  up: fill(COLORS.gain),
  down: fill(COLORS.loss),
} as const;
const DIVISORS = { '': 1, thousand: 1000, million: 1_000_000 } as const;

/** Stacked columns on an invisible base. The axis begins a little below the lowest level, and the title says where. */
export function waterfallChartXml(chart: WaterfallChart): string {
  const scale = valueScale('money', chart.levels);
  const begin = (scale.min / DIVISORS[scale.magnitude]).toLocaleString('en-US', { maximumFractionDigits: 2 });
  const unit = [chart.unit, scale.magnitude].filter(Boolean).join(' ');
  return chartXml({
    subject: 'From opening to closing value',
    rest: `${chart.period}, ${unit}, axis from ${begin}`,
    legend: false,
    plot: { x: 0.065, y: 0.12, width: 0.925, height: 0.72 },
    content: [
      '<c:barChart><c:barDir val="col"/><c:grouping val="stacked"/><c:varyColors val="0"/>',
      ...chart.series.map(
        ({ part, name, values }, i) =>
          `<c:ser><c:idx val="${i}"/><c:order val="${i}"/><c:tx>${texts(name)}</c:tx><c:spPr>${SHAPES[part]}</c:spPr>` +
          `<c:invertIfNegative val="0"/><c:cat>${texts(chart.labels)}</c:cat><c:val>${numbers(values)}</c:val></c:ser>`,
      ),
      `<c:gapWidth val="35"/><c:overlap val="100"/><c:axId val="${CATEGORY_AXIS}"/><c:axId val="${VALUE_AXIS}"/></c:barChart>`,
      categoryAxis(),
      valueAxis(scale),
    ].join(''),
  });
}

function categoryAxis(): string {
  return (
    `<c:catAx><c:axId val="${CATEGORY_AXIS}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>` +
    '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>' +
    `<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>${stroke(0.75, '8C8C8C')}</c:spPr>` +
    `${level(textProperties(800, COLORS.text))}<c:crossAx val="${VALUE_AXIS}"/><c:crosses val="min"/><c:auto val="0"/>` +
    '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
  );
}

/** Never at a slant: a label stands below its column on two lines. */
const level = (properties: string): string => properties.replace('<a:bodyPr/>', '<a:bodyPr rot="0" vert="horz"/>');

function valueAxis({ min, max, step, format }: ValueScale): string {
  return (
    `<c:valAx><c:axId val="${VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/><c:max val="${max}"/>` +
    `<c:min val="${min}"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>` +
    `<c:majorGridlines><c:spPr>${stroke(0.5, 'E3E3E3')}</c:spPr></c:majorGridlines>` +
    `<c:numFmt formatCode="${format}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>` +
    `<c:tickLblPos val="low"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>${textProperties(800, COLORS.quiet)}` +
    `<c:crossAx val="${CATEGORY_AXIS}"/><c:crosses val="min"/><c:crossBetween val="between"/>` +
    `<c:majorUnit val="${step}"/></c:valAx>`
  );
}
