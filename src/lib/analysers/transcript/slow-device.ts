/** What hearing a recording has cost so far. */
export type Effort = {
  /** Sound heard, and time that it took. */
  readonly heardSeconds: number;
  readonly tookSeconds: number;
  /** Sound still to be heard. */
  readonly leftSeconds: number;
};

/** The first window pays for compiling, so less than this tells nothing. */
const LEAST_HEARD_SECONDS = 20;
/** Slower than this, somebody waits more than two minutes for each minute spoken: nothing but a slow phone is. */
const SLOW = 2;
/** For less the smaller recogniser's own weights (41 MB) cost more than it saves. */
const LEAST_LEFT_SECONDS = 60;

/** Whether the rest is better heard by a smaller recogniser (three times as fast, and worse: it knows only English). */
export function isTooSlow({ heardSeconds, tookSeconds, leftSeconds }: Effort): boolean {
  return heardSeconds >= LEAST_HEARD_SECONDS && leftSeconds >= LEAST_LEFT_SECONDS && tookSeconds > SLOW * heardSeconds;
}
