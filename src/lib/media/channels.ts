import type { AudioSample } from 'mediabunny';
import { monoOf } from '$lib/core/signal/channels.ts';

/** The channels of a decoded piece, −1…1. */
export function channelsOf(sample: AudioSample): Float32Array[] {
  return Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(sample.numberOfFrames);
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });
}

/** The channels of samples that lie interleaved. */
export function deinterleaved(interleaved: Float32Array, count: number): Float32Array[] {
  if (count === 1) return [interleaved];
  const length = Math.floor(interleaved.length / count);
  return Array.from({ length: count }, (_, channel) =>
    Float32Array.from({ length }, (_, n) => interleaved[n * count + channel]!),
  );
}

/** Channels as so many: for the rare file that changes its layout on the way, one sound in all of them. */
export function asMany(channels: readonly Float32Array[], count: number): readonly Float32Array[] {
  return channels.length === count ? channels : Array<Float32Array>(count).fill(monoOf(channels));
}

/** Brings a channel to another rate on straight lines: for the rare file whose rate changes on the way. */
export function stretch(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const stretched = new Float32Array(Math.round((samples.length * to) / from));
  for (let n = 0; n < stretched.length; n++) {
    const position = (n * from) / to;
    const left = Math.min(samples.length - 1, Math.floor(position));
    const right = Math.min(samples.length - 1, left + 1);
    stretched[n] = samples[left]! + (samples[right]! - samples[left]!) * (position - left);
  }
  return stretched;
}
