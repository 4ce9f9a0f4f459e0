import type { Box, Point } from './geometry.ts';

/** How much of the picture around a face is shown to the landmark model, in sizes of the face. */
const SIZES_AROUND = 3.5;
/** A face that fills so much of the picture's height is found without help. */
const LARGE_SHARE = 0.25;

/**
 * The part of the picture that the landmark model is shown. Usually all of it; a square around one face where that face
 * is too small for the model's own search in the whole picture, or where another face would be followed instead.
 * It stays where it is while the face stays in its middle, because the model follows from picture to picture.
 */
export class View {
  #region: Box | undefined;

  get region(): Box | undefined {
    return this.#region;
  }

  /** @param aspect width over height of the picture; the region is a square on the screen, so not in shares */
  aim(face: Box, aspect: number): void {
    const side = SIZES_AROUND * Math.max(face.width * aspect, face.height);
    const [width, height] = [side / aspect, side];
    this.#region = { x: face.x + face.width / 2 - width / 2, y: face.y + face.height / 2 - height / 2, width, height };
  }

  widen(): void {
    this.#region = undefined;
  }

  /** After a face was found in the region: moves with it when it nears the edge, widens when it has grown. */
  follow(face: Box, aspect: number): void {
    const region = this.#region;
    if (!region) return;
    const offX = (face.x + face.width / 2 - region.x) / region.width - 0.5;
    const offY = (face.y + face.height / 2 - region.y) / region.height - 0.5;
    if (face.height > LARGE_SHARE) this.widen();
    else if (Math.max(Math.abs(offX), Math.abs(offY)) > 0.2) this.aim(face, aspect);
  }

  /** Landmarks of the region as landmarks of the picture; `z` is in units of the width, as MediaPipe has it. */
  toPicture(landmarks: readonly Point[]): readonly Point[] {
    const region = this.#region;
    if (!region) return landmarks;
    return landmarks.map(({ x, y, z }) => ({
      x: region.x + x * region.width,
      y: region.y + y * region.height,
      z: z * region.width,
    }));
  }
}
