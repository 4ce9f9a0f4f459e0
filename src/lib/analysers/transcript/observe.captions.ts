import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { ModelFiles } from '$lib/core/observe.ts';
import { doubtOf, isSilence } from './guard.ts';
import { Whisper, type TimedReading } from './observe.whisper.ts';
import { timeWords } from './timing.ts';
import type { SpokenWord } from './track.ts';

/** Silence put before the sound: words at a hard cut come late (rescript's lib/align). */
const LEAD_SECONDS = 0.4;

/** Words for captions while somebody speaks: one quick reading, no second opinions. The transcript is made of the recording. */
export class Captioner {
  readonly #whisper: Whisper;
  /** Two letters; of `auto` what was heard last. */
  #language: string;
  readonly #isFound: boolean;

  private constructor(whisper: Whisper, language: string) {
    this.#whisper = whisper;
    this.#isFound = language !== 'auto';
    this.#language = this.#isFound ? language : 'en';
  }

  /** @param language two letters, or `auto` */
  static async open(files: ModelFiles, language: string): Promise<Captioner> {
    return new Captioner(await Whisper.open(files), language);
  }

  /**
   * @param samples 16 kHz, at most 29 s
   * @param at seconds of the first sample
   */
  async hear(samples: Float32Array, at: number): Promise<SpokenWord[]> {
    const padded = new Float32Array(samples.length + Math.round(LEAD_SECONDS * SAMPLE_RATE));
    padded.set(samples, padded.length - samples.length);
    const seconds = padded.length / SAMPLE_RATE;
    const window = await this.#whisper.encode(padded, false);
    try {
      const read = () =>
        this.#whisper.decode(window, {
          language: this.#language,
          task: 'transcribe',
          temperature: 0,
          seed: 17,
          seconds,
        });
      let reading = await read();
      if (this.#turnsTo(reading)) reading = await read();
      const doubt = doubtOf(reading, seconds);
      // What it is only unsure of may be shown: the next reading is two seconds away.
      if (isSilence(reading, seconds) || (doubt !== undefined && doubt !== 'unsure')) return [];
      return timeWords(this.#whisper.tokens.words(reading.tokens, this.#language), reading, at - LEAD_SECONDS);
    } finally {
      window.dispose();
    }
  }

  async close(): Promise<void> {
    await this.#whisper.close();
  }

  /** Whether another language is spoken than was thought. */
  #turnsTo({ languages }: TimedReading): boolean {
    if (this.#isFound) return false;
    const likeliest = languages.reduce((a, b) => (b.probability > a.probability ? b : a), {
      language: this.#language,
      probability: 0.5,
    });
    if (likeliest.language === this.#language) return false;
    this.#language = likeliest.language;
    return true;
  }
}
