import type { AudioSample } from 'mediabunny';

/** The mean of all channels of a decoded piece, −1…1. */
export function toMono(sample: AudioSample): Float32Array {
  const mono = new Float32Array(sample.numberOfFrames);
  const plane = new Float32Array(sample.numberOfFrames);
  const share = 1 / sample.numberOfChannels;
  for (let planeIndex = 0; planeIndex < sample.numberOfChannels; planeIndex++) {
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
    for (let n = 0; n < mono.length; n++) mono[n]! += plane[n]! * share;
  }
  return mono;
}

/** The mean of all channels of samples that lie interleaved. */
export function meanOfChannels(interleaved: Float32Array, channels: number): Float32Array {
  if (channels === 1) return interleaved;
  const mono = new Float32Array(Math.floor(interleaved.length / channels));
  for (let n = 0; n < mono.length; n++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += interleaved[n * channels + channel]!;
    mono[n] = sum / channels;
  }
  return mono;
}

/** Brings a piece to another rate on straight lines: for the rare file whose rate changes on the way. */
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
