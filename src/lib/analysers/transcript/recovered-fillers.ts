import type { FilledPause } from '$lib/analysers/filled-pauses/track.ts';
import type { Span } from '$lib/core/media.ts';
import type { SpokenWord } from './track.ts';

/** What else there is to hear fillers by, beside words. All of one recording, in order. */
export type FillerEvidence = {
  readonly speech: readonly Span[];
  /** Stretches that sound held; none where that analyser is off. */
  readonly held: readonly FilledPause[];
  /** Share of a stretch that is voiced, 0…1; `undefined` where pitch was not measured. */
  readonly voicedShare: (span: Span) => number | undefined;
};

/** A filler without a word: `isHeld` = it also sounds like one. */
export type RecoveredFiller = Span & {
  readonly kind: 'um' | 'uh';
  readonly confidence: number;
  readonly isHeld: boolean;
};

/** Speech that no word covers counts from here on (rescript: 0.3 s; a short "uh" has 0.25 s). */
const LEAST_SECONDS = 0.25;
/** Longer ones are words that the recogniser lost, not a filler. */
const MOST_SECONDS = 1.2;
/** Word edges are that vague. */
const EDGE_SECONDS = 0.04;
/** A detector still says "speech" that long after it ended. */
const HANGOVER_SECONDS = 0.12;
/** A filler is a vowel or a hum. */
const LEAST_VOICED = 0.5;
/** From this score on a held stretch is likely a filler (filled-pauses/track.ts). */
const LIKELY_HELD = 0.5;
/** Where sound tells nothing of the kind: an "um" has a hum after its vowel and is longer (own count: 0.6 s against 0.4). */
const UM_SECONDS = 0.5;
/** Below a sure filler's, and believable all the same. */
const INSERTED_CONFIDENCE = 0.5;
/** Uncovered speech that does not sound held may also be a lost word or a cough. */
const UNHELD_CONFIDENCE = 0.4;

/** Finds speech that no word covers, short and voiced: filled pauses which the recogniser left out. */
export function recoverFillers(words: readonly Span[], evidence: FillerEvidence): RecoveredFiller[] {
  return uncovered(words, evidence.speech).flatMap((gap) => {
    const seconds = gap.end - gap.start;
    if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) return [];
    const held = evidence.held.find(
      (one) => one.score >= LIKELY_HELD && overlap(one, gap) >= 0.5 * (one.end - one.start),
    );
    const voiced = evidence.voicedShare(gap);
    if (!held && (voiced === undefined || voiced < LEAST_VOICED)) return [];
    const kind = held ? (held.kind === 'uh' ? 'uh' : 'um') : seconds >= UM_SECONDS ? 'um' : 'uh';
    return [{ ...gap, kind, confidence: held?.score ?? UNHELD_CONFIDENCE, isHeld: held !== undefined } as const];
  });
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

/** Parts of the speech between its words. */
function uncovered(words: readonly Span[], speech: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let next = 0;
  for (const span of speech) {
    let at = span.start;
    while (next < words.length && words[next]!.end <= span.start) next += 1;
    for (let index = next; index < words.length && words[index]!.start < span.end; index += 1) {
      gaps.push({ start: at, end: words[index]!.start - EDGE_SECONDS });
      at = Math.max(at, words[index]!.end + EDGE_SECONDS);
    }
    gaps.push({ start: at, end: span.end - HANGOVER_SECONDS });
  }
  return gaps.filter(({ start, end }) => end > start);
}

/** Puts recovered fillers between the words. No reading of words has them, so they are marked as the prompted ones are. */
export function insertFillers(words: readonly SpokenWord[], recovered: readonly RecoveredFiller[]): SpokenWord[] {
  const spoken = recovered.map(({ kind, start, end }) => ({
    text: kind,
    start,
    end,
    confidence: INSERTED_CONFIDENCE,
    prompted: true,
  }));
  return [...words, ...spoken].sort((a, b) => a.start - b.start || a.end - b.end);
}
