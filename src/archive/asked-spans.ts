import { addDays, type CalendarDate } from '#domain/calendar-date';
import type { SourceName } from '#domain/dataset';

/** Days that one answer told in full, and that no newer one did. */
export interface AskedSpan {
  readonly source: SourceName;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** When the answer came, ISO 8601 UTC. */
  readonly askedAt: string;
  /** Archive key of the answer as it came. */
  readonly raw?: string;
}

/** The newest answer of each day that either list has: disjoint within a source, by source and day. */
export function joinSpans(a: readonly AskedSpan[], b: readonly AskedSpan[]): readonly AskedSpan[] {
  const newestFirst = [...a, ...b].sort(
    (one, other) => compare(other.askedAt, one.askedAt) || compare(text(other), text(one)),
  );
  const kept: AskedSpan[] = [];
  for (const span of newestFirst) kept.push(...without(span, kept));
  return kept
    .sort((one, other) => compare(one.source, other.source) || compare(one.from, other.from))
    .reduce<AskedSpan[]>(unite, []);
}

/** The newest answer for a day, when there is one. */
export function askedFor(spans: readonly AskedSpan[], source: SourceName, date: CalendarDate): AskedSpan | undefined {
  return spans.find((span) => span.source === source && span.from <= date && date <= span.to);
}

/** Since when every day up to the newest one told was told, and when that was last asked. Undefined: never asked. */
export function wholeSpan(spans: readonly AskedSpan[], source: SourceName): AskedSpan | undefined {
  const own = spans.filter((span) => span.source === source).sort((one, other) => compare(other.to, one.to));
  const [last, ...earlier] = own;
  if (!last) return undefined;
  let { from } = last;
  for (const span of earlier) {
    if (addDays(span.to, 1) < from) break;
    from = span.from;
  }
  return { ...last, from };
}

/** The parts of a span that no span of its source in `taken` has. */
function without(span: AskedSpan, taken: readonly AskedSpan[]): AskedSpan[] {
  let parts = [span];
  for (const other of taken) {
    if (other.source !== span.source || other.to < span.from || other.from > span.to) continue;
    parts = parts.flatMap((part) => {
      if (other.to < part.from || other.from > part.to) return [part];
      const before = part.from < other.from ? [{ ...part, to: addDays(other.from, -1) }] : [];
      const after = part.to > other.to ? [{ ...part, from: addDays(other.to, 1) }] : [];
      return [...before, ...after];
    });
  }
  return parts;
}

/** Parts of one answer that touch are one again. */
function unite(spans: AskedSpan[], span: AskedSpan): AskedSpan[] {
  const last = spans.at(-1);
  const touches = last && last.source === span.source && addDays(last.to, 1) === span.from;
  if (touches && last.askedAt === span.askedAt && last.raw === span.raw) {
    spans[spans.length - 1] = { ...last, to: span.to };
  } else spans.push(span);
  return spans;
}

const text = ({ from, to, raw = '' }: AskedSpan): string => `${raw} ${from} ${to}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
