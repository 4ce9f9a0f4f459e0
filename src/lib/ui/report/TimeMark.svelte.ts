import type { Span } from '$lib/core/media.ts';

/** Shorter than this is a click, not a mark. Seconds. */
const LEAST_SECONDS = 0.2;

/** A stretch of the time line that somebody marked: by dragging, or from here to there. */
export class TimeMark {
  #from: number | undefined = $state();
  #to: number | undefined = $state();

  /** In order; `undefined` where nothing, or only one end of it, is marked. */
  readonly span: Span | undefined = $derived.by(() => {
    if (this.#from === undefined || this.#to === undefined) return undefined;
    const [start, end] = [Math.min(this.#from, this.#to), Math.max(this.#from, this.#to)];
    return end - start < LEAST_SECONDS ? undefined : { start, end };
  });

  /** The one end that is set while the other is still to come. */
  get open(): number | undefined {
    return this.span ? undefined : this.#from;
  }

  setStart(at: number): void {
    this.#from = at;
    if (this.#to !== undefined && this.#to <= at) this.#to = undefined;
  }

  setEnd(at: number): void {
    this.#from ??= 0;
    if (at <= this.#from) [this.#from, this.#to] = [at, this.#from];
    else this.#to = at;
  }

  drag(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
  }

  clear(): void {
    this.#from = undefined;
    this.#to = undefined;
  }
}
