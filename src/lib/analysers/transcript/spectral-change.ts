import { SAMPLE_RATE } from '$lib/core/media.ts';
import { MelSpectrogram } from './mel.ts';

const HOP = 160;
const BANDS = 80;
/** Spectra compared lie this many frames of 10 ms apart. */
const APART = 4;
/** Frames at either end that the analysis window shares with what lies outside. */
const MARGIN = 2;
const SHORTEST_SECONDS = 0.1;

const mel = new MelSpectrogram(BANDS);

/**
 * How much a sound changes: the median over its frames of the RMS difference between its mel spectra 40 ms apart, in dB,
 * changes of level left out. A held "um" has 3.3…4.9 (up to 5.9 from a far microphone), words of running speech mostly
 * over 5 (their lowest twentieth 4.8): own measurement over D_disfluent, 12 fillers and 103 words.
 *
 * @returns `undefined` for less than 0.1 s
 */
export function spectralChange(samples: Float32Array): number | undefined {
  if (samples.length < SHORTEST_SECONDS * SAMPLE_RATE) return undefined;
  const frames = Math.floor(samples.length / HOP);
  const features = mel.features(samples, frames);
  const changes: number[] = [];
  for (let frame = MARGIN; frame + APART < frames - MARGIN; frame += 1) {
    changes.push(difference(features, frames, frame, frame + APART));
  }
  return changes.sort((a, b) => a - b)[Math.floor(changes.length / 2)];
}

/** RMS over bands of the difference of two frames in dB, its mean taken off. Features are log10 of power, divided by 4. */
function difference(features: Float32Array, frames: number, one: number, other: number): number {
  let [sum, squares] = [0, 0];
  for (let band = 0; band < BANDS; band += 1) {
    const change = 40 * (features[band * frames + other]! - features[band * frames + one]!);
    sum += change;
    squares += change * change;
  }
  return Math.sqrt(Math.max(0, squares / BANDS - (sum / BANDS) ** 2));
}
