import type { Span } from '../media.ts';

/** Joins spans (in order) whose gap is shorter than `gap` seconds. */
export function joinSpans(spans: readonly Span[], gap: number): Span[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = joined.at(-1);
    if (last && start - last.end < gap) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/**
 * Stretches where a value stays high: they begin at `enter` and end when it falls under `leave` (hysteresis).
 *
 * @param step seconds per value; NaN counts as low
 */
export function spansAbove(values: ArrayLike<number>, step: number, enter: number, leave: number = enter): Span[] {
  const spans: Span[] = [];
  let start = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (start < 0 && value >= enter) start = i;
    else if (start >= 0 && !(value >= leave)) {
      spans.push({ start: start * step, end: i * step });
      start = -1;
    }
  }
  if (start >= 0) spans.push({ start: start * step, end: values.length * step });
  return spans;
}

/** The gaps between spans (in order, apart), with what lies before the first and after the last up to `seconds`. */
export function gapsBetween(spans: readonly Span[], seconds: number): Span[] {
  const edges = [0, ...spans.flatMap(({ start, end }) => [start, end]), seconds];
  const gaps: Span[] = [];
  for (let i = 0; i < edges.length; i += 2) {
    if (edges[i + 1]! > edges[i]!) gaps.push({ start: edges[i]!, end: edges[i + 1]! });
  }
  return gaps;
}

export function totalSeconds(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** Seconds that a span shares with spans in order. */
export function overlapSeconds(span: Span, spans: readonly Span[]): number {
  return spans.reduce(
    (sum, { start, end }) => sum + Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)),
    0,
  );
}

/** Answers, for times asked in rising order, whether they lie in spans (in order, apart). */
export function insideOf(spans: readonly Span[]): (at: number) => boolean {
  let next = 0;
  return (at) => {
    while (next < spans.length && spans[next]!.end <= at) next++;
    return next < spans.length && at >= spans[next]!.start;
  };
}
