/**
 * Lets vision workers of one recording keep step while speech is at work beside them. Three workers on two cores get a
 * third each; the one with the least to do would be done early, and the one with the most would be left alone at the end,
 * with a core that nobody uses. A worker that is ahead of the others waits, so that they and speech get on; when speech
 * has ended there is a core for each, and nobody waits any more.
 *
 * Shared memory: at 0 whether speech is at work, then for each worker how far it has looked, in ms of the recording.
 */
export type SharedPace = Int32Array<SharedArrayBuffer>;

const SPEECH = 0;
const OVER_MS = 0x7fff_ffff;
/** Ahead by less than this is in step: pictures of the slowest observer are further apart. */
const STEP_MS = 400;
const LOOK_AGAIN_MS = 15;

/** @returns undefined where there is no shared memory, or only one worker */
export function makePace(workers: number): SharedPace | undefined {
  if (workers < 2 || !globalThis.crossOriginIsolated) return undefined;
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (1 + workers)));
}

/** Told by the conductor when speech starts and ends. */
export function tellSpeech(pace: SharedPace, isAtWork: boolean): void {
  Atomics.store(pace, SPEECH, isAtWork ? 1 : 0);
}

/** One worker's side. */
export class Step {
  readonly #pace: SharedPace | undefined;
  readonly #place: number;

  /** @param lane which worker this is, from 0 */
  constructor(pace: SharedPace | undefined, lane: number) {
    this.#pace = pace;
    this.#place = 1 + lane;
  }

  /** After a picture: waits while this worker is ahead and speech needs the processors. @param at seconds of the recording */
  async keep(at: number, signal: AbortSignal): Promise<void> {
    const pace = this.#pace;
    if (!pace) return;
    Atomics.store(pace, this.#place, Math.round(at * 1000));
    while (this.#isAhead(pace) && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  /** This worker looks no further: nobody waits for it. */
  end(): void {
    if (this.#pace) Atomics.store(this.#pace, this.#place, OVER_MS);
  }

  #isAhead(pace: SharedPace): boolean {
    if (Atomics.load(pace, SPEECH) === 0) return false;
    const others = [...pace.keys()].filter((place) => place !== SPEECH && place !== this.#place);
    const slowest = Math.min(...others.map((place) => Atomics.load(pace, place)));
    return Atomics.load(pace, this.#place) > slowest + STEP_MS;
  }
}
