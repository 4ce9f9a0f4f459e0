import type { Analyser } from '$lib/core/analyser.ts';
import { voicesTrack } from './track.ts';

/**
 * How many voices are in the room: 1, 2, more (3), or unsure. A condition of the recording, never a verdict: a second
 * voice may be an interviewer, a radio, or the same person speaking differently.
 */
export const voices: Analyser = {
  id: 'voices',
  version: 2,
  capability: 'voices',
  engine: 'samples',
  needs: ['speech', 'loudness'],
  models: ['voice-encoder'],
  media: 'audio',
  track: voicesTrack,
  chart: 'events',
  measures: [{ id: 'conditions.voices', unit: 'count', range: [0, 3] }],
  measure: async () => ({ measure: (await import('./measure.ts')).measure }),
};
