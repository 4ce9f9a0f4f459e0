import type { Analyser } from '$lib/core/analyser.ts';
import { transcriptTrack } from './track.ts';

/**
 * What was said, word by word, with times and how sure the recogniser is. `speech.wordCount`: words, fillers included.
 * `speech.wordConfidence`: mean probability of the words. `speech.languageConfidence`: how sure the language is.
 */
export const transcript: Analyser = {
  id: 'transcript',
  version: 1,
  capability: 'words',
  engine: 'text',
  needs: ['speech'],
  models: ['whisper-base'],
  media: 'audio',
  track: transcriptTrack,
  chart: 'none',
  measures: [
    { id: 'speech.wordCount', unit: 'words', range: [0, 100_000] },
    { id: 'speech.wordConfidence', unit: 'ratio', range: [0, 1] },
    { id: 'speech.languageConfidence', unit: 'ratio', range: [0, 1] },
  ],
  measure: () => import('./measure.ts'),
};
