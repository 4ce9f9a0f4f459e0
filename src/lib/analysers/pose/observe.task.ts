import { PoseLandmarker } from '@mediapipe/tasks-vision';
import type { ModelFiles } from '$lib/core/observe.ts';
import { pictureMemory, pixelsOf } from '../picture-memory.ts';
import { prepareVision, Stamps } from '../vision-runtime.ts';
import { readJoints, type Place } from './joints.ts';
import type { Joint } from './track.ts';

/** MediaPipe's task for one body, on the CPU so that every machine gives the same numbers. New for each recording. */
export class PoseTask {
  readonly #landmarker: PoseLandmarker;
  readonly #stamps = new Stamps();

  private constructor(landmarker: PoseLandmarker) {
    this.#landmarker = landmarker;
  }

  /** @param files of the model `pose`; @param assets as in `ObserveOptions` */
  static async open(files: ModelFiles, assets: string): Promise<PoseTask> {
    const bytes = await files.bytes('pose_landmarker_full.task');
    return new PoseTask(
      await PoseLandmarker.createFromOptions(await prepareVision(assets), {
        baseOptions: { modelAssetBuffer: bytes, delegate: 'CPU' },
        canvas: pictureMemory(),
        runningMode: 'VIDEO',
        numPoses: 1,
      }),
    );
  }

  /** The joints seen in the next picture, whose canvas was opened with `willReadFrequently`. @param at seconds, rising */
  look(picture: OffscreenCanvas, at: number): Partial<Record<Joint, Place>> {
    const result = this.#landmarker.detectForVideo(pixelsOf(picture), this.#stamps.next(at));
    const joints = readJoints(result.landmarks[0] ?? []);
    result.close();
    return joints;
  }

  close(): void {
    this.#landmarker.close();
  }
}
