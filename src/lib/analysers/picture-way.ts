import type { Delegate } from '$lib/core/delegate.ts';
import { pictureMemory, pixelsOf } from './picture-memory.ts';

/** How a task of MediaPipe is made, and given its pictures, for one delegate. */
export type PictureWay = {
  /** Of `TaskOptions`. */
  readonly canvas: OffscreenCanvas;
  /** Of `BaseOptions`. */
  readonly delegate: 'CPU' | 'GPU';
  /** A canvas, opened with `willReadFrequently`, as the task takes it. @throws Error when the graphics card has gone */
  readonly shown: (picture: OffscreenCanvas) => ImageData | OffscreenCanvas;
};

/** One for each task: its canvas holds the task's textures. */
export function pictureWay(delegate: Delegate): PictureWay {
  if (delegate === 'cpu') return { canvas: pictureMemory(), delegate: 'CPU', shown: pixelsOf };
  const canvas = new OffscreenCanvas(1, 1);
  let isLost = false;
  // MediaPipe goes on without a word after its context was lost, and sees nothing from then on.
  canvas.addEventListener('webglcontextlost', () => {
    isLost = true;
  });
  const shown = (picture: OffscreenCanvas) => {
    if (isLost) throw new Error('the graphics card has gone');
    return picture;
  };
  return { canvas, delegate: 'GPU', shown };
}
