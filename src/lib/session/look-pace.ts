/** What the eye looks for now, which says how often it is worth looking. */
export type LookPurpose =
  /** Faults of the set-up. */
  | 'setup'
  /** A step of the calibration. */
  | 'learning'
  /** An answer that is being recorded. */
  | 'answer';

/**
 * Pictures a second at most: blinks need 15 (engineering.md, B5), what is wrong with the set-up shows as well in 4.
 */
const MOST_PER_SECOND: Readonly<Record<LookPurpose, number>> = { setup: 4, learning: 15, answer: 15 };

/**
 * Share of the time in which the worker may look while an answer is recorded. The recorder comes first: what it does not
 * get of the processor it loses in pictures. With four processors and more there is one to spare for the eye.
 */
const ANSWER_SHARE = { few: 0.5, many: 0.9 };
const MANY_CORES = 4;
/** Looks that the usual cost is taken of: a few seconds' worth. */
const REMEMBERED = 24;

/**
 * How long to wait between two looks. A look that takes longer, because the device is slow or has other work, is
 * followed by a longer wait: so the rate follows the device by itself, and the eye never takes more than its share.
 */
export class LookPace {
  readonly #answerShare: number;
  #costs: number[] = [];

  constructor(cores: number) {
    this.#answerShare = cores >= MANY_CORES ? ANSWER_SHARE.many : ANSWER_SHARE.few;
  }

  /** @param costSeconds what the look took, from picture to figures @returns seconds from its end to the next one */
  after(costSeconds: number, purpose: LookPurpose): number {
    this.#costs = [...this.#costs.slice(1 - REMEMBERED), costSeconds];
    const wait = 1 / MOST_PER_SECOND[purpose] - costSeconds;
    if (purpose !== 'answer') return Math.max(0, wait);
    // The middle of the last ones: the scan of all faces, every half second, is dearer and would make the pace stutter.
    const usual = [...this.#costs].sort((a, b) => a - b)[Math.floor(this.#costs.length / 2)]!;
    return Math.max(0, wait, usual / this.#answerShare - usual);
  }
}
