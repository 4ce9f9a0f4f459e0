import type { Span } from '$lib/core/media.ts';

/** The stretch of the recording that the time line shows. Seconds. */
export class TimeWindow {
  readonly seconds: number;
  #from = $state(0);
  #to = $state(0);

  constructor(seconds: number) {
    this.seconds = seconds;
    this.#to = seconds;
  }

  get from(): number {
    return this.#from;
  }

  get to(): number {
    return this.#to;
  }

  get isWhole(): boolean {
    return this.#from <= 0 && this.#to >= this.seconds;
  }

  /** Five seconds are the least: closer than a syllable there is nothing to see. */
  get canZoomIn(): boolean {
    return this.#to - this.#from > 5;
  }

  /** A place as a share of the window; outside 0–1 it isn't shown. */
  share(at: number): number {
    return (at - this.#from) / (this.#to - this.#from || 1);
  }

  at(share: number): number {
    return this.#from + share * (this.#to - this.#from);
  }

  /** @param factor under 1 closer, over 1 wider; @param around stays where it is */
  zoom(factor: number, around: number): void {
    const width = Math.min(this.seconds, Math.max(5, (this.#to - this.#from) * factor));
    const share = Math.min(1, Math.max(0, this.share(around)));
    this.#place(around - share * width, width);
  }

  /** A stretch, with a little room on both sides. */
  show({ start, end }: Span): void {
    const width = Math.min(this.seconds, Math.max(5, (end - start) * 1.2));
    this.#place((start + end - width) / 2, width);
  }

  /** @param screens how far: 0.5 half of what is shown later, −0.5 earlier */
  move(screens: number): void {
    const width = this.#to - this.#from;
    this.#place(this.#from + width * screens, width);
  }

  showAll(): void {
    this.#place(0, this.seconds);
  }

  /** Moves along when the place has left the window. */
  follow(at: number): void {
    const width = this.#to - this.#from;
    if (at < this.#from || at > this.#to) this.#place(at - width * 0.1, width);
  }

  #place(from: number, width: number): void {
    this.#from = Math.max(0, Math.min(from, this.seconds - width));
    this.#to = Math.min(this.seconds, this.#from + width);
  }
}

/** Round distances between marks of the ruler, seconds. */
const STEPS = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900];

/** Marks of a ruler between two times: at most `most`, at round places. */
export function rulerMarks(from: number, to: number, most: number): number[] {
  const step = STEPS.find((candidate) => (to - from) / candidate <= most) ?? 1800;
  const marks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) marks.push(at);
  return marks;
}
