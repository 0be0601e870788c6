/** @jsxRuntime automatic @jsxImportSource preact */
import type { ColumnsData } from './chart-data.tsx';
import { Drawing } from './drawing.tsx';

/** Standing columns over time. Colours come from the page's style by class: the first part, the second, what is below zero. */
export function Columns({ chart, size }: { chart: ColumnsData; size: string }) {
  const right = chart.plotRight;
  return (
    <Drawing of={chart} size={`columns ${size}`}>
      {chart.columns.map((column) =>
        column.parts.map((part) => (
          <rect class={classOf(part)} x={column.x} y={part.y} width={column.width} height={part.height} />
        )),
      )}
      <path class="axis" d={`M0,${chart.zero}H${right}`} />
      {chart.columns.map((column) => (
        <>
          {column.figure === undefined ? null : (
            <text class="sum" x={column.middle} y={column.figureY}>
              {column.figure}
            </text>
          )}
          {column.name === '' ? null : (
            <text class="tick" x={column.middle} y={chart.axis + 16}>
              {column.name}
            </text>
          )}
        </>
      ))}
      {chart.ends.map((end) => (
        <text class={`end p${end.part}`} x={right + 8} y={end.y}>
          {end.name}
        </text>
      ))}
    </Drawing>
  );
}

const classOf = ({ part, loss }: { part: number; loss: boolean }): string => (loss ? `p${part} neg` : `p${part}`);
