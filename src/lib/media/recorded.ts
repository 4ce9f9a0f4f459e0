import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { RecordedSound } from '$lib/core/observe.ts';

/** Sound as it was recorded, waiting for the windows of 16 kHz that it belongs to. */
export class Recorded {
  readonly #rate: number;
  readonly #count: number;
  readonly #parts: (readonly Float32Array[])[] = [];
  /** Samples that come before the first window. */
  #early: number;

  /**
   * @param rate samples per second
   * @param count of channels
   * @param early samples that will come before the first window's
   */
  constructor(rate: number, count: number, early = 0) {
    this.#rate = rate;
    this.#count = count;
    this.#early = early;
  }

  /** @param channels as many as were said, of the same length */
  add(channels: readonly Float32Array[]): void {
    const early = Math.min(this.#early, channels[0]!.length);
    this.#early -= early;
    const rest = early > 0 ? channels.map((channel) => channel.subarray(early)) : channels;
    if (rest[0]!.length > 0) this.#parts.push(rest);
  }

  /** The part of the next window; silence where less has come. @param at seconds; @param samples how many of 16 kHz */
  take(at: number, samples: number): RecordedSound {
    const place = (seconds: number) => Math.round(seconds * this.#rate);
    const length = place(at + samples / SAMPLE_RATE) - place(at);
    const channels = Array.from({ length: this.#count }, () => new Float32Array(length));
    for (let filled = 0; filled < length;) {
      const part = this.#parts.shift();
      if (!part) break;
      const used = Math.min(part[0]!.length, length - filled);
      for (const [index, channel] of channels.entries()) channel.set(part[index]!.subarray(0, used), filled);
      if (used < part[0]!.length) this.#parts.unshift(part.map((channel) => channel.subarray(used)));
      filled += used;
    }
    return { rate: this.#rate, channels };
  }
}
