import type { Analyser } from '$lib/core/analyser.ts';
import { pitchTrack } from './track.ts';

/** How high the voice lies and how much it moves. Its height is never judged. */
export const pitch: Analyser = {
  id: 'pitch',
  version: 2,
  capability: 'voice',
  engine: 'samples',
  needs: ['speech', 'loudness'],
  models: [],
  media: 'audio',
  track: pitchTrack,
  chart: 'line',
  measures: [
    { id: 'voice.pitchMedianHz', unit: 'Hz', range: [40, 800] },
    // Under 2 semitones narrow, over 3 wide (design: norms.md); comparable for men and women.
    {
      id: 'voice.pitchSdSemitones',
      unit: 'semitones',
      range: [0, 24],
      norm: () => ({ low: 2, source: 'Hincks 2005; Traunmüller & Eriksson 1995', grade: 'B' }),
    },
    { id: 'voice.pitchRangeSemitones', unit: 'semitones', range: [0, 48] },
    // Under 0.10 flat, over 0.20 lively: read off the ranges of speakers; language-bound.
    {
      id: 'voice.pvq',
      unit: 'ratio',
      range: [0, 2],
      norm: () => ({ low: 0.1, source: 'Hincks 2004, 2005', grade: 'B' }),
    },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
