import type { Analyser } from '$lib/core/analyser.ts';

/** How the voice moves: rising and falling sentence ends, and how much goes on. What is heard, never what is felt. */
export const tone: Analyser = {
  id: 'tone',
  version: 1,
  capability: 'voice',
  needs: ['speech', 'loudness', 'pitch'],
  models: [],
  media: 'audio',
  chart: 'events',
  measures: [
    // Report only: both are normal, and how they are heard depends on language and region.
    { id: 'tone.risingEndShare', unit: 'ratio', range: [0, 1] },
    { id: 'tone.fallingEndShare', unit: 'ratio', range: [0, 1] },
    { id: 'tone.dynamics', unit: 'semitones', range: [0, 48] },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
