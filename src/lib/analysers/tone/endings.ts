import type { Span } from '$lib/core/media.ts';
import { joinSpans } from '$lib/core/signal/spans.ts';
import { median } from '$lib/core/signal/statistics.ts';
import { semitones } from '$lib/analysers/pitch/contour.ts';

/** A word as far as sentence ends are concerned. */
export type SpokenWord = { readonly text: string; readonly start: number; readonly end: number };

/** Where a sentence (or, without words, a phrase) ends. */
export type SentenceEnd = { readonly at: number; readonly isQuestion: boolean };

/** How the pitch moves at an end: semitones from what stands before to the last voiced sound; + = up. */
export type Ending = SentenceEnd & { readonly change: number; readonly span: Span };

const SENTENCE_END = /[.?!…。？！؟।]["'”’»)\]]*$/u;
const QUESTION = /[?？؟]["'”’»)\]]*$/u;
/** A pause that ends a phrase where there are no words. */
const PHRASE_GAP_SECONDS = 0.5;
/** Where the end of a word lies beside the end of speech, the sound is believed. */
const SNAP_SECONDS = 0.3;
/** The last voiced sound, and how far before the end it is looked for (final consonants have no pitch). */
const FINAL_SECONDS = 0.12;
const SEARCH_SECONDS = 0.5;
/** What it is compared with. */
const BEFORE_SECONDS = 0.4;
const MIN_FRAMES = 6;
/** More than this in so short a time is an octave error or a change of speaker. */
const MAX_CHANGE = 10;

export function sentenceEnds(words: readonly SpokenWord[], speech: readonly Span[]): SentenceEnd[] {
  if (words.length === 0) {
    return joinSpans(speech, PHRASE_GAP_SECONDS).map(({ end }) => ({ at: end, isQuestion: false }));
  }
  return words
    .filter(({ text }) => SENTENCE_END.test(text.trim()))
    .map(({ text, end }) => ({ at: snapped(end, speech), isQuestion: QUESTION.test(text.trim()) }));
}

function snapped(at: number, speech: readonly Span[]): number {
  const nearest = speech.reduce((best, { end }) => (Math.abs(end - at) < Math.abs(best - at) ? end : best), Infinity);
  return Math.abs(nearest - at) <= SNAP_SECONDS ? nearest : at;
}

/** The movement at each end that has enough pitch to tell. @param hertz each `step` seconds, NaN unvoiced */
export function endingsOf(ends: readonly SentenceEnd[], hertz: Float32Array, step: number): Ending[] {
  return ends.flatMap((end) => {
    const limit = Math.min(hertz.length, Math.round(end.at / step));
    const earliest = Math.max(0, limit - Math.round(SEARCH_SECONDS / step));
    let last = limit - 1;
    while (last >= earliest && Number.isNaN(hertz[last]!)) last--;
    const split = last + 1 - Math.round(FINAL_SECONDS / step);
    const first = Math.max(0, split - Math.round(BEFORE_SECONDS / step));
    if (last < earliest || split <= first) return [];
    const final = voiced(hertz.subarray(split, last + 1));
    const before = voiced(hertz.subarray(first, split));
    if (final.length < MIN_FRAMES || before.length < MIN_FRAMES) return [];
    const change = semitones(median(final)!, median(before)!);
    if (Math.abs(change) > MAX_CHANGE) return [];
    return [{ ...end, change, span: { start: first * step, end: (last + 1) * step } }];
  });
}

function voiced(hertz: Float32Array): number[] {
  return [...hertz].filter((value) => !Number.isNaN(value));
}
