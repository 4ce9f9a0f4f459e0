import { JOINTS, type Joint } from './track.ts';

/** Numbers of these joints among MediaPipe's 33 (BlazePose topology). */
const LANDMARKS: Readonly<Record<Joint, number>> = {
  nose: 0,
  leftEar: 7,
  rightEar: 8,
  leftShoulder: 11,
  rightShoulder: 12,
  leftElbow: 13,
  rightElbow: 14,
  leftWrist: 15,
  rightWrist: 16,
  leftIndex: 19,
  rightIndex: 20,
  leftHip: 23,
  rightHip: 24,
};

const LEAST_VISIBILITY = 0.5;

export type Place = { readonly x: number; readonly y: number };
type Landmark = Place & { readonly visibility: number };

/** Whether a joint was seen. Visibility alone is not enough: it stays near 1 for joints far outside the picture. */
export function isSeen({ x, y, visibility }: Landmark): boolean {
  return visibility >= LEAST_VISIBILITY && x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

/** The kept joints of one person that were seen. */
export function readJoints(landmarks: readonly Landmark[]): Partial<Record<Joint, Place>> {
  const seen: Partial<Record<Joint, Place>> = {};
  for (const joint of JOINTS) {
    const landmark = landmarks[LANDMARKS[joint]];
    if (landmark && isSeen(landmark)) seen[joint] = { x: landmark.x, y: landmark.y };
  }
  return seen;
}
