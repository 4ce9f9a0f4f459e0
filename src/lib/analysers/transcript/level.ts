import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';

/** Root mean square that speech is brought to: −23 dBFS, about what recognisers were trained on (EBU R128's level). */
const TARGET_RMS = 0.07;
/** Beyond this the noise of a recording would be blown up to the level of speech. */
const MOST_GAIN = 30;

/**
 * Samples of a window with their speech at one level. The recogniser's features are logarithms with a fixed offset, so
 * without this the same words at another gain may be read differently, and quiet ones worse.
 *
 * @param samples of the window
 * @param spans speech of the whole recording
 */
export function levelled(samples: Float32Array, window: Span, spans: readonly Span[]): Float32Array {
  let power = 0;
  let count = 0;
  for (const { start, end } of spans) {
    const from = Math.max(0, Math.round((start - window.start) * SAMPLE_RATE));
    const to = Math.min(samples.length, Math.round((end - window.start) * SAMPLE_RATE));
    for (let i = from; i < to; i += 1) power += samples[i]! ** 2;
    count += Math.max(0, to - from);
  }
  if (power === 0) return samples;
  const gain = Math.min(MOST_GAIN, TARGET_RMS / Math.sqrt(power / count));
  return samples.map((sample) => sample * gain);
}
