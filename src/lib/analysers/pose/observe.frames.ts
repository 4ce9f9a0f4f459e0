import type { FrameObserver, FrameObserverModule, OffscreenCanvasLike } from '$lib/core/observe.ts';
import { PoseTask } from './observe.task.ts';
import type { Place } from './joints.ts';
import { Paths } from './paths.ts';
import { isStill } from './stillness.ts';
import { poseTrack, type Joint, type PoseTrack } from './track.ts';

/** Looks at every picture while the body moves, at every second one while it holds still. */
class PoseObserver implements FrameObserver<PoseTrack> {
  readonly #task: PoseTask;
  readonly #paths = new Paths();
  #aspect = 1;
  #last: { readonly at: number; readonly joints: Partial<Record<Joint, Place>> } | undefined;
  #mayRest = false;

  constructor(task: PoseTask) {
    this.#task = task;
  }

  observe(picture: OffscreenCanvasLike, at: number): void {
    this.#aspect = picture.width / picture.height;
    if (this.#mayRest) {
      this.#mayRest = false;
      return;
    }
    const joints = this.#task.look(picture as OffscreenCanvas, at);
    this.#paths.push(at, joints);
    const last = this.#last;
    this.#mayRest = last !== undefined && isStill(last.joints, joints, at - last.at, this.#aspect);
    this.#last = { at, joints };
  }

  finish(): PoseTrack {
    return this.#paths.track(this.#aspect);
  }

  close(): void {
    this.#task.close();
  }
}

export default {
  track: poseTrack,
  backend: ({ delegates }) => delegates?.pose ?? 'cpu',
  async open(context) {
    const { assets, delegates } = context.options;
    return new PoseObserver(await PoseTask.open(await context.model('pose'), assets, delegates?.pose ?? 'cpu'));
  },
} satisfies FrameObserverModule<PoseTrack>;
