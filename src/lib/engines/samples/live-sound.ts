import { SAMPLE_RATE } from '$lib/core/media.ts';
import { Resampler } from '$lib/core/signal/resample.ts';
import { Recorded } from '$lib/media/recorded.ts';
import type { SoundWindow } from '$lib/media/sources.ts';

/** What comes through the port of a tap. */
type Heard = Float32Array | 'end';

/** Half an hour of sound: kept, because observers that come later hear it from its beginning. */
const MOST_SAMPLES = 1800 * SAMPLE_RATE;

/** What a hearer gets that doesn't ask for the sound as it was recorded. */
export type Stretch = Omit<SoundWindow, 'recorded'>;

/**
 * The sound of a microphone as it comes, for any number of hearers, each from its beginning. Only the first to hear a
 * window gets it at the microphone's own rate too: kept for all, half an hour of that would fill 350 MB.
 */
export class LiveSound {
  readonly #resampler: Resampler;
  readonly #recorded: Recorded;
  readonly #windows: SoundWindow[] = [];
  #samples = 0;
  #isOver = false;
  #wake: (() => void)[] = [];

  /** @param sampleRate of what comes through the port */
  constructor(port: MessagePort, sampleRate: number) {
    this.#resampler = new Resampler(Math.round(sampleRate), SAMPLE_RATE);
    this.#recorded = new Recorded(Math.round(sampleRate), 1);
    port.onmessage = ({ data }: MessageEvent<Heard>) => {
      if (data === 'end') this.#end();
      else this.#hear(data);
    };
  }

  /** Seconds heard so far. */
  get seconds(): number {
    return this.#samples / SAMPLE_RATE;
  }

  /** Ends when the sound does, or with the signal. */
  async *windows(signal: AbortSignal): AsyncGenerator<SoundWindow, void> {
    const onAbort = () => {
      this.#tell();
    };
    signal.addEventListener('abort', onAbort);
    try {
      for (let next = 0; ; next++) {
        while (next >= this.#windows.length && !this.#isOver && !signal.aborted) {
          await new Promise<void>((resolve) => this.#wake.push(resolve));
        }
        signal.throwIfAborted();
        const window = this.#windows[next];
        if (!window) return;
        yield window;
        this.#windows[next] = { ...window, recorded: { rate: SAMPLE_RATE, channels: [window.samples] } };
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** The same, but all that has come meanwhile at once: for who is slower than the sound. */
  async *stretches(signal: AbortSignal): AsyncGenerator<Stretch, void> {
    let next = 0;
    for await (const first of this.windows(signal)) {
      if (next-- > 0) continue;
      const more = this.#windows.filter(({ at }) => at >= first.at);
      next = more.length - 1;
      const samples = new Float32Array(more.reduce((sum, window) => sum + window.samples.length, 0));
      for (const window of more) samples.set(window.samples, Math.round((window.at - first.at) * SAMPLE_RATE));
      yield { samples, at: first.at };
    }
  }

  #hear(piece: Float32Array): void {
    if (this.#samples >= MOST_SAMPLES) return;
    this.#recorded.add([piece]);
    this.#add(this.#resampler.push(piece));
  }

  #add(samples: Float32Array): void {
    if (samples.length === 0) return;
    const at = this.seconds;
    this.#windows.push({ samples, at, recorded: this.#recorded.take(at, samples.length) });
    this.#samples += samples.length;
    this.#tell();
  }

  #end(): void {
    this.#add(this.#resampler.end());
    this.#isOver = true;
    this.#tell();
  }

  #tell(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
