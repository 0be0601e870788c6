/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

interface DrawingData {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

/** The frame of a drawing, with its title and description for those who can't see it. @param size in the style's words */
export function Drawing({ of, size, children }: { of: DrawingData; size: string; children: ComponentChildren }) {
  return (
    <svg
      class={`chart ${size}`}
      viewBox={`0 0 ${of.width} ${of.height}`}
      width={of.width}
      height={of.height}
      role="img"
      aria-labelledby={`${of.id}-t ${of.id}-d`}
    >
      <title id={`${of.id}-t`}>{of.title}</title>
      <desc id={`${of.id}-d`}>{of.description}</desc>
      {children}
    </svg>
  );
}
