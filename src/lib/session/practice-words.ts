import { paceBands } from '$lib/analysers/pace/bands.ts';
import type { Word } from '$lib/core/report/schema.ts';
import { LEFT_OUT } from '$lib/engines/text/caption.ts';
import type { Capture } from '$lib/media/capture/capture.ts';
import type { Tap } from '$lib/media/capture/tap.ts';
import type { Engines } from './ports.ts';
import type { CaptionsView } from './practice-contract.ts';

/** A rate is told of so many seconds (norms.md: act on a window of 15–20 s). */
const RATE_SECONDS = 15;

/** Reading goes on every two seconds and takes a second or two: what is older than this is late. */
const LATE_SECONDS = 8;

/** The words of an answer while it is given: captions, and how fast they come. */
export class LiveWords {
  readonly #engines: Engines;
  readonly #assets: string;
  #tap: Tap | undefined;
  #controller = new AbortController();
  #words: readonly Word[] = [];
  #until = 0;
  #isMissing = false;

  constructor(engines: Engines, assets: string) {
    this.#engines = engines;
    this.#assets = assets;
  }

  get words(): readonly Word[] {
    return this.#words;
  }

  /** Words of an answer that is `seconds` long now, and how far behind they are, where that is worth telling. */
  view(seconds: number): CaptionsView {
    const behind = seconds - this.#until;
    return {
      words: this.#words,
      ...(behind >= LATE_SECONDS && !this.#isMissing ? { secondsBehind: behind } : {}),
      isMissing: this.#isMissing,
    };
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
      await this.#engines.caption(input, controller.signal, ({ words, until }) => {
        if (controller.signal.aborted) return;
        this.#words = words;
        this.#until = until;
      });
    } catch {
      // The answer is recorded all the same.
      if (!controller.signal.aborted) this.#isMissing = true;
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
    this.#until = 0;
    this.#isMissing = false;
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
  const count = words.filter(({ start, text }) => start >= end - RATE_SECONDS && text !== LEFT_OUT).length;
  return (count * 60) / RATE_SECONDS > band.act[1];
}
