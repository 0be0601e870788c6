/** @jsxRuntime automatic @jsxImportSource preact */
import type { WaterfallStep } from './page-data.tsx';

/** Height of a row of the table, so that what joins two bars meets at the rule between them. */
const ROW = 27;
const BAR = 12;
const TOP = (ROW - BAR) / 2;

/** One row's floating bar. The figure beside it stands in the row too, so nothing is lost without it. */
export function WaterfallBar({ step, width }: { step: WaterfallStep | undefined; width: number }) {
  if (!step) return null;
  const level = step.form === 'level';
  return (
    <svg class="steps" width={width} height={ROW} aria-hidden="true">
      {step.from === undefined ? null : <path d={`M${step.from},0V${TOP}`} />}
      {step.form === 'none' ? <path d={`M${step.to},${TOP}V${ROW - TOP}`} /> : null}
      {step.label === '' ? null : (
        <text x={step.labelX} y="18" text-anchor={step.labelLeft ? 'end' : undefined}>
          {step.label}
        </text>
      )}
      {step.form === 'none' ? null : (
        <rect
          class={step.form}
          x={step.x}
          y={level ? TOP - 2 : TOP}
          width={step.width}
          height={level ? BAR + 4 : BAR}
        />
      )}
      {step.last ? null : <path d={`M${step.to},${ROW - TOP}V${ROW}`} />}
    </svg>
  );
}
