/** Where a channel's loudspeaker stands. `low` is the effects channel of a surround mix. */
type Place = 'front' | 'centre' | 'low' | 'surround';

/**
 * Order of the channels by their number, as WAVE, AAC's decoders and ffmpeg hand them out (left, right, centre, low,
 * surround). A file's own layout isn't known to a browser's decoder; these are the usual ones.
 */
const LAYOUTS: Readonly<Record<number, readonly Place[]>> = {
  1: ['centre'],
  2: ['front', 'front'],
  3: ['front', 'front', 'centre'],
  4: ['front', 'front', 'surround', 'surround'],
  5: ['front', 'front', 'centre', 'surround', 'surround'],
  6: ['front', 'front', 'centre', 'low', 'surround', 'surround'],
  7: ['front', 'front', 'centre', 'low', 'surround', 'surround', 'surround'],
  8: ['front', 'front', 'centre', 'low', 'surround', 'surround', 'surround', 'surround'],
};

/** ITU-R BS.1770-4, table 4: surrounds count +1.5 dB, the effects channel not at all. */
const LOUDNESS: Readonly<Record<Place, number>> = { front: 1, centre: 1, low: 0, surround: 1.41 };
/** ITU-R BS.775-3, annex 4: centre and surrounds go into both of two channels at −3 dB. Here: the mean of these two. */
const MONO: Readonly<Record<Place, number>> = {
  front: 0.5,
  centre: Math.SQRT1_2,
  low: 0,
  surround: Math.SQRT1_2 / 2,
};

/** Weight of each channel's power in the loudness of all of them together. @param count above 0 */
export function loudnessWeights(count: number): readonly number[] {
  return LAYOUTS[count]?.map((place) => LOUDNESS[place]) ?? Array<number>(count).fill(1);
}

/** Share of each channel in one of sound: one and two channels give their mean. @param count above 0 */
export function monoShares(count: number): readonly number[] {
  if (count === 1) return [1];
  return LAYOUTS[count]?.map((place) => MONO[place]) ?? Array<number>(count).fill(1 / count);
}

/** One channel of sound from several of the same length (see `monoShares`). */
export function monoOf(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  if (!first) return new Float32Array(0);
  if (others.length === 0) return first;
  const shares = monoShares(channels.length);
  const mono = new Float32Array(first.length);
  for (const [index, channel] of channels.entries()) {
    const share = shares[index]!;
    for (let n = 0; n < mono.length; n++) mono[n]! += channel[n]! * share;
  }
  return mono;
}
