import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CalibrationResult, CalibrationStep } from '$lib/analysers/calibrate.ts';
import type { Calibration } from '$lib/core/calibration.ts';
import { PracticeCalibration, type Learner } from './practice-calibration.ts';
import type { CheckStep } from './practice-contract.ts';

const GOOD: Readonly<Record<CalibrationStep, Calibration>> = {
  lens: { lens: { yaw: 3, pitch: -6, error: 2 }, eyeOpen: 0.3 },
  neutral: { neutral: { mouthSmile: 0.04 } },
  posture: { posture: { tilt: 1, width: 0.6, noseHeight: 0.4 } },
};
const STEPS: readonly CheckStep[] = ['lens', 'neutral', 'posture', 'line'];

/** Learns what it is told that steps give. */
class ScriptedEye implements Learner {
  results: Partial<Record<CalibrationStep, CalibrationResult | Error>> = {};
  known: Calibration | undefined;
  /** How often it was asked for what it had seen. */
  forgotten = 0;
  readonly learning: (CalibrationStep | undefined)[] = [];
  #step: CalibrationStep | undefined;

  learn(step: CalibrationStep | undefined) {
    this.learning.push(step);
    this.#step = step ?? this.#step;
  }

  learnt() {
    this.forgotten += 1;
    const step = this.#step!;
    const result = this.results[step] ?? { calibration: GOOD[step], doubts: {} };
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  }

  calibrate(calibration: Calibration | undefined) {
    this.known = calibration;
  }
}

let eye: ScriptedEye;
let calibration: PracticeCalibration;
let now: number;
const onChange = vi.fn();

/** Time passes, ten ticks a second, with so many pictures a second and a clear voice over a quiet room. */
async function pass(seconds: number, pictures = 10) {
  for (let i = 0; i < Math.round(10 * seconds); i += 1) {
    now = Math.round(10 * now + 1) / 10;
    calibration.tick(now, { levelDb: i % 3 === 0 ? -65 : -25, peakDb: -12 });
    if (pictures >= 10 || i % (10 / pictures) === 0) calibration.see(now);
    await Promise.resolve();
  }
  await new Promise((resolve) => setTimeout(resolve));
}

beforeEach(() => {
  eye = new ScriptedEye();
  calibration = new PracticeCalibration(eye, onChange);
  now = 100;
  calibration.open(STEPS);
});

const on = () => calibration.view.on;

describe('the steps before the first question', () => {
  it('wait for the person each, and give a calibration in the end', async () => {
    calibration.start();
    for (const step of STEPS) {
      expect(on()).toMatchObject({ step, phase: 'asked', share: 0 });
      await pass(5);
      expect(on()).toMatchObject({ step, phase: 'asked' });
      calibration.ready();
      await pass(1.5);
      expect(on()).toMatchObject({ step, phase: 'watching' });
      expect(on()!.share).toBeGreaterThan(0);
      await pass(4);
    }
    expect(calibration.view).toEqual({ steps: STEPS, known: STEPS });
    expect(calibration.result).toEqual({ ...GOOD.lens, ...GOOD.neutral, ...GOOD.posture });
    expect(eye.known).toEqual(calibration.result);
  });

  it('look only while a step is on, and not before the eyes have left the button', async () => {
    calibration.start();
    await pass(1);
    calibration.ready();
    await pass(0.5);
    expect(eye.learning).toEqual([]);
    await pass(1);
    expect(eye.learning.at(-1)).toBe('lens');
    await pass(3);
    expect(eye.learning.at(-1)).toBeUndefined();
  });

  it('say what went wrong, and may be tried again or left out', async () => {
    eye.results.lens = { calibration: {}, doubts: { lens: 'restless' } };
    calibration.start();
    calibration.ready();
    await pass(4);
    expect(on()).toMatchObject({ step: 'lens', phase: 'doubted', doubt: 'restless' });
    delete eye.results.lens;
    calibration.ready();
    await pass(4);
    expect(on()).toMatchObject({ step: 'neutral', phase: 'asked' });
    eye.results.neutral = new Error('the worker fell over');
    calibration.ready();
    await pass(4);
    expect(on()).toMatchObject({ step: 'neutral', phase: 'doubted', doubt: 'too-little' });
    calibration.skip();
    expect(on()).toMatchObject({ step: 'posture', phase: 'asked' });
    calibration.leave();
    expect(calibration.view.known).toEqual(['lens']);
    expect(calibration.result).toEqual(GOOD.lens);
  });

  it('give a slow device more time, but no end of it', async () => {
    calibration.start();
    calibration.ready();
    await pass(4, 2);
    expect(on()).toMatchObject({ step: 'lens', phase: 'watching' });
    await pass(5, 2);
    expect(on()).toMatchObject({ step: 'neutral' });
    calibration.ready();
    eye.results.neutral = { calibration: {}, doubts: {} };
    await pass(9, 1);
    expect(on()).toMatchObject({ step: 'neutral', phase: 'doubted', doubt: 'too-little' });
  });

  it('keep nothing that comes after the step was left, nor what was learnt with other devices', async () => {
    calibration.start();
    calibration.ready();
    await pass(1.5);
    calibration.leave();
    expect(eye.forgotten).toBe(1);
    await pass(5);
    expect(calibration.result).toBeUndefined();
    calibration.start();
    calibration.ready();
    await pass(4);
    expect(calibration.result).toEqual(GOOD.lens);
    calibration.open(['line']);
    expect(calibration.result).toBeUndefined();
    expect(eye.known).toBeUndefined();
    expect(calibration.view).toEqual({ steps: ['line'], known: [] });
  });

  it('are the line alone where nobody may look', async () => {
    const blind = new PracticeCalibration(undefined, onChange);
    calibration = blind;
    blind.open(['line']);
    blind.start();
    await pass(3);
    blind.ready();
    await pass(6);
    expect(blind.view.known).toEqual(['line']);
    expect(blind.result).toBeUndefined();
  });
});
