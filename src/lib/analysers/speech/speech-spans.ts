import type { Span } from '$lib/core/media.ts';
import { joinSpans, spansAbove } from '$lib/core/signal/spans.ts';

/** Silero's own threshold, and its own 0.15 lower one for the end of speech. */
const ENTER = 0.5;
const LEAVE = 0.35;
/** Shorter gaps are stops and breaths inside speech (references of our media; Silero's own default is 0.1 s). */
const JOIN_SECONDS = 0.2;
/** A bell or a click may look like speech for a moment, but never surely: short stretches must be sure. */
const SHORT_SECONDS = 0.2;
const SURE = 0.9;
/** Two frames are no syllable. */
const MIN_SECONDS = 0.09;

/** @param step seconds per probability; @param seconds length of the sound */
export function speechSpans(probabilities: Float32Array, step: number, seconds: number): Span[] {
  const peak = ({ start, end }: Span) =>
    Math.max(...probabilities.subarray(Math.round(start / step), Math.max(1, Math.round(end / step))));
  return joinSpans(spansAbove(probabilities, step, ENTER, LEAVE), JOIN_SECONDS)
    .filter((span) => {
      const length = span.end - span.start;
      return length >= SHORT_SECONDS || (length >= MIN_SECONDS && peak(span) >= SURE);
    })
    .map(({ start, end }) => ({ start, end: Math.min(end, seconds) }))
    .filter(({ start, end }) => end > start);
}
