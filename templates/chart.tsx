/** @jsxRuntime automatic @jsxImportSource preact */
import type { ChartData } from './chart-data.tsx';
import { Drawing } from './drawing.tsx';

/** One drawing of a chart. Colours and strokes come from the page's style by class. */
export function Chart({ chart, size }: { chart: ChartData; size: string }) {
  const right = chart.plotRight;
  return (
    <Drawing of={chart} size={size}>
      {chart.grid.map((line) => (
        <path class={line.zero ? 'zero' : 'grid'} d={`M0,${line.y}H${right}`} />
      ))}
      {chart.ticks.map((tick) => (
        <path
          class={tick.year ? 'grid' : 'axis'}
          d={`M${tick.x},${tick.year ? chart.plotTop : chart.axis}V${chart.axis + (tick.year ? 0 : 4)}`}
        />
      ))}
      <path class="axis" d={`M0,${chart.axis}H${right}`} />
      {chart.area === undefined ? null : <path class={chart.area.loss ? 'area loss' : 'area'} d={chart.area.path} />}
      {chart.lines.map((line) => (
        <path class={`line ${line.role}`} d={line.path} />
      ))}
      {chart.dot ? (
        <circle class={chart.area?.loss ? 'dot loss' : 'dot'} cx={chart.dot.x} cy={chart.dot.y} r="3" />
      ) : null}
      {chart.marks.map((mark) => (
        <circle class={`dot ${mark.role}`} cx={mark.x} cy={mark.y} r={mark.role === 'paid-in' ? '1.6' : '2.4'} />
      ))}
      {chart.grid.map((line) => (
        <text class={line.end ? 'tick right' : 'tick'} x={line.end ? right : 0} y={line.base}>
          {line.label}
        </text>
      ))}
      {chart.ticks.map((tick) =>
        tick.label === '' ? null : (
          <text class={tick.year ? 'tick year' : 'tick'} x={tick.x} y={chart.axis + 16}>
            {tick.label}
          </text>
        ),
      )}
      {chart.marks.map(({ role, label }) =>
        label ? (
          <text class={`mark ${role}`} x={label.x} y={label.y}>
            {label.text}
          </text>
        ) : null,
      )}
      {chart.ends.map((end) => (
        <text class={`end ${end.role}`} x={right + 8} y={end.y}>
          <tspan>{end.name}</tspan>
          <tspan x={right + 8} dy="14">
            {end.figure}
          </tspan>
        </text>
      ))}
    </Drawing>
  );
}
