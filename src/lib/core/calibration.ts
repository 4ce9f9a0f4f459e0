import * as z from './zod.ts';

const finite = z.number();

/** A direction of head + eyes, degrees: yaw + toward the picture's right edge, pitch + up. */
const direction = z.object({ yaw: finite, pitch: finite });

/**
 * What was learnt from the person before the first question (`analysers/calibrate.ts` makes it of live pictures). Kept
 * with the session and given to the report worker as `AnswerInput.calibration`; never kept across sessions or people.
 * Every part may be missing: measures then estimate it from the first seconds, and say so.
 */
export const calibrationSchema = z.object({
  /** Direction while looking at the lens; `error`: how far it strayed meanwhile (0.9 of the time), degrees. */
  lens: direction.extend({ error: finite.min(0).optional() }).optional(),
  /** Resting blendshapes, 0…1, by their names in the face track. */
  neutral: z.record(z.string(), finite).optional(),
  /** Height over width of the eyes when open (eye aspect ratio). */
  eyeOpen: finite.positive().optional(),
  /** Sitting at ease: shoulder tilt in degrees, shoulder width and nose height over the shoulders as shares of the picture's height. */
  posture: z.object({ tilt: finite, width: finite.positive(), noseHeight: finite }).optional(),
});
export type Calibration = z.infer<typeof calibrationSchema>;

/** What of a person is known from before the first question, by name: all that a report says of it. */
export const CALIBRATED_PARTS = [
  'lens',
  'eyeOpen',
  'neutral',
  'posture',
] as const satisfies readonly (keyof Calibration)[];
export type CalibratedPart = (typeof CALIBRATED_PARTS)[number];

export function calibratedParts(calibration: Calibration | undefined): CalibratedPart[] {
  return CALIBRATED_PARTS.filter((part) => calibration?.[part] !== undefined);
}
