import type { Place } from './joints.ts';
import { JOINTS, type Joint } from './track.ts';

type Joints = Partial<Record<Joint, Place>>;

/** No joint moves faster than this, in shoulder widths a second: half of where a hand's stroke begins. */
const STILL_SPEED = 0.3;
/** Only what was looked at so lately is known to be still. Seconds. */
const LATELY_SECONDS = 0.25;

/**
 * Whether a body held still between two pictures, so that the next of the grid may be passed over: a stroke that begins
 * meanwhile is seen 0.2 s late. Joints that came or went are movement.
 *
 * @param aspect width over height of the picture
 */
export function isStill(a: Joints, b: Joints, seconds: number, aspect: number): boolean {
  const { leftShoulder: left, rightShoulder: right } = b;
  if (!left || !right || seconds > LATELY_SECONDS) return false;
  const scale = Math.hypot((left.x - right.x) * aspect, left.y - right.y);
  return JOINTS.every((joint) => {
    const [from, to] = [a[joint], b[joint]];
    if (!from || !to) return from === to;
    return Math.hypot((to.x - from.x) * aspect, to.y - from.y) <= STILL_SPEED * scale * seconds;
  });
}
