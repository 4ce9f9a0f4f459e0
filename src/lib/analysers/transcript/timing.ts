import type { Span } from '$lib/core/media.ts';
import type { TokenWord } from './tokens.ts';
import type { SpokenWord } from './track.ts';

/** No word is shorter: two attention frames. */
const SHORTEST_SECONDS = 0.04;
/** A first or last word that begins or ends this near to the edge of its speech begins or ends there. */
const NEAR_SECONDS = 0.35;
/** The warped path jumps to a token a little early: 0.03 s, median over 500 edges of hand-aligned and GRID speech. */
const EARLY_SECONDS = 0.03;
/** A word this far from all speech was not said (engineering.md E5). */
const FAR_SECONDS = 0.5;

/**
 * Words with times in the recording.
 *
 * @param timings when each token begins, seconds from the start of the window; one more for the end
 * @param offset seconds of the window's start in the recording
 */
export function timeWords(
  words: readonly TokenWord[],
  { timings, logprobs }: { timings: readonly number[]; logprobs: readonly number[] },
  offset: number,
): SpokenWord[] {
  return words.map(({ text, from, to }) => {
    const own = logprobs.slice(from, to);
    return {
      text,
      start: offset + EARLY_SECONDS + (timings[from] ?? 0),
      end: offset + EARLY_SECONDS + (timings[to] ?? timings.at(-1) ?? 0),
      confidence: own.reduce((sum, value) => sum + Math.exp(value), 0) / Math.max(1, own.length),
    };
  });
}

/**
 * Moves the edges of words that reach into silence to the edge of the speech they belong to: the recogniser's
 * attention gives a pause to one of the words beside it. Words stay in order and inside `bounds`.
 *
 * @returns words, and those that lie farther than 0.5 s from any speech
 */
export function snapToSpeech(
  words: readonly SpokenWord[],
  spans: readonly Span[],
  bounds: Span,
): { words: SpokenWord[]; stray: SpokenWord[] } {
  const homes = words.map((word) => homeOf(word, spans));
  const stray = words.filter((_, index) => !homes[index]);
  const kept = words.flatMap((word, index) => {
    const home = homes[index];
    if (!home) return [];
    return [settle(word, home, { isFirst: homes[index - 1] !== home, isLast: homes[index + 1] !== home })];
  });
  return { words: inOrder(kept, bounds), stray };
}

/** Puts a word into its stretch of speech; the first and the last word of it reach to its edges. */
function settle(word: SpokenWord, home: Span, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): SpokenWord {
  let start = Math.max(word.start, home.start);
  let end = Math.min(word.end, home.end);
  if (end - start < SHORTEST_SECONDS) {
    // The word lay outside its stretch of speech: it goes to the edge it lay at.
    if (word.end <= home.start + SHORTEST_SECONDS) end = home.start + SHORTEST_SECONDS;
    start = Math.max(home.start, end - SHORTEST_SECONDS);
  }
  if (isFirst && start - home.start < NEAR_SECONDS) start = home.start;
  if (isLast && home.end - end < NEAR_SECONDS) end = home.end;
  return { ...word, start, end };
}

/** The stretch of speech that holds most of the word, or the nearest one. */
function homeOf(word: Span, spans: readonly Span[]): Span | undefined {
  let home: Span | undefined;
  let best = -FAR_SECONDS;
  for (const span of spans) {
    // Below zero: the distance.
    const overlap = Math.min(word.end, span.end) - Math.max(word.start, span.start);
    if (overlap > best) {
      best = overlap;
      home = span;
    }
  }
  return home;
}

function inOrder(words: readonly SpokenWord[], bounds: Span): SpokenWord[] {
  let from = bounds.start;
  return words.map((word) => {
    const start = Math.min(Math.max(word.start, from), bounds.end);
    const end = Math.min(Math.max(word.end, start), bounds.end);
    from = end;
    return { ...word, start, end };
  });
}
