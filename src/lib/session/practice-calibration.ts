import { LEAST_PICTURES, type CalibrationStep } from '$lib/analysers/calibrate.ts';
import type { Calibration } from '$lib/core/calibration.ts';
import { LineCheck, type Loud } from './line-check.ts';
import type { Calibrating, CalibrationView, CheckDoubt, CheckStep } from './practice-contract.ts';
import type { PracticeEye } from './practice-eye.ts';

/** Who looks while a step is on. */
export type Learner = Pick<PracticeEye, 'learn' | 'learnt' | 'calibrate'>;

/** Whoever has just pressed a button looks at it: so long until the step itself begins. */
const SETTLE_SECONDS = 0.8;
/** How long a step takes; the line is read in about four seconds. */
const STEP_SECONDS: Readonly<Record<CheckStep, number>> = { lens: 2.5, neutral: 2.5, posture: 3, line: 4.5 };
/** A slow device gets more time for the pictures that a step needs; after so long it has to do with those that it has. */
const MOST_SECONDS = 8;
/** Some to spare over what calibration asks for: a blink shows no direction. */
const ENOUGH_PICTURES = 1.25 * LEAST_PICTURES;

type On = {
  readonly step: CheckStep;
  phase: 'asked' | 'watching' | 'doubted';
  share: number;
  doubt?: CheckDoubt;
  /** When the person was ready; from when on pictures count, and how many did. */
  readyAt?: number;
  countFrom?: number;
  pictures: number;
};

/** The few steps before the first question. Knows no clock: it is told the time. */
export class PracticeCalibration implements Calibrating {
  readonly #learner: Learner | undefined;
  readonly #onChange: () => void;
  #line = new LineCheck();
  #steps: readonly CheckStep[] = [];
  #known: readonly CheckStep[] = [];
  #calibration: Calibration = {};
  #on: On | undefined;
  #now = 0;

  /** @param learner `undefined`: nobody may look at the face */
  constructor(learner: Learner | undefined, onChange: () => void) {
    this.#learner = learner;
    this.#onChange = onChange;
  }

  /** What was learnt; `undefined` where that is nothing. */
  get result(): Calibration | undefined {
    return Object.keys(this.#calibration).length > 0 ? this.#calibration : undefined;
  }

  get view(): CalibrationView {
    const { step, phase, share, doubt } = this.#on ?? {};
    return {
      ...{ steps: this.#steps, known: this.#known },
      ...(step && phase ? { on: { step, phase, share: share ?? 0, ...(doubt ? { doubt } : {}) } } : {}),
    };
  }

  /** Other devices were opened: nothing that was learnt with those before holds. */
  open(steps: readonly CheckStep[]): void {
    this.#steps = steps;
    this.#line = new LineCheck();
    this.#forget();
  }

  start(): void {
    this.#forget();
    this.#ask(this.#steps[0]);
  }

  ready(): void {
    const { step, phase } = this.#on ?? {};
    if (!step || phase === 'watching') return;
    if (step === 'line') this.#line.begin();
    this.#on = { step, phase: 'watching', share: 0, readyAt: this.#now, pictures: 0 };
    this.#onChange();
  }

  skip(): void {
    if (!this.#on) return;
    const { step } = this.#on;
    this.#cutShort();
    this.#ask(this.#after(step));
  }

  leave(): void {
    if (!this.#on) return;
    this.#cutShort();
    this.#ask(undefined);
  }

  /** @param now seconds, monotone @param loud what the microphone gives; `undefined`: not heard yet */
  tick(now: number, loud: Loud | undefined): void {
    this.#now = now;
    const on = this.#on;
    if (loud) this.#line.hear(loud, on?.step === 'line' && on.phase === 'watching');
    if (on?.phase !== 'watching' || on.readyAt === undefined) return;
    const { step } = on;
    if (on.countFrom === undefined) {
      if (now - on.readyAt < (step === 'line' ? 0 : SETTLE_SECONDS)) return;
      on.countFrom = now;
      if (step !== 'line') this.#learner?.learn(step);
    }
    const seconds = now - on.countFrom;
    on.share = Math.max(on.share, shareOf(step, seconds, on.pictures));
    if (on.share >= 1 || seconds >= MOST_SECONDS) void this.#end(on);
  }

  /** A picture has been looked at. @param at when it was taken */
  see(at: number): void {
    if (this.#on?.countFrom !== undefined && at >= this.#on.countFrom) this.#on.pictures += 1;
  }

  /** The step has seen enough. */
  async #end(on: On): Promise<void> {
    const { step } = on;
    on.share = 1;
    delete on.readyAt;
    const doubt = step === 'line' ? this.#line.doubt() : await this.#learn(on, step);
    // Left, or begun anew meanwhile.
    if (this.#on !== on) return;
    if (doubt) {
      this.#on = { step, phase: 'doubted', share: 1, doubt, pictures: 0 };
      this.#onChange();
      return;
    }
    this.#known = [...this.#known, step];
    this.#ask(this.#after(step));
  }

  /** What the step told is taken in; the answer is why it told nothing. */
  async #learn(on: On, step: CalibrationStep): Promise<CheckDoubt | undefined> {
    this.#learner?.learn(undefined);
    const result = await this.#learner?.learnt().catch(() => undefined);
    if (this.#on !== on) return undefined;
    if (!result?.calibration[step]) return result?.doubts[step] ?? 'too-little';
    this.#calibration = { ...this.#calibration, ...result.calibration };
    this.#learner?.calibrate(this.#calibration);
    return undefined;
  }

  #after(step: CheckStep): CheckStep | undefined {
    return this.#steps[this.#steps.indexOf(step) + 1];
  }

  #ask(step: CheckStep | undefined): void {
    this.#on = step && { step, phase: 'asked', share: 0, pictures: 0 };
    this.#onChange();
  }

  /** What a step that is not gone through has seen so far must not be taken for that of a later one. */
  #cutShort(): void {
    if (this.#on?.countFrom === undefined || this.#on.step === 'line') return;
    this.#learner?.learn(undefined);
    void this.#learner?.learnt().catch(() => undefined);
  }

  #forget(): void {
    this.#cutShort();
    this.#on = undefined;
    this.#known = [];
    this.#calibration = {};
    this.#learner?.calibrate(undefined);
    this.#onChange();
  }
}

/** How much of a step is done, by its time and by the pictures that it needs. */
function shareOf(step: CheckStep, seconds: number, pictures: number): number {
  const share = Math.min(1, seconds / STEP_SECONDS[step]);
  return step === 'line' ? share : Math.min(share, pictures / ENOUGH_PICTURES);
}
