import type { Analyser } from '$lib/core/analyser.ts';
import { speechTrack } from './track.ts';

/** Where somebody speaks (Silero VAD v5), and how much of the answer that is. */
export const speech: Analyser = {
  id: 'speech',
  version: 1,
  capability: 'words',
  isInstrument: true,
  engine: 'samples',
  needs: [],
  models: ['vad'],
  media: 'audio',
  track: speechTrack,
  chart: 'events',
  measures: [
    // Report only: no norm was found for either (design: norms.md).
    { id: 'speech.share', unit: 'ratio', range: [0, 1] },
    { id: 'silence.totalSeconds', unit: 's', range: [0, 86_400] },
    // Thinking time is never scored; over 2 s a spoken bridge may be suggested.
    { id: 'speech.responseLatencySeconds', unit: 's', range: [0, 86_400] },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
