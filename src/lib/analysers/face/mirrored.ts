import { boxOf, type Point } from './geometry.ts';

/** Landmarks of MediaPipe's mesh that a mirror swaps (corners of eyes and mouth, brows) or keeps (forehead, nose, chin). */
const PARTNERS: readonly (readonly [number, number])[] = [
  [33, 263],
  [133, 362],
  [61, 291],
  [70, 300],
  [105, 334],
  [10, 10],
  [1, 1],
  [152, 152],
];

/**
 * How far landmarks of a picture and of the same picture mirrored lie apart, as a share of the face's height. The model
 * finds the same face in a mirror; on folded hands or cloth, which it takes for a face now and then, it finds another.
 *
 * @param mirrored landmarks of the mirrored picture, as they are in it; both as shares of a square picture
 */
export function mirrorError(landmarks: readonly Point[], mirrored: readonly Point[]): number {
  const pairs = PARTNERS.flatMap(([a, b]) => (a === b ? [[a, b] as const] : [[a, b] as const, [b, a] as const]));
  const apart = pairs.map(([here, there]) => {
    const [p, q] = [landmarks[here]!, mirrored[there]!];
    return Math.hypot(p.x - (1 - q.x), p.y - q.y);
  });
  return apart.reduce((sum, distance) => sum + distance, 0) / apart.length / boxOf(landmarks).height;
}
