import { measured, unavailable, type MeasureDraft, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import type { Transcript } from '$lib/core/report/schema.ts';
import { transcriptTrack, type TranscriptData } from './track.ts';

const IDS = ['speech.wordCount', 'speech.wordConfidence', 'speech.languageConfidence'] as const;

/** The transcript of the report, and how much there is of it. */
export function measure(input: MeasureInput): MeasureOutput {
  const data = input.tracks.get(transcriptTrack);
  if (!data) return { measures: [] };
  const seconds = data.segments.reduce((sum, { start, end }) => sum + end - start, 0);
  if (data.words.length === 0 || data.language === undefined) {
    // No words is a finding, not a zero: nothing that depends on words may be made of it.
    return { measures: IDS.map((id) => unavailable(id, 'no-speech', input.media.seconds)) };
  }
  return { measures: measuresOf(data, seconds), transcript: transcriptOf(data, data.language) };
}

function measuresOf(data: TranscriptData, seconds: number): MeasureDraft[] {
  const evidence = data.segments;
  const confidence = data.words.reduce((sum, word) => sum + word.confidence, 0) / data.words.length;
  return [
    measured('speech.wordCount', data.words.length, { seconds, evidence }),
    measured('speech.wordConfidence', confidence, { seconds, evidence, confidence: 'estimated' }),
    measured('speech.languageConfidence', data.languageConfidence, { seconds, evidence, confidence: 'estimated' }),
  ];
}

function transcriptOf(data: TranscriptData, language: string): Transcript {
  return {
    language,
    languageConfidence: data.languageConfidence,
    text: data.words.map(({ text }) => text).join(' '),
    words: data.words,
    translations: data.translations,
  };
}
