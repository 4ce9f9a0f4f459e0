import { SAMPLE_RATE } from '$lib/core/media.ts';
import { RealPairFft } from './fft.ts';

/**
 * Whisper's log-mel features (OpenAI whisper/audio.py): Hann windows of 400 samples every 160, power spectrum, 80
 * Slaney mel bands of 0…8000 Hz, log10 with a floor 8 below the loudest band, (x + 4) / 4.
 *
 * Our own and not transformers.js': its extractor multiplies by the mel matrix in a second copy of onnxruntime (27 MB
 * more of WASM, fetched from a CDN unless told otherwise) and always makes 30 s.
 */
const WINDOW = 400;
const HOP = 160;
const BINS = WINDOW / 2 + 1;

/** Mel frames in a second. */
export const MEL_FRAMES_PER_SECOND = SAMPLE_RATE / HOP;

/** Hz → mel on Slaney's scale: linear to 1000 Hz, logarithmic above. */
function melOf(hz: number): number {
  return hz < 1000 ? (3 * hz) / 200 : 15 + (27 * Math.log(hz / 1000)) / Math.log(6.4);
}

function hzOf(mel: number): number {
  return mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp(((mel - 15) * Math.log(6.4)) / 27);
}

type Band = { readonly first: number; readonly weights: Float32Array };

/** Triangles of equal area (Slaney's norm), only where they are not zero. */
function melBands(count: number): Band[] {
  const top = melOf(SAMPLE_RATE / 2);
  const edges = Array.from({ length: count + 2 }, (_, index) => hzOf((top * index) / (count + 1)));
  return Array.from({ length: count }, (_, band) => {
    const [low, mid, high] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const weights = Array.from({ length: BINS }, (_unused, bin) => {
      const hz = (bin * SAMPLE_RATE) / WINDOW;
      return Math.max(0, Math.min((hz - low) / (mid - low), (high - hz) / (high - mid))) * (2 / (high - low));
    });
    const first = weights.findIndex((weight) => weight > 0);
    const last = weights.findLastIndex((weight) => weight > 0);
    return { first, weights: Float32Array.from(weights.slice(first, last + 1)) };
  });
}

/** Makes features; keeps its tables between windows. */
export class MelSpectrogram {
  readonly #bands: readonly Band[];
  readonly #hann = Float64Array.from({ length: WINDOW }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / WINDOW));
  readonly #fft = new RealPairFft(WINDOW);

  constructor(bands: number) {
    this.#bands = melBands(bands);
  }

  /**
   * @param samples 16 kHz mono; silence is taken to follow and to go before
   * @param frames how many to make
   * @returns `[bands, frames]`
   */
  features(samples: Float32Array, frames: number): Float32Array {
    const count = this.#bands.length;
    const output = new Float32Array(count * frames).fill(-10);
    const sounding = Math.min(frames, Math.ceil((samples.length + WINDOW / 2) / HOP));
    for (let frame = 0; frame < sounding; frame += 2) {
      const [even, odd] = [this.#frame(samples, frame), this.#frame(samples, frame + 1)];
      this.#fft.powers(even, odd);
      this.#write(output, frame, frames, this.#fft.first);
      if (frame + 1 < frames) this.#write(output, frame + 1, frames, this.#fft.second);
    }
    let top = -10;
    for (const value of output) top = Math.max(top, value);
    for (let index = 0; index < output.length; index += 1) {
      output[index] = (Math.max(output[index]!, top - 8) + 4) / 4;
    }
    return output;
  }

  /** The windowed samples of a frame, which is centred on `frame · HOP`. */
  #frame(samples: Float32Array, frame: number): Float64Array {
    const from = frame * HOP - WINDOW / 2;
    const windowed = new Float64Array(WINDOW);
    for (let n = Math.max(0, -from); n < Math.min(WINDOW, samples.length - from); n += 1) {
      windowed[n] = samples[from + n]! * this.#hann[n]!;
    }
    return windowed;
  }

  #write(output: Float32Array, frame: number, frames: number, powers: Float64Array): void {
    for (const [band, { first, weights }] of this.#bands.entries()) {
      let sum = 0;
      for (let index = 0; index < weights.length; index += 1) sum += weights[index]! * powers[first + index]!;
      output[band * frames + frame] = Math.log10(Math.max(sum, 1e-10));
    }
  }
}
