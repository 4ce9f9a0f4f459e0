import { bareWord } from '$lib/analysers/transcript/filler-words.ts';
import { doubtShare } from '$lib/analysers/transcript/doubt.ts';
import { readSaid } from '$lib/analysers/transcript/said.ts';
import { sentencesOf } from '$lib/analysers/transcript/sentences.ts';
import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { measured, unavailable, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import { compound } from './valence.ts';

const IDS = ['sentiment.compound', 'sentiment.positiveShare', 'sentiment.negativeShare'];
/** Fewer words are one sentence, whose sign is chance. */
const LEAST_WORDS = 20;
/** VADER calls a sentence positive or negative from 0.05 on. */
const NEUTRAL = 0.05;

export function measure(input: MeasureInput): MeasureOutput {
  if (!input.tracks.get(transcriptTrack)) return { measures: [] };
  const said = readSaid(input);
  if (!said) return refuse('no-speech', input.media.seconds);
  const seconds = said.span.end - said.span.start;
  const words = said.plain.filter(({ filler }) => filler === undefined);
  if (!said.lists) return refuse('no-word-lists', seconds);
  if (words.length < LEAST_WORDS) return refuse('too-few-words', seconds);
  const { lists } = said;
  const scored = sentencesOf(words).map((sentence) => ({
    start: sentence[0]!.start,
    end: sentence.at(-1)!.end,
    words: sentence.length,
    value: compound(
      sentence.map(({ text }) => bareWord(text)),
      lists,
    ),
  }));
  const mean = scored.reduce((sum, one) => sum + one.value * one.words, 0) / words.length;
  const positive = scored.filter(({ value }) => value >= NEUTRAL);
  const negative = scored.filter(({ value }) => value <= -NEUTRAL);
  const share = (some: typeof scored) => some.reduce((sum, one) => sum + one.words, 0) / words.length;
  const doubt = doubtShare(words);
  // One sentence may be cut otherwise or lose its word; and words that may be others.
  const longest = Math.max(...scored.map((one) => one.words)) / words.length;
  const options = { seconds, confidence: 'estimated' as const, uncertainty: Math.min(1, longest + doubt) };
  return {
    measures: [
      measured('sentiment.compound', mean, {
        ...options,
        evidence: [...positive, ...negative],
        uncertainty: Math.min(1, 0.05 + (longest + doubt) / 2),
      }),
      measured('sentiment.positiveShare', share(positive), { ...options, evidence: positive }),
      measured('sentiment.negativeShare', share(negative), { ...options, evidence: negative }),
    ],
  };
}

function refuse(reason: string, seconds: number): MeasureOutput {
  return { measures: IDS.map((id) => unavailable(id, reason, seconds)) };
}
