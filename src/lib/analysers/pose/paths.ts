import type { Place } from './joints.ts';
import { JOINTS, type Joint, type PoseTrack } from './track.ts';

/** Joints by time, as they are seen. */
export class Paths {
  readonly #at: number[] = [];
  readonly #rows: Partial<Record<Joint, Place>>[] = [];

  push(at: number, joints: Partial<Record<Joint, Place>>): void {
    this.#at.push(at);
    this.#rows.push(joints);
  }

  /** @param aspect width over height of the picture */
  track(aspect: number): PoseTrack {
    const column = (joint: Joint, axis: 'x' | 'y') =>
      Float32Array.from(this.#rows, (row) => row[joint]?.[axis] ?? Number.NaN);
    return {
      at: Float64Array.from(this.#at),
      joints: Object.fromEntries(
        JOINTS.map((joint) => [joint, { x: column(joint, 'x'), y: column(joint, 'y') }]),
      ) as PoseTrack['joints'],
      aspect,
    };
  }
}
