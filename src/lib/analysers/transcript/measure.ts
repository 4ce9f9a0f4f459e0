import { measured, unavailable, type MeasureDraft, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import type { Transcript } from '$lib/core/report/schema.ts';
import { doubtfulCount } from './doubt.ts';
import { readSaid, type Said } from './said.ts';
import { transcriptTrack } from './track.ts';

/** What another gain, codec or some noise does to the recogniser's own sureness (measured on copies of our clips). */
const CONFIDENCE_ERROR = 0.15;

const IDS = ['speech.wordCount', 'speech.wordConfidence', 'speech.languageConfidence'] as const;

/** The transcript of the report, and how much there is of it. */
export function measure(input: MeasureInput): MeasureOutput {
  if (!input.tracks.get(transcriptTrack)) return { measures: [] };
  const said = readSaid(input);
  // No words is a finding, not a zero: nothing that depends on words may be made of it.
  if (!said) return { measures: IDS.map((id) => unavailable(id, 'no-speech', input.media.seconds)) };
  return { measures: measuresOf(said), transcript: transcriptOf(said) };
}

function measuresOf({ words, data }: Said): MeasureDraft[] {
  const evidence = data.segments;
  const seconds = evidence.reduce((sum, { start, end }) => sum + end - start, 0);
  // How sure the recogniser was: its own words only, as long as there are some.
  const heard = words.filter(({ corrected }) => !corrected);
  const judged = heard.length > 0 ? heard : words;
  const confidence = judged.reduce((sum, word) => sum + word.confidence, 0) / judged.length;
  const estimated = { seconds, evidence, confidence: 'estimated' } as const;
  return [
    measured('speech.wordCount', words.length, { seconds, evidence, uncertainty: doubtfulCount(words) }),
    measured('speech.wordConfidence', confidence, { ...estimated, uncertainty: CONFIDENCE_ERROR }),
    measured('speech.languageConfidence', data.languageConfidence, { ...estimated, uncertainty: CONFIDENCE_ERROR }),
  ];
}

function transcriptOf({ data, language, words }: Said): Transcript {
  return {
    language,
    languageConfidence: data.languageConfidence,
    text: words.map(({ text }) => text).join(' '),
    words: [...words],
    translations: data.translations,
    ...(data.recogniser ? { recogniser: data.recogniser } : {}),
    ...(data.corrections ? { corrections: data.corrections } : {}),
  };
}
