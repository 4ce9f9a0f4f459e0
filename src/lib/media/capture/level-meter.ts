/** Of the analyser's window: 170 ms at 48 kHz, longer than the step between two readings, so that no peak is missed. */
const WINDOW_SAMPLES = 8192;
/** What counts as "now". */
const LEVEL_SAMPLES = 4096;

export type Loudness = {
  /** Root mean square, dBFS (−100 … 0). */
  readonly levelDb: number;
  /** Largest sample, dBFS (−100 … 0). */
  readonly peakDb: number;
};

const LOWEST_DB = -100;
const toDb = (ratio: number) => (ratio > 0 ? Math.max(LOWEST_DB, 20 * Math.log10(ratio)) : LOWEST_DB);

/** @param samples −1 … 1, the newest last */
export function loudnessOf(samples: Float32Array, levelSamples = LEVEL_SAMPLES): Loudness {
  let [sum, peak] = [0, 0];
  const from = Math.max(0, samples.length - levelSamples);
  for (let i = 0; i < samples.length; i++) {
    const size = Math.abs(samples[i]!);
    if (size > peak) peak = size;
    if (i >= from) sum += size * size;
  }
  const count = samples.length - from;
  return { levelDb: toDb(count > 0 ? Math.sqrt(sum / count) : 0), peakDb: toDb(peak) };
}

/** Reads how loud a stream is. The browser's audio thread keeps the window; a reading costs the page microseconds. */
export class LevelMeter {
  readonly #context = new AudioContext();
  /** The microphone, for others who listen. */
  readonly source: MediaStreamAudioSourceNode;
  readonly #analyser: AnalyserNode;
  readonly #samples = new Float32Array(WINDOW_SAMPLES);

  constructor(stream: MediaStream) {
    this.#analyser = new AnalyserNode(this.#context, { fftSize: WINDOW_SAMPLES });
    this.source = new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream });
    this.source.connect(this.#analyser);
  }

  /** Now; `undefined` while the browser holds the sound back because nobody has clicked yet. */
  read(): Loudness | undefined {
    if (this.#context.state !== 'running') {
      void this.#context.resume().catch(() => undefined);
      return undefined;
    }
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return loudnessOf(this.#samples);
  }

  close(): void {
    this.source.disconnect();
    void this.#context.close().catch(() => undefined);
  }
}
