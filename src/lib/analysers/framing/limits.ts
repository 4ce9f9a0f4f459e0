/**
 * Beyond these the set-up is plainly off, in hints of the report and faults told live. Distance, eyes and middle: the
 * bands of the manifest with a margin, so that only clear cases are told. Light: a skin of any tone is dark below 0.15 on
 * a picture of video range; a background more than 0.2 brighter than the face is a window behind it; a face above 0.88 has
 * no drawing left, as has a picture of which a third is blown out (ours).
 */
export const LIMITS = {
  /** Height of the face as a share of the picture. */
  faceHeight: { low: 0.15, high: 0.75 },
  /** Height of the eyes, from the top. */
  eyesHeight: 0.58,
  /** Middle of the face from the middle of the picture, share of its width. */
  offCentre: 0.2,
  /** Brightness of the picture less that of the face, 0…1. */
  backlight: 0.2,
  faceLight: { low: 0.15, high: 0.88 },
  /** Share of the picture that is blown out. */
  blown: 0.33,
} as const;
