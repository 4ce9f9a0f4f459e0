import { SAMPLE_RATE } from '$lib/core/media.ts';
import { AnyLengthFft } from '$lib/core/signal/fft.ts';
import { Framer } from '$lib/core/signal/framing.ts';
import { bandEnergy, melBands } from '$lib/core/signal/mel.ts';

export const MELS = 40;
const FRAME = 400;
const HOP = 160;
/** Frames kept: a little more than a window of 160. */
const KEPT = 512;

/**
 * The mel frames that the voice encoder expects (models/build/ge2e_to_onnx.py): librosa's power mel spectrogram with
 * n_fft 400, hop 160, 40 Slaney bands of 0…8 kHz, frame k centred on sample 160·k. The latest are kept.
 */
export class MelStream {
  readonly #fft = new AnyLengthFft(FRAME);
  readonly #bands = melBands({
    sampleRate: SAMPLE_RATE,
    size: FRAME,
    bands: MELS,
    low: 0,
    high: SAMPLE_RATE / 2,
    scale: 'slaney',
  });
  // Periodic, as librosa's default.
  readonly #window = Float64Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME));
  readonly #power = new Float64Array(FRAME / 2 + 1);
  readonly #weighted = new Float64Array(FRAME);
  readonly #framer = new Framer(FRAME, HOP);
  readonly #kept = new Float32Array(KEPT * MELS);
  readonly #gain: number;
  readonly #isWanted: (frame: number) => boolean;
  #frames = 0;

  /** @param gain what the sound is multiplied by; @param isWanted frames that will be asked for, in rising order */
  constructor(gain: number, isWanted: (frame: number) => boolean) {
    this.#gain = gain;
    this.#isWanted = isWanted;
    // Half a frame of silence before the first sample centres frame 0 on it.
    this.#framer.push(new Float32Array(FRAME / 2));
  }

  /** Frames made so far. */
  get frames(): number {
    return this.#frames;
  }

  push(samples: Float32Array, onFrame: () => void): void {
    for (const frame of this.#framer.push(samples)) {
      if (this.#isWanted(this.#frames)) this.#make(frame);
      this.#frames++;
      onFrame();
    }
  }

  /** Copies frames [from, to) of the latest 512 into `target` at `offset`, row by row. */
  copy(from: number, to: number, target: Float32Array, offset: number): void {
    for (let frame = from; frame < to; frame++) {
      const at = (frame % KEPT) * MELS;
      target.set(this.#kept.subarray(at, at + MELS), offset + (frame - from) * MELS);
    }
  }

  #make(frame: Float32Array): void {
    for (let i = 0; i < FRAME; i++) this.#weighted[i] = frame[i]! * this.#gain * this.#window[i]!;
    this.#fft.power(this.#weighted, this.#power);
    const at = (this.#frames % KEPT) * MELS;
    this.#bands.forEach((band, k) => {
      this.#kept[at + k] = bandEnergy(this.#power, band);
    });
  }
}
