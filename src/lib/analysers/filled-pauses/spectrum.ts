import { SAMPLE_RATE } from '$lib/core/media.ts';
import { bandEnergy, melBands } from '$lib/core/signal/mel.ts';
import { PowerSpectrum } from '$lib/core/signal/power-spectrum.ts';

/** Seconds between frames and samples of a frame's window. */
export const FRAME_STEP = 0.01;
export const FRAME_SAMPLES = 400;
const SIZE = 512;
const BANDS = 26;
/** Cepstral coefficients that carry the shape of the vocal tract; the first is the level and is left out. */
const CEPSTRA = 12;
/** Below this a hum has its energy, above it a vowel has its formants. */
const HUM_HZ = 900;
const VOWEL_HZ = 4000;

/** What a frame of speech sounds like. */
export type Spectrum = {
  /** Cepstrum without its first coefficient: mel bands' natural logarithms, orthonormal DCT. */
  readonly cepstrum: Float64Array;
  /** Level, dB against full scale. */
  readonly level: number;
  /** Energy of formants over energy of the hum, dB; low in [m], [n] and in hums. */
  readonly openness: number;
};

const spectrum = new PowerSpectrum(FRAME_SAMPLES, SIZE);
const bands = melBands({ sampleRate: SAMPLE_RATE, size: SIZE, bands: BANDS, low: 80, high: 6000, scale: 'htk' });
const cosines = Array.from({ length: CEPSTRA }, (_, k) =>
  Float64Array.from(
    { length: BANDS },
    (_unused, n) => Math.sqrt(2 / BANDS) * Math.cos((Math.PI * (k + 1) * (2 * n + 1)) / (2 * BANDS)),
  ),
);

export function spectrumOf(frame: Float32Array): Spectrum {
  const power = spectrum.take(frame);
  const energy = frame.reduce((sum, sample) => sum + sample * sample, 0);
  const logs = bands.map((band) => Math.log(bandEnergy(power, band) + 1e-9));
  const hum = spectrum.between(0, HUM_HZ, SAMPLE_RATE);
  const vowel = spectrum.between(HUM_HZ, VOWEL_HZ, SAMPLE_RATE);
  return {
    cepstrum: Float64Array.from(cosines, (row) => row.reduce((sum, weight, n) => sum + weight * logs[n]!, 0)),
    level: 10 * Math.log10(energy / FRAME_SAMPLES + 1e-12),
    openness: 10 * Math.log10((vowel + 1e-9) / (hum + 1e-9)),
  };
}

/** Root mean square difference of two cepstra. */
export function cepstralDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < CEPSTRA; k++) sum += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(sum / CEPSTRA);
}
