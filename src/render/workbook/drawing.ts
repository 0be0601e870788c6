import { xml } from './text.ts';
import { DECLARATION } from './zip-gate.ts';

/** A chart and the cells it covers, counted from 1; `to` is the first column and row it no longer covers. */
export interface Chart {
  /** The chart's own part. */
  readonly xml: string;
  /** What a screen reader says of it. */
  readonly alt: string;
  readonly from: { readonly column: number; readonly row: number };
  readonly to: { readonly column: number; readonly row: number };
}

const NAMESPACES =
  'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" ' +
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const CHART_NAMESPACES =
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** The drawing of a sheet: all its charts. Absolute, so that a filter that hides rows does not squeeze them. */
export function drawingXml(charts: readonly Chart[]): string {
  return `${DECLARATION}<xdr:wsDr ${NAMESPACES}>${charts.map(anchor).join('')}</xdr:wsDr>`;
}

function anchor(chart: Chart, index: number): string {
  return [
    `<xdr:twoCellAnchor editAs="absolute">${corner('from', chart.from)}${corner('to', chart.to)}`,
    '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>',
    `<xdr:cNvPr id="${index + 2}" name="Chart ${index + 1}" descr="${xml(chart.alt)}"/><xdr:cNvGraphicFramePr/>`,
    '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>',
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">',
    `<c:chart ${CHART_NAMESPACES} r:id="rIdChart${index + 1}"/>`,
    '</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>',
  ].join('');
}

function corner(name: 'from' | 'to', { column, row }: Chart['from']): string {
  return (
    `<xdr:${name}><xdr:col>${column - 1}</xdr:col><xdr:colOff>0</xdr:colOff>` +
    `<xdr:row>${row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`
  );
}
