import { paceBands } from '$lib/analysers/pace/bands.ts';
import type { Word } from '$lib/core/report/schema.ts';
import type { Capture } from '$lib/media/capture/capture.ts';
import type { Tap } from '$lib/media/capture/tap.ts';
import type { Engines } from './ports.ts';

/** A rate is told of so many seconds (norms.md: act on a window of 15–20 s). */
const RATE_SECONDS = 15;

/** The words of an answer while it is given: captions, and how fast they come. */
export class LiveWords {
  readonly #engines: Engines;
  readonly #assets: string;
  #tap: Tap | undefined;
  #controller = new AbortController();
  #words: readonly Word[] = [];

  constructor(engines: Engines, assets: string) {
    this.#engines = engines;
    this.#assets = assets;
  }

  get words(): readonly Word[] {
    return this.#words;
  }

  /** Where no words can be had (a model that is missing, a browser that can't hand the sound on) there are none. */
  async begin(capture: Capture, language: string): Promise<void> {
    this.end();
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const tap = await capture.tap();
      if (controller.signal.aborted) {
        tap.close();
        return;
      }
      this.#tap = tap;
      const input = { ...tap.sound, language, assets: this.#assets };
      await this.#engines.caption(input, controller.signal, (words) => {
        if (!controller.signal.aborted) this.#words = words;
      });
    } catch {
      // The answer is recorded all the same.
    }
  }

  pause(): void {
    this.#tap?.pause();
  }

  resume(): void {
    this.#tap?.resume();
  }

  /** What is still being read is let go: its worker is free for the next answer. */
  end(): void {
    this.#tap?.close();
    this.#tap = undefined;
    this.#controller.abort();
    this.#words = [];
  }

  close(): void {
    this.end();
    this.#engines.closeCaptions();
  }
}

/** Whether the last 15 s of words were faster than is acted on in that language. */
export function isTooFast(words: readonly Word[], language: string): boolean {
  const end = words.at(-1)?.end ?? 0;
  const band = paceBands(language === 'auto' ? 'en' : language);
  if (!band || end < RATE_SECONDS) return false;
  const count = words.filter(({ start }) => start >= end - RATE_SECONDS).length;
  return (count * 60) / RATE_SECONDS > band.act[1];
}
