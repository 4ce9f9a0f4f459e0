import { filledPausesTrack } from '$lib/analysers/filled-pauses/track.ts';
import { pitchTrack } from '$lib/analysers/pitch/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import type { MeasureInput } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import { isWithin } from '$lib/core/report/corrections.ts';
import type { Word } from '$lib/core/report/schema.ts';
import type { SpeechLists } from '$lib/core/speech-lists.ts';
import type { Tracks } from '$lib/core/track.ts';
import { answerSpan } from './answer-span.ts';
import { findFillers, markFillers, type Filler } from './filler-words.ts';
import { insertFillers, recoverFillers, type RecoveredFiller } from './recovered-fillers.ts';
import { transcriptTrack, type TranscriptData } from './track.ts';

/** What was said, as all measures of words read it. */
export type Said = {
  readonly data: TranscriptData;
  readonly language: string;
  /** Lists of that very language; `undefined` where there are none (lists of another language would find nonsense). */
  readonly lists: SpeechLists | undefined;
  /** Fillers included, each marked with its kind. */
  readonly words: readonly Word[];
  /** Words that carry the talk: without filled pauses (um, uh); discourse fillers are words. */
  readonly plain: readonly Word[];
  readonly fillers: readonly Filler[];
  /** What may have been a filler, but only one source says so: not among the words. */
  readonly possibleFillers: readonly Span[];
  /** What rates are taken over. */
  readonly span: Span;
};

/** A stretch of sound that no word covers is taken for a filler from this score of held sound on. */
const INSERT_SCORE = 0.7;

/** `undefined`: there is no transcript, or nobody said anything. Several analysers ask: it is read once per set of tracks. */
export function readSaid(input: MeasureInput): Said | undefined {
  const { tracks, lists, media } = input;
  return tracks.derive(readSaid, [lists, media], (own) => read({ ...input, tracks: own }));
}

function read({ tracks, lists: given, media }: MeasureInput): Said | undefined {
  const data = tracks.get(transcriptTrack);
  const span = data && answerSpan(data.words, media.seconds);
  if (data?.language === undefined || !span) return undefined;
  const lists = given?.language === data.language ? given : undefined;
  const recovered = lists ? recover(data, tracks) : [];
  const spoken = insertFillers(data.words, recovered.filter(isHeard));
  const fillers = lists ? findFillers(spoken, lists) : [];
  const words = markFillers(spoken, fillers);
  return {
    data,
    language: data.language,
    lists,
    words,
    plain: words.filter(({ filler }) => filler === undefined || filler === 'discourse'),
    fillers,
    possibleFillers: recovered.filter((one) => !isHeard(one)).map(({ start, end }) => ({ start, end })),
    span,
  };
}

function isHeard({ isHeld, confidence }: RecoveredFiller): boolean {
  return isHeld && confidence >= INSERT_SCORE;
}

/** Fillers without a word. The other ears may be switched off: then there is less to hear by. */
function recover(data: TranscriptData, tracks: Tracks): RecoveredFiller[] {
  const speech = tracks.get(speechTrack);
  const held = tracks.get(filledPausesTrack);
  if (!speech || !held) return [];
  const pitch = tracks.get(pitchTrack);
  const voicedShare = ({ start, end }: Span) => {
    if (!pitch) return undefined;
    const frames = pitch.hertz.subarray(Math.floor(start / pitch.step), Math.ceil(end / pitch.step));
    return frames.filter((hertz) => hertz > 0).length / Math.max(1, frames.length);
  };
  // Where a whole window was given up there are no words, and no fillers to look for.
  const decoded = speech.spans.filter(({ start, end }) =>
    data.segments.some((segment) => segment.start < end && start < segment.end),
  );
  const found = recoverFillers(data.words, { speech: decoded, held: held.spans, voicedShare });
  // Where the owner said what was said, nothing is put in.
  return found.filter((filler) => !data.corrections?.some((correction) => isWithin(filler, correction)));
}
