import type { Analyser } from '$lib/core/analyser.ts';
import { articulationTrack } from './track.ts';

/** Syllables a second while speaking: a tempo that no language and no transcript decides. */
export const articulation: Analyser = {
  id: 'articulation',
  version: 2,
  capability: 'words',
  engine: 'samples',
  needs: ['speech', 'loudness', 'pitch'],
  models: [],
  media: 'audio',
  track: articulationTrack,
  chart: 'line',
  measures: [
    // Report only: about 5 in conversation (Jacewicz et al. 2010), but there is no target (design: norms.md).
    { id: 'speech.articulationRate', unit: 'syllables/s', range: [0, 15] },
    { id: 'speech.syllableCount', unit: 'count', range: [0, 1e6] },
    { id: 'speech.phonationSeconds', unit: 's', range: [0, 86_400] },
  ],
  measure: async () => ({ measure: (await import('./measure.ts')).measure }),
};
