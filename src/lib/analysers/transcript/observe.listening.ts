import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { SpeechLists } from '$lib/core/speech-lists.ts';
import { doubtOf } from './guard.ts';
import type { DecodeOptions, EncodedWindow, TimedReading, Whisper } from './observe.whisper.ts';

/** Sampling after greedy decoding failed, in the order tried. */
const TEMPERATURES = [0.4, 0.8];
/** On less speech a prompt of fillers is echoed instead of heard (rescript#69). */
const LEAST_VERBATIM_SECONDS = 4;

export type WindowOptions = {
  /** Two letters, or `auto`. */
  readonly language: string;
  readonly vocabulary: readonly string[];
  /** Word lists of a language, where there are any. */
  readonly lists: (language: string) => SpeechLists | undefined;
};

/** One window while it is being read: its encoding, made anew at full length when the fitted one misleads. */
export class Listening {
  readonly #whisper: Whisper;
  readonly #samples: Float32Array;
  readonly #speechSeconds: number;
  readonly #options: WindowOptions;
  #encoded: EncodedWindow | undefined;

  constructor(whisper: Whisper, samples: Float32Array, speechSeconds: number, options: WindowOptions) {
    this.#whisper = whisper;
    this.#samples = samples;
    this.#speechSeconds = speechSeconds;
    this.#options = options;
  }

  async open(): Promise<void> {
    this.#encoded = await this.#whisper.encode(this.#samples, false);
  }

  close(): void {
    this.#encoded?.dispose();
  }

  /** Greedy; if that is in doubt the full window, then sampling, each only until one is believed. */
  async plain(language: string): Promise<TimedReading> {
    const { vocabulary } = this.#options;
    const prompt = vocabulary.length > 0 ? `${vocabulary.join(', ')}.` : undefined;
    let reading = await this.#decode(language, { prompt });
    if (this.#isDoubtful(reading) && !this.#encoded!.isFull) {
      this.#encoded!.dispose();
      this.#encoded = await this.#whisper.encode(this.#samples, true);
      reading = await this.#decode(language, {});
    }
    for (const temperature of TEMPERATURES) {
      if (!this.#isDoubtful(reading)) break;
      // A prompt may be what led it astray, so sampling goes without.
      const other = await this.#decode(language, { temperature });
      if (!this.#isDoubtful(other) || other.avgLogprob > reading.avgLogprob) reading = other;
    }
    return reading;
  }

  /** With a prompt that hesitates, so that hesitations are written down; `undefined` where that can't be believed. */
  async verbatim(language: string, watch: readonly number[]): Promise<TimedReading | undefined> {
    const prompt = this.#options.lists(language)?.fillerPrompt;
    if (prompt === undefined || this.#speechSeconds < LEAST_VERBATIM_SECONDS) return undefined;
    const reading = await this.#decode(language, { prompt: this.#hesitant(prompt), watch });
    return this.#isDoubtful(reading) ? undefined : reading;
  }

  /** Times of a given text, read as `verbatim` does. */
  timed(language: string, tokens: readonly number[]): Promise<TimedReading> {
    return this.#decode(language, {
      prompt: this.#hesitant(this.#options.lists(language)?.fillerPrompt ?? ''),
      forced: tokens,
    });
  }

  #hesitant(fillers: string): string {
    const { vocabulary } = this.#options;
    return vocabulary.length > 0 ? `${vocabulary.join(', ')}. ${fillers}` : fillers;
  }

  async translation(language: string): Promise<string | undefined> {
    const reading = await this.#decode(language, { task: 'translate' });
    return this.#isDoubtful(reading) ? undefined : reading.text;
  }

  #isDoubtful(reading: TimedReading): boolean {
    return doubtOf(reading, this.#speechSeconds) !== undefined;
  }

  #decode(language: string, { prompt, ...options }: Partial<DecodeOptions> & { prompt?: string | undefined }) {
    const temperature = options.temperature ?? 0;
    return this.#whisper.decode(this.#encoded!, {
      task: 'transcribe',
      ...options,
      language,
      temperature,
      // Any fixed number: the same recording must give the same words.
      seed: 17 + 10 * temperature,
      seconds: this.#samples.length / SAMPLE_RATE,
      ...(prompt === undefined ? {} : { prompt }),
    });
  }
}
