/** Face geometry from MediaPipe's outputs. Pictures: x to the right, y down, shares 0…1. Angles in degrees. */

export type Point = { readonly x: number; readonly y: number; readonly z: number };
export type Angles = { readonly yaw: number; readonly pitch: number; readonly roll: number };
/** Shares of the picture. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const degrees = (radians: number) => (radians * 180) / Math.PI;

/**
 * How much of a face's bearing (the angle between the lens's axis and the line to the face) enters the rotation that
 * MediaPipe gives: its landmarks show the face as seen along the line of sight, and unprojecting them shears it a
 * little. Own trial: one portrait set at five places of a picture, bearings of ±37° across and ±16° along, gave 0.26,
 * 0.27, 0.29 and 0.27.
 */
const BEARING_SHARE = 0.27;

/**
 * Head pose against the line from the face to the lens: 0/0/0 looks into the lens with an upright head, wherever in the
 * picture the face is.
 *
 * MediaPipe's face geometry gives a 4×4 matrix by columns, from its canonical face (x to the picture's right, y up, z out
 * of the face) to the camera (same directions, the lens looks along −z).
 *
 * @param matrix 16 numbers by columns
 * @returns degrees; yaw + = toward the picture's right edge, pitch + = up, roll + = clockwise in the picture
 */
export function headAngles(matrix: ArrayLike<number>): Angles {
  const at = (row: number, column: number) => matrix[column * 4 + row]!;
  const scale = Math.hypot(at(0, 2), at(1, 2), at(2, 2));
  // From the face at t the lens lies in direction −t.
  const bearingYaw = degrees(Math.atan2(-at(0, 3), -at(2, 3)));
  const bearingPitch = degrees(Math.atan2(-at(1, 3), Math.hypot(at(0, 3), at(2, 3))));
  return {
    yaw: degrees(Math.atan2(at(0, 2), at(2, 2))) - BEARING_SHARE * bearingYaw,
    pitch: degrees(Math.asin(Math.min(1, Math.max(-1, at(1, 2) / scale)))) - BEARING_SHARE * bearingPitch,
    roll: degrees(Math.atan2(-at(1, 0), at(1, 1))),
  };
}

/** Landmarks of one eye, in MediaPipe's mesh of 478; "left" and "right" here are sides of the (unmirrored) picture. */
type Eye = {
  readonly outer: number;
  readonly inner: number;
  /** Pairs of upper and lower lid. */
  readonly lids: readonly (readonly [upper: number, lower: number])[];
  readonly iris: number;
};

const PICTURE_LEFT_EYE: Eye = {
  outer: 33,
  inner: 133,
  lids: [
    [160, 144],
    [158, 153],
  ],
  iris: 468,
};
const PICTURE_RIGHT_EYE: Eye = {
  outer: 263,
  inner: 362,
  lids: [
    [385, 380],
    [387, 373],
  ],
  iris: 473,
};

export type Eyes = {
  readonly irisX: number;
  readonly irisY: number;
  readonly eyeOpen: number;
  readonly eyesY: number;
  readonly eyesWidth: number;
};

/**
 * Where the irises stand and how far the eyes are open.
 *
 * Eye aspect ratio after Soukupová & Čech 2016: (|p2 p6| + |p3 p5|) / (2 |p1 p4|). Iris offset: from the middle of the
 * eye's corners, along and across the line between them, over half of its length.
 *
 * @param aspect width over height of the picture, so that lengths across and along can be compared
 */
export function readEyes(landmarks: readonly Point[], aspect: number): Eyes {
  const point = (index: number): Point => {
    const { x, y, z } = landmarks[index]!;
    return { x: x * aspect, y, z: z * aspect };
  };
  const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  const one = (eye: Eye) => {
    const outer = point(eye.outer);
    const inner = point(eye.inner);
    const [left, right] = outer.x < inner.x ? [outer, inner] : [inner, outer];
    const along = { x: right.x - left.x, y: right.y - left.y };
    const length = Math.hypot(along.x, along.y);
    const iris = point(eye.iris);
    const from = { x: iris.x - (left.x + right.x) / 2, y: iris.y - (left.y + right.y) / 2 };
    return {
      irisX: (from.x * along.x + from.y * along.y) / (length * length * 0.5),
      irisY: -(from.y * along.x - from.x * along.y) / (length * length * 0.5),
      open:
        eye.lids.reduce((sum, [upper, lower]) => sum + distance(point(upper), point(lower)), 0) /
        (eye.lids.length * distance(outer, inner)),
      y: (outer.y + inner.y) / 2,
    };
  };
  const a = one(PICTURE_LEFT_EYE);
  const b = one(PICTURE_RIGHT_EYE);
  const corners = [point(PICTURE_LEFT_EYE.outer), point(PICTURE_RIGHT_EYE.outer)] as const;
  return {
    irisX: (a.irisX + b.irisX) / 2,
    irisY: (a.irisY + b.irisY) / 2,
    eyeOpen: (a.open + b.open) / 2,
    eyesY: (a.y + b.y) / 2,
    eyesWidth: Math.hypot(corners[0].x - corners[1].x, corners[0].y - corners[1].y) / aspect,
  };
}

/** The smallest box around points. */
export function boxOf(points: readonly { readonly x: number; readonly y: number }[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Area that two boxes share over the area that either covers, 0…1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}
