import type { Span } from '$lib/core/media.ts';

/** Silence before the first and after the last word that still belongs to an answer. */
const EDGE_SECONDS = 2;

/**
 * The stretch that rates are taken over: from the first word to the last, with up to 2 s of silence on either side. A
 * recording that was started early or left running doesn't make its speaker slow.
 */
export function answerSpan(words: readonly Span[], seconds: number): Span | undefined {
  const first = words[0];
  const last = words.at(-1);
  if (!first || !last) return undefined;
  return { start: Math.max(0, first.start - EDGE_SECONDS), end: Math.min(seconds, last.end + EDGE_SECONDS) };
}
