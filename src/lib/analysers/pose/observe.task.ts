import { PoseLandmarker } from '@mediapipe/tasks-vision';
import type { ModelFiles } from '$lib/core/observe.ts';
import type { Delegate } from '$lib/core/delegate.ts';
import { pictureWay, type PictureWay } from '../picture-way.ts';
import { prepareVision, Stamps } from '../vision-runtime.ts';
import { readJoints, type Place } from './joints.ts';
import type { Joint } from './track.ts';

/** MediaPipe's task for one body. New for each recording. */
export class PoseTask {
  readonly #landmarker: PoseLandmarker;
  readonly #shown: PictureWay['shown'];
  readonly #stamps = new Stamps();

  private constructor(landmarker: PoseLandmarker, shown: PictureWay['shown']) {
    this.#landmarker = landmarker;
    this.#shown = shown;
  }

  /** @param files of the model `pose`; @param assets as in `ObserveOptions` */
  static async open(files: ModelFiles, assets: string, delegate: Delegate): Promise<PoseTask> {
    const bytes = await files.bytes('pose_landmarker_full.task');
    const way = pictureWay(delegate);
    const landmarker = await PoseLandmarker.createFromOptions(await prepareVision(assets), {
      baseOptions: { modelAssetBuffer: bytes, delegate: way.delegate },
      canvas: way.canvas,
      runningMode: 'VIDEO',
      numPoses: 1,
    });
    return new PoseTask(landmarker, way.shown);
  }

  /** The joints seen in the next picture, whose canvas was opened with `willReadFrequently`. @param at seconds, rising */
  look(picture: OffscreenCanvas, at: number): Partial<Record<Joint, Place>> {
    const result = this.#landmarker.detectForVideo(this.#shown(picture), this.#stamps.next(at));
    const joints = readJoints(result.landmarks[0] ?? []);
    result.close();
    return joints;
  }

  close(): void {
    this.#landmarker.close();
  }
}
