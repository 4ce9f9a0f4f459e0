import * as z from '$lib/core/zod.ts';
import { defineTrack, float32, float64 } from '$lib/core/track.ts';

/**
 * Blendshapes that are kept, 0…1 each: those of both sides as their mean, because which half of a face moved more is
 * nobody's business here.
 */
export const EXPRESSIONS = [
  'browDown',
  'browInnerUp',
  'browOuterUp',
  'cheekSquint',
  'eyeBlink',
  'eyeSquint',
  'eyeWide',
  'jawOpen',
  'mouthClose',
  'mouthDimple',
  'mouthFrown',
  'mouthFunnel',
  'mouthLowerDown',
  'mouthPress',
  'mouthPucker',
  'mouthRollLower',
  'mouthRollUpper',
  'mouthShrugLower',
  'mouthShrugUpper',
  'mouthSmile',
  'mouthStretch',
  'mouthUpperUp',
  'noseSneer',
] as const;
export type Expression = (typeof EXPRESSIONS)[number];

/** Numbers of the main face at each analysed picture, beside its expressions. NaN where no face was found. */
export const FACE_COLUMNS = [
  /** Box of the face, left, top, width and height as shares of the picture. */
  'x',
  'y',
  'width',
  'height',
  /** Height of the eyes in the picture, 0 top … 1 bottom, and distance between the outer eye corners as a share of its width. */
  'eyesY',
  'eyesWidth',
  /**
   * Head pose against the line from face to lens, degrees: 0/0/0 looks into the lens with an upright head.
   * yaw + = toward the right edge of the picture, pitch + = up, roll + = clockwise in the picture.
   */
  'yaw',
  'pitch',
  'roll',
  /** Where the irises stand in the eyes: −1…1 of the half width of the eye, + = right edge of the picture, + = up. */
  'irisX',
  'irisY',
  /** The same from the blendshapes eyeLook*, −1…1. */
  'lookX',
  'lookY',
  /** Height over width of the open eye (eye aspect ratio), mean of both. */
  'eyeOpen',
] as const;
export type FaceColumn = (typeof FACE_COLUMNS)[number];

/** What is measured more seldom, at the times of `scan`. */
export const SCAN_COLUMNS = [
  /** Faces in the picture. */
  'count',
  /** Score of the strongest thing like a face that was not confirmed as one, 0 where there was none. */
  'doubtful',
  /** Mean and standard deviation of the picture's brightness, 0…1; and of the main face's, NaN without a face. */
  'light',
  'contrast',
  'faceLight',
  'faceContrast',
  /** Shares of the brightness that are blown out (over 0.98) or black (under 0.02). */
  'blown',
  'black',
  /** Mean of red and blue over the mean of all three colours: 1 = neutral. */
  'red',
  'blue',
  /** Mean absolute change of brightness since the last scan, 0…1. */
  'change',
] as const;
export type ScanColumn = (typeof SCAN_COLUMNS)[number];

const columns = <Name extends string>(names: readonly [Name, ...Name[]]) => z.record(z.enum(names), float32);

/**
 * The main face of a recording by time, and how many faces there are. No landmarks and nothing that could tell who it
 * is: a face's identity is its place in the picture, and lasts for one recording.
 */
const faceSchema = z.object({
  /** Seconds of each analysed picture. */
  at: float64,
  face: columns(FACE_COLUMNS),
  expressions: columns(EXPRESSIONS),
  scan: z.object({ at: float64, values: columns(SCAN_COLUMNS) }),
  /** Width over height of the picture. */
  aspect: z.number(),
});
export type FaceTrack = z.infer<typeof faceSchema>;

export const faceTrack = defineTrack<FaceTrack>('face', 2, faceSchema);
