import type { Word } from '$lib/core/report/schema.ts';
import type { SpeechLists } from '$lib/core/speech-lists.ts';
import type { SpokenWord } from './track.ts';

/** A silence between words that the ear takes for a boundary (norms.md counts silent pauses from 0.25 s). */
const BOUNDARY_SECONDS = 0.25;

/** `um` and `uh` (the lists decide which spellings are which), or `discourse`. */
export type FillerKind = string;

/** A filler as it was said: one or more words. */
export type Filler = {
  readonly kind: FillerKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
  /** Places among the words; `to` not included. */
  readonly from: number;
  readonly to: number;
  /** Heard by the plain reading, or by the hesitant one without doubt. */
  readonly isSure: boolean;
};

/** From here on a filler that only the hesitant reading has is sure. */
const SURE_CONFIDENCE = 0.6;

/** A word as lists hold it: lower case, no punctuation at its ends. */
export function bareWord(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** Finds filled pauses by the lists' patterns and discourse fillers by their phrases, longest first. */
export function findFillers(words: readonly SpokenWord[], lists: SpeechLists): Filler[] {
  const bare = words.map(({ text }) => bareWord(text));
  const pauseKind = filledPauseKind(lists);
  const always = phrases(lists.discourseFillers.always);
  const betweenPauses = phrases(lists.discourseFillers.betweenPauses);
  const found: Filler[] = [];
  for (let from = 0; from < words.length;) {
    const kind = pauseKind(bare[from]!);
    const fixed = matchAt(bare, from, always);
    const loose = matchAt(bare, from, betweenPauses);
    let length = 0;
    if (kind !== undefined) length = 1;
    else if (fixed > 0) length = fixed;
    else if (loose > 0 && isSetOff(words, from, from + loose)) length = loose;
    if (length > 0) found.push(fillerOf(words, from, from + length, kind ?? 'discourse'));
    from += Math.max(1, length);
  }
  return found;
}

/** The kind of filled pause that a bare word is, by the lists of its language. */
export function filledPauseKind(lists: SpeechLists): (bare: string) => FillerKind | undefined {
  const patterns = Object.entries(lists.filledPauses).map(
    ([kind, pattern]) => [kind, new RegExp(`^(?:${pattern})$`, 'u')] as const,
  );
  return (bare) => patterns.find(([, pattern]) => pattern.test(bare))?.[0];
}

/** Words of the report: each with the kind of filler that it is part of. */
export function markFillers(words: readonly SpokenWord[], fillers: readonly Filler[]): Word[] {
  const marked = words.map(({ text, start, end, confidence, corrected }): Word => ({
    ...{ text, start, end, confidence },
    ...(corrected ? { corrected } : {}),
  }));
  for (const { kind, from, to } of fillers) {
    for (let index = from; index < to; index += 1) marked[index] = { ...marked[index]!, filler: kind };
  }
  return marked;
}

function fillerOf(words: readonly SpokenWord[], from: number, to: number, kind: FillerKind): Filler {
  const own = words.slice(from, to);
  return {
    kind,
    text: own.map(({ text }) => bareWord(text)).join(' '),
    start: own[0]!.start,
    end: own.at(-1)!.end,
    confidence: Math.min(...own.map(({ confidence }) => confidence)),
    from,
    to,
    isSure: own.every(({ prompted, confidence }) => !prompted || confidence >= SURE_CONFIDENCE),
  };
}

/** Phrases as lists of words, longest first. */
function phrases(list: readonly string[]): string[][] {
  return list.map((phrase) => phrase.split(' ')).sort((a, b) => b.length - a.length);
}

/** Number of words of the longest phrase that stands at a place; 0 = none. */
function matchAt(bare: readonly string[], at: number, list: readonly string[][]): number {
  return list.find((phrase) => phrase.every((word, index) => bare[at + index] === word))?.length ?? 0;
}

/**
 * Whether a phrase stands apart: a comma, the end of a sentence or a pause on both sides. "It looks like rain" has none,
 * "and, like, I left" has both. At the very start or end of what was said there is a boundary too, but one of the sides
 * must be heard.
 */
function isSetOff(words: readonly SpokenWord[], from: number, to: number): boolean {
  const before = words[from - 1];
  const last = words[to - 1]!;
  const after = words[to];
  const opens = !before || isBoundary(before, words[from]!);
  const closes = !after || isBoundary(last, after);
  return opens && closes && !(!before && !after);
}

function isBoundary(left: SpokenWord, right: SpokenWord): boolean {
  return /[,.!?;:…—-]["'”’)]*$/.test(left.text) || right.start - left.end >= BOUNDARY_SECONDS;
}
