import { FaceLandmarker, PoseLandmarker } from '@mediapipe/tasks-vision';
import { describe, expect, it } from 'vitest';
import turns from '../../../tests/fixtures/astronaut_turns.mp4?url';
import { streamPictures } from '$lib/media/sources.ts';
import { pictureMemory, pixelsOf } from './picture-memory.ts';
import { prepareVision } from './vision-runtime.ts';

const assets = new URL('/', location.href).href;
const bytesOf = async (path: string) => new Uint8Array(await (await fetch(`${assets}models/${path}`)).arrayBuffer());

/** A page would load MediaPipe's module once more by a classic script, which can't run it; workers do not. */
const files = async () => ({ ...(await prepareVision(assets)), wasmLoaderPath: 'data:text/javascript,' });

/** Pictures of a moving face, each for itself. */
async function pictures(): Promise<ImageData[]> {
  const seen: ImageData[] = [];
  const plan = {
    ...{ container: 'mp4', mime: 'video/mp4', seconds: 3, origin: 0, playable: true },
    tracks: [{ kind: 'video', codec: 'avc', use: true, route: 'webcodecs', number: 1 }],
  } as const;
  const file = await (await fetch(turns)).blob();
  const options = { ratePerSecond: 3, maxSide: 480, assets, signal: new AbortController().signal };
  for await (const { canvas } of streamPictures(file, { ...plan, tracks: [...plan.tracks] }, options)) {
    seen.push(pixelsOf(canvas));
  }
  return seen;
}

const TASKS = {
  face: async (canvas?: OffscreenCanvas) => {
    const task = await FaceLandmarker.createFromOptions(await files(), {
      baseOptions: { modelAssetBuffer: await bytesOf('face/face_landmarker.task'), delegate: 'CPU' },
      ...{ runningMode: 'VIDEO', numFaces: 1, outputFaceBlendshapes: true, outputFacialTransformationMatrixes: true },
      ...(canvas && { canvas }),
    });
    return {
      look: (image: ImageData, stamp: number) => task.detectForVideo(image, stamp),
      close: () => {
        task.close();
      },
    };
  },
  pose: async (canvas?: OffscreenCanvas) => {
    const task = await PoseLandmarker.createFromOptions(await files(), {
      baseOptions: { modelAssetBuffer: await bytesOf('pose/pose_landmarker_full.task'), delegate: 'CPU' },
      ...{ runningMode: 'VIDEO', numPoses: 1 },
      ...(canvas && { canvas }),
    });
    const look = (image: ImageData, stamp: number) => {
      const result = task.detectForVideo(image, stamp);
      const { landmarks, worldLandmarks } = result;
      result.close();
      return { landmarks, worldLandmarks };
    };
    return {
      look,
      close: () => {
        task.close();
      },
    };
  },
};

describe.each(Object.entries(TASKS))('a picture in memory, for the task %s', (_name, open) => {
  it('is seen exactly as through the graphics card', async () => {
    const [inMemory, onCard] = [await open(pictureMemory()), await open()];
    const seen = await pictures();
    expect(seen.length).toBeGreaterThan(5);
    let found = 0;
    for (const [i, image] of seen.entries()) {
      const one = inMemory.look(image, i * 40);
      found += JSON.stringify(one).length > 1000 ? 1 : 0;
      expect(one).toEqual(onCard.look(image, i * 40));
    }
    expect(found).toBeGreaterThan(5);
    inMemory.close();
    onCard.close();
  });
});

it('refuses what has no pixels in memory', async () => {
  const task = await FaceLandmarker.createFromOptions(await files(), {
    baseOptions: { modelAssetBuffer: await bytesOf('face/face_landmarker.task'), delegate: 'CPU' },
    canvas: pictureMemory(),
  });
  expect(() => task.detect(new OffscreenCanvas(8, 8))).toThrow(TypeError);
  task.close();
});
