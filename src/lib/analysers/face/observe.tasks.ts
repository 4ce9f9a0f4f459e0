import { FaceDetector, FaceLandmarker, type Detection, type FaceLandmarkerResult } from '@mediapipe/tasks-vision';
import type { Delegate } from '$lib/core/delegate.ts';
import { pictureWay } from '../picture-way.ts';
import { prepareVision } from '../vision-runtime.ts';
import { readExpressions, readLook } from './blendshapes.ts';
import { boxOf, headAngles, readEyes } from './geometry.ts';
import { readTaskBundle } from './task-bundle.ts';
import type { Sighting } from './tiles.ts';
import type { Expression, FaceColumn } from './track.ts';
import type { View } from './view.ts';

/** BlazeFace's own default is 0.5; what lies between is kept as a doubt. */
export const SURE_SCORE = 0.5;
const DOUBT_SCORE = 0.3;

/** One face in pictures. Canvases given to it are opened with `willReadFrequently`. */
export type Landmarker = {
  detect(picture: OffscreenCanvas): FaceLandmarkerResult;
  /** @param stamp whole milliseconds, strictly rising */
  detectForVideo(picture: OffscreenCanvas, stamp: number): FaceLandmarkerResult;
  close(): void;
};

/** Faces in single pictures, as boxes in pixels. Canvases given to it are opened with `willReadFrequently`. */
export type Detector = { detect(picture: OffscreenCanvas): readonly Detection[]; close(): void };

type LandmarkerOptions = {
  readonly runningMode: 'IMAGE' | 'VIDEO';
  /** Whether blendshapes and the head's direction are wanted. */
  readonly hasAll: boolean;
  readonly delegate: Delegate;
};

async function openLandmarker(
  assets: string,
  bundle: Uint8Array,
  { runningMode, hasAll, delegate }: LandmarkerOptions,
): Promise<Landmarker> {
  const way = pictureWay(delegate);
  const task = await FaceLandmarker.createFromOptions(await prepareVision(assets), {
    baseOptions: { modelAssetBuffer: bundle.slice(), delegate: way.delegate },
    canvas: way.canvas,
    runningMode,
    numFaces: 1,
    outputFaceBlendshapes: hasAll,
    outputFacialTransformationMatrixes: hasAll,
  });
  return {
    detect: (picture) => task.detect(way.shown(picture)),
    detectForVideo: (picture, stamp) => task.detectForVideo(way.shown(picture), stamp),
    close: () => {
      task.close();
    },
  };
}

/** Follows one face; with one, MediaPipe searches the picture only when it has lost it. */
export function openMainLandmarker(assets: string, bundle: Uint8Array, delegate: Delegate): Promise<Landmarker> {
  return openLandmarker(assets, bundle, { runningMode: 'VIDEO', hasAll: true, delegate });
}

/**
 * Makes MediaPipe's tasks.
 *
 * @param delegate of the main face, most of the work; searches and confirmations are many small ones and always the CPU's
 */
export async function makeFaceTasks(assets: string, bundle: Uint8Array, delegate: Delegate) {
  return {
    main: await openMainLandmarker(assets, bundle, delegate),
    confirmer: () => openLandmarker(assets, bundle, { runningMode: 'IMAGE', hasAll: false, delegate: 'cpu' }),
    detector: await makeFaceDetector(assets, bundle),
  };
}

/** BlazeFace, out of the landmarker's bundle. */
export async function makeFaceDetector(assets: string, bundle: Uint8Array): Promise<Detector> {
  const way = pictureWay('cpu');
  const task = await FaceDetector.createFromOptions(await prepareVision(assets), {
    baseOptions: { modelAssetBuffer: readTaskBundle(bundle, 'face_detector.tflite'), delegate: way.delegate },
    canvas: way.canvas,
    runningMode: 'IMAGE',
    minDetectionConfidence: DOUBT_SCORE,
  });
  return {
    detect: (picture) => task.detect(way.shown(picture)).detections,
    close: () => {
      task.close();
    },
  };
}

export type FaceTasks = Awaited<ReturnType<typeof makeFaceTasks>>;

/** What the detector found, as shares of the picture it was shown. */
export function toSightings(detections: readonly Detection[], width: number, height: number): Sighting[] {
  return detections.flatMap(({ boundingBox: box, categories: [category] }) =>
    box && category
      ? [
          {
            x: box.originX / width,
            y: box.originY / height,
            width: box.width / width,
            height: box.height / height,
            score: category.score,
          },
        ]
      : [],
  );
}

/** The numbers of the main face in one picture. */
export type FaceRow = {
  readonly face: Readonly<Record<FaceColumn, number>>;
  readonly expressions: Readonly<Record<Expression, number>>;
};

/** @param aspect width over height of the picture; `undefined` where there is no face */
export function toRow(result: FaceLandmarkerResult, view: View, aspect: number): FaceRow | undefined {
  const found = result.faceLandmarks[0];
  const matrix = result.facialTransformationMatrixes[0];
  const shapes = result.faceBlendshapes[0];
  if (!found || !matrix || !shapes) return undefined;
  const landmarks = view.toPicture(found);
  const byName = new Map(shapes.categories.map(({ categoryName, score }) => [categoryName, score]));
  return {
    face: { ...boxOf(landmarks), ...headAngles(matrix.data), ...readEyes(landmarks, aspect), ...readLook(byName) },
    expressions: readExpressions(byName),
  };
}
