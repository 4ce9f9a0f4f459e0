import { speedOf, type Body } from '../pose/body.ts';
import type { Joint } from '../pose/track.ts';
import { mean, median } from '../timeline.ts';

/** Joints whose movement counts; the head's own nods are told elsewhere. */
const MOVING: readonly Joint[] = [
  'nose',
  'leftShoulder',
  'rightShoulder',
  'leftElbow',
  'rightElbow',
  'leftWrist',
  'rightWrist',
];

/** Mean speed of the joints that are seen, at each sample, shoulder widths a second; NaN where none is. */
export function energyOf(body: Body): Float32Array {
  const speeds = MOVING.map((joint) => speedOf(body, body.paths[joint]));
  return Float32Array.from(body.at, (_, i) => mean(speeds.map((speed) => speed[i]!)));
}

/** Mean of values by time slot; NaN for slots without any. */
export function bySlot(at: Float64Array, values: Float32Array, seconds: number, step: number): number[] {
  const slots = Array.from({ length: Math.ceil(seconds / step) }, () => [] as number[]);
  at.forEach((time, i) => {
    if (!Number.isNaN(values[i]!)) slots[Math.floor(time / step)]?.push(values[i]!);
  });
  return slots.map(mean);
}

/**
 * Which seconds stand out as restless: their energy lies over the person's own median + 3 median absolute deviations
 * (design: engineering.md B6), and is more than the model's own trembling.
 */
export function restlessSeconds(energies: readonly number[]): boolean[] {
  const middle = median(energies);
  const spread = median(energies.map((energy) => Math.abs(energy - middle)));
  const bound = Math.max(middle + 3 * spread, LEAST_RESTLESS);
  return energies.map((energy) => energy > bound);
}

const LEAST_RESTLESS = 0.15;
