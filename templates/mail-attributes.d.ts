import 'preact';

// What mail programs read instead of style sheets, and preact's types leave out because HTML 5 does.
declare module 'preact' {
  interface TableHTMLAttributes<T> {
    align?: 'left' | 'center' | 'right' | undefined;
    bgcolor?: string | undefined;
    border?: number | undefined;
  }
  interface HTMLAttributes<RefType extends EventTarget = EventTarget> {
    valign?: 'top' | 'middle' | 'bottom' | 'baseline' | undefined;
  }
  interface TdHTMLAttributes<T> {
    bgcolor?: string | undefined;
  }
  interface ThHTMLAttributes<T> {
    align?: 'left' | 'right' | undefined;
    width?: string | undefined;
  }
}
