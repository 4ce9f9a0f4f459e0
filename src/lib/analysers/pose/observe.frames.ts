import { PoseLandmarker } from '@mediapipe/tasks-vision';
import type { FrameObserver, FrameObserverModule, OffscreenCanvasLike } from '$lib/core/observe.ts';
import { prepareVision, Stamps } from '../vision-runtime.ts';
import { readJoints, type Place } from './joints.ts';
import { JOINTS, poseTrack, type Joint, type PoseTrack } from './track.ts';

class PoseObserver implements FrameObserver<PoseTrack> {
  readonly #landmarker: PoseLandmarker;
  readonly #stamps = new Stamps();
  readonly #at: number[] = [];
  readonly #rows: Partial<Record<Joint, Place>>[] = [];
  #aspect = 1;

  constructor(landmarker: PoseLandmarker) {
    this.#landmarker = landmarker;
  }

  observe(picture: OffscreenCanvasLike, at: number): void {
    this.#aspect = picture.width / picture.height;
    const result = this.#landmarker.detectForVideo(picture as OffscreenCanvas, this.#stamps.next(at));
    this.#at.push(at);
    this.#rows.push(readJoints(result.landmarks[0] ?? []));
    result.close();
  }

  finish(): PoseTrack {
    const column = (joint: Joint, axis: 'x' | 'y') =>
      Float32Array.from(this.#rows, (row) => row[joint]?.[axis] ?? Number.NaN);
    return {
      at: Float64Array.from(this.#at),
      joints: Object.fromEntries(
        JOINTS.map((joint) => [joint, { x: column(joint, 'x'), y: column(joint, 'y') }]),
      ) as PoseTrack['joints'],
      aspect: this.#aspect,
    };
  }

  close(): void {
    this.#landmarker.close();
  }
}

export default {
  track: poseTrack,
  backend: 'cpu',
  async open(context) {
    const model = await context.model('pose');
    const bytes = await model.bytes('pose_landmarker_full.task');
    const landmarker = await PoseLandmarker.createFromOptions(await prepareVision(context.options.assets), {
      // On the CPU, so that every machine gives the same numbers.
      baseOptions: { modelAssetBuffer: bytes, delegate: 'CPU' },
      runningMode: 'VIDEO',
      numPoses: 1,
    });
    return new PoseObserver(landmarker);
  },
} satisfies FrameObserverModule<PoseTrack>;
