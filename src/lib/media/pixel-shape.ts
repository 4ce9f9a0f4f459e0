import type { VideoSample } from 'mediabunny';

/** No camera makes pixels more oblong than this; the most oblong of H.264's table E-1 are 32:11. */
const OBLONG_LIMIT = 3;

/**
 * Whether pixels may have this shape, width over height. Files joined by tools may carry one that is plainly wrong (3:80
 * was seen, which makes a line of a face): such pixels are taken as square.
 */
export function isBelievable(ratio: number): boolean {
  return Math.max(ratio, 1 / ratio) <= OBLONG_LIMIT;
}

type Picture = Pick<VideoSample, 'displayWidth' | 'displayHeight' | 'pixelAspectRatio' | 'rotation'> & {
  readonly visibleRect: { readonly width: number; readonly height: number };
};

/** Size at which a picture is shown: pixels that aren't square made square, where their shape is to be believed. */
export function shownSize(picture: Picture): [width: number, height: number] {
  const { num, den } = picture.pixelAspectRatio;
  if (isBelievable(num / den)) return [picture.displayWidth, picture.displayHeight];
  const { width, height } = picture.visibleRect;
  return picture.rotation % 180 === 0 ? [width, height] : [height, width];
}
