import type { FrameObserver, FrameObserverModule, OffscreenCanvasLike } from '$lib/core/observe.ts';
import { Columns } from './columns.ts';
import { makeFaceTasks } from './observe.tasks.ts';
import { FaceWatcher } from './observe.watcher.ts';
import { EXPRESSIONS, FACE_COLUMNS, faceTrack, SCAN_COLUMNS, type FaceTrack } from './track.ts';

class FaceObserver implements FrameObserver<FaceTrack> {
  readonly #watcher: FaceWatcher;
  readonly #face = new Columns(FACE_COLUMNS);
  readonly #expressions = new Columns(EXPRESSIONS);
  readonly #scans = new Columns(SCAN_COLUMNS);
  #aspect = 1;

  constructor(watcher: FaceWatcher) {
    this.#watcher = watcher;
  }

  async observe(picture: OffscreenCanvasLike, at: number): Promise<void> {
    this.#aspect = picture.width / picture.height;
    const { face, expressions, scan } = await this.#watcher.see(picture as OffscreenCanvas, at);
    this.#face.push(at, face ?? {});
    this.#expressions.push(at, expressions ?? {});
    if (scan) this.#scans.push(at, scan);
  }

  finish(): FaceTrack {
    const { at } = this.#scans;
    return {
      at: this.#face.at,
      face: this.#face.values,
      expressions: this.#expressions.values,
      scan: { at, values: { ...this.#scans.values, count: Float32Array.from(this.#watcher.countAt([...at])) } },
      aspect: this.#aspect,
    };
  }

  close(): void {
    this.#watcher.close();
  }
}

export default {
  track: faceTrack,
  backend: ({ delegates }) => delegates?.face ?? 'cpu',
  async open(context) {
    const model = await context.model('face');
    const bundle = await model.bytes('face_landmarker.task');
    const { assets, delegates } = context.options;
    return new FaceObserver(new FaceWatcher(await makeFaceTasks(assets, bundle, delegates?.face ?? 'cpu')));
  },
} satisfies FrameObserverModule<FaceTrack>;
