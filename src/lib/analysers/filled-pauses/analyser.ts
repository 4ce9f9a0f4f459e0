import type { Analyser } from '$lib/core/analyser.ts';
import { filledPausesTrack } from './track.ts';

/** Hears what may be "um" and "uh", for the analyser of fillers; it counts nothing by itself. */
export const filledPauses: Analyser = {
  id: 'filled-pauses',
  version: 1,
  capability: 'words',
  engine: 'samples',
  needs: ['speech', 'pitch'],
  models: [],
  media: 'audio',
  track: filledPausesTrack,
  chart: 'none',
  measures: [],
  measure: () => Promise.resolve({ measure: () => ({ measures: [] }) }),
};
