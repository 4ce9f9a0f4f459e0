import type { Analyser, Norm } from '$lib/core/analyser.ts';
import { loudnessTrack } from './track.ts';

const gate = (limits: Pick<Norm, 'low' | 'high'>): Norm => ({ ...limits, source: 'recording convention', grade: 'C' });

/**
 * How loud the voice is, how that varies, and whether the recording is good enough to say so. Loudness is BS.1770's, at
 * the recording's own rate. A voice is one source however many channels it was stored in, so its loudness is that of
 * their mean: a telephone that writes the same sound twice makes nobody 3 LU louder. What a loudness meter reads of the
 * file, all channels added up, is `recording.loudnessLufs`. A microphone's gain is unknown, so only variation means
 * anything about the person.
 */
export const loudness: Analyser = {
  id: 'loudness',
  version: 2,
  capability: 'voice',
  isInstrument: true,
  engine: 'samples',
  needs: ['speech'],
  models: [],
  media: 'audio',
  track: loudnessTrack,
  chart: 'line',
  measures: [
    { id: 'voice.loudnessLufs', unit: 'LUFS', range: [-70, 10] },
    { id: 'voice.loudnessClass', unit: 'class', range: [-1, 1] },
    { id: 'voice.loudnessSdLu', unit: 'LU', range: [0, 40] },
    // design: norms.md, "trail-off ≥ 6 dB in last second".
    { id: 'voice.trailingOffLu', unit: 'LU', range: [-40, 40], norm: () => gate({ high: 6 }) },
    { id: 'voice.energy', unit: 'dBFS', range: [-120, 10] },
    { id: 'recording.loudnessLufs', unit: 'LUFS', range: [-70, 10] },
    { id: 'voice.peakDbfs', unit: 'dBFS', range: [-120, 20] },
    { id: 'voice.snrDb', unit: 'dB', range: [-40, 80], norm: () => gate({ low: 15 }) },
    { id: 'voice.clippingShare', unit: 'ratio', range: [0, 1], norm: () => gate({ high: 0.01 }) },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
