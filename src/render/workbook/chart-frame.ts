import { COLORS, FONT } from './look.ts';
import { xml } from './text.ts';
import { DECLARATION } from './zip-gate.ts';

/** Place of a part of a chart, in fractions of its width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ChartFrame {
  /** What the chart shows, in bold. */
  readonly subject: string;
  /** Unit and range, after the subject in grey. */
  readonly rest: string;
  /** The inner plot, without labels. Placed by hand: left to themselves, programs differ. */
  readonly plot: Box;
  /** Names the lines at the top left; for two and more. */
  readonly legend: boolean;
  /** `c:lineChart` or `c:barChart` and its two axes. */
  readonly content: string;
}

const NAMESPACES =
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" ' +
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** The part of a chart: title, plot, legend; white ground, no frame. */
export function chartXml(frame: ChartFrame): string {
  const legend = frame.legend
    ? `<c:legend><c:legendPos val="t"/>${layout({ x: 0.01, y: frame.plot.y * 0.45, width: 0.98, height: frame.plot.y * 0.4 }, false)}<c:overlay val="0"/>` +
      `${textProperties(900, COLORS.text)}</c:legend>`
    : '';
  return [
    `${DECLARATION}<c:chartSpace ${NAMESPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>`,
    title(frame.subject, frame.rest),
    `<c:autoTitleDeleted val="0"/><c:plotArea>${layout(frame.plot, true)}${frame.content}`,
    `<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>${legend}`,
    '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>',
    '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>',
    `${textProperties(900, COLORS.text)}</c:chartSpace>`,
  ].join('');
}

/** Size in hundredths of a point, colour without `#`. */
export function textProperties(size: number, color: string): string {
  return (
    `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="${size}" b="0">${fill(color)}` +
    `<a:latin typeface="${FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>`
  );
}

/** Colour of a shape or a text. */
export function fill(color: string): string {
  return `<a:solidFill><a:srgbClr val="${color}"/></a:solidFill>`;
}

/** A line of `points` points. */
export function stroke(points: number, color: string, dash?: 'sysDash'): string {
  return `<a:ln w="${Math.round(points * 12_700)}" cap="rnd">${fill(color)}${dash ? `<a:prstDash val="${dash}"/>` : ''}<a:round/></a:ln>`;
}

/** One paragraph at the top left: of two, some programs centre both and set all in bold. */
function title(subject: string, rest: string): string {
  const run = (text: string, bold: 0 | 1, color: string): string =>
    `<a:r><a:rPr lang="en-US" sz="1000" b="${bold}">${fill(color)}<a:latin typeface="${FONT}"/></a:rPr><a:t>${xml(text)}</a:t></a:r>`;
  return (
    `<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="l"><a:defRPr sz="1000" b="0"/></a:pPr>` +
    `${run(subject, 1, COLORS.text)}${rest ? run(`, ${rest}`, 0, COLORS.quiet) : ''}</a:p></c:rich></c:tx>` +
    '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.012"/><c:y val="0.02"/>' +
    '</c:manualLayout></c:layout><c:overlay val="0"/></c:title>'
  );
}

function layout({ x, y, width, height }: Box, inner: boolean): string {
  return (
    `<c:layout><c:manualLayout>${inner ? '<c:layoutTarget val="inner"/>' : ''}<c:xMode val="edge"/><c:yMode val="edge"/>` +
    `<c:x val="${x}"/><c:y val="${y}"/><c:w val="${width}"/><c:h val="${height}"/></c:manualLayout></c:layout>`
  );
}
