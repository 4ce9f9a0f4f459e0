import { boxOf, overlap, type Box, type Point } from './geometry.ts';
import { mirrorError } from './mirrored.ts';
import type { FaceTasks, Landmarker } from './observe.tasks.ts';

const CROP_PX = 256;
/** Sides of the crops, in sizes of the candidate: the second is for those that the first, mirrored, shows nothing in. */
const CROP_SIZES = [2, 2.5] as const;
/** Where a candidate lies in the first crop. */
const CROP_MIDDLE: Box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
/**
 * Landmarks of faces agree with their mirror images within 0.004–0.05 (own trial: 55 faces of 16–250 px, of the front and
 * turned), those on hands and cloth that were taken for faces lie 0.09 and more apart or are not found again.
 */
const MOST_MIRROR_ERROR = 0.075;

/** Looks with the landmark model whether a candidate of the detector is a face. */
export class FaceConfirmer {
  readonly #tasks: FaceTasks;
  readonly #crop = new OffscreenCanvas(CROP_PX, CROP_PX);
  #landmarker: Landmarker | undefined;

  constructor(tasks: FaceTasks) {
    this.#tasks = tasks;
  }

  /** @param box of the candidate, shares of the picture */
  async isFace(picture: OffscreenCanvas, box: Box): Promise<boolean> {
    this.#landmarker ??= await this.#tasks.confirmer();
    const found = this.#look(picture, box, CROP_SIZES[0], false);
    // The crop may hold a neighbour's face: only one in its middle is the candidate's own.
    if (!found || overlap(boxOf(found), CROP_MIDDLE) <= 0.2) return false;
    const again =
      this.#look(picture, box, CROP_SIZES[0], true) ??
      this.#look(picture, box, CROP_SIZES[1], true)?.map((point) => ({
        x: 0.5 + ((point.x - 0.5) * CROP_SIZES[1]) / CROP_SIZES[0],
        y: 0.5 + ((point.y - 0.5) * CROP_SIZES[1]) / CROP_SIZES[0],
        z: point.z,
      }));
    return again !== undefined && mirrorError(found, again) <= MOST_MIRROR_ERROR;
  }

  #look(picture: OffscreenCanvas, box: Box, sizes: number, isMirrored: boolean): readonly Point[] | undefined {
    const { x, y, width, height } = box;
    const side = sizes * Math.max(width * picture.width, height * picture.height);
    const [left, top] = [(x + width / 2) * picture.width - side / 2, (y + height / 2) * picture.height - side / 2];
    const context = this.#crop.getContext('2d', { willReadFrequently: true })!;
    context.setTransform(isMirrored ? -1 : 1, 0, 0, 1, isMirrored ? CROP_PX : 0, 0);
    context.clearRect(0, 0, CROP_PX, CROP_PX);
    context.drawImage(picture, left, top, side, side, 0, 0, CROP_PX, CROP_PX);
    return this.#landmarker?.detect(this.#crop).faceLandmarks[0];
  }

  close(): void {
    this.#landmarker?.close();
  }
}
