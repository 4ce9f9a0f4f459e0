import type { MeasureInput } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import type { Word } from '$lib/core/report/schema.ts';
import type { SpeechLists } from '$lib/core/speech-lists.ts';
import { answerSpan } from './answer-span.ts';
import { findFillers, markFillers, type Filler } from './filler-words.ts';
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
  /** What rates are taken over. */
  readonly span: Span;
};

/** `undefined`: there is no transcript, or nobody said anything. */
export function readSaid({ tracks, lists: given, media }: MeasureInput): Said | undefined {
  const data = tracks.get(transcriptTrack);
  const span = data && answerSpan(data.words, media.seconds);
  if (data?.language === undefined || !span) return undefined;
  const lists = given?.language === data.language ? given : undefined;
  const fillers = lists ? findFillers(data.words, lists) : [];
  const words = markFillers(data.words, fillers);
  return {
    data,
    language: data.language,
    lists,
    words,
    plain: words.filter(({ filler }) => filler === undefined || filler === 'discourse'),
    fillers,
    span,
  };
}
