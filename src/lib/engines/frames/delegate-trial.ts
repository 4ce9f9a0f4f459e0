import { JOINTS } from '$lib/analysers/pose/track.ts';
import type { Delegate, Delegated, DelegateRun, DelegateTrial, Telling } from '$lib/core/delegate.ts';
import { openWeights } from '$lib/engines/weights.ts';
import { streamPictures } from '$lib/media/sources.ts';
import type { MediaPlan } from '$lib/media/plan.ts';
import type { Job } from '$lib/rpc/serve.ts';

export type TrialJobs = {
  /** Name of the graphics card, in a worker, because asking for it takes a page a tenth of a second; `undefined`: none. */
  card: { input: undefined; output: string | undefined; step: never };
  /**
   * What processor and graphics card tell of the same pictures of somebody, model by model. For a worker of its own: a
   * driver that fails takes it along.
   */
  tryDelegates: {
    input: {
      /** A short recording of one person, in MP4 with H.264. */
      readonly file: Blob;
      /** As in `ObserveOptions`. */
      readonly assets: string;
    };
    output: Readonly<Record<Delegated, DelegateTrial>>;
    step: never;
  };
};

const PICTURES = 8;
/** The first ones compile shaders and fill caches. */
const WARMING = 3;
const RATE_PER_SECOND = 15;
const MAX_SIDE_PX = 640;
/** From the first picture to the last: the head turns in the picture, comes nearer, and the light goes. */
const CHANGE = { fromDegrees: -10, toDegrees: 10, nearer: 1.3, darker: 0.4 };

/** A model that says what it sees. */
type Teller = { tell(picture: OffscreenCanvas, at: number): Telling; close(): void };

/** Both delegates over the same pictures; one that fails has no run. */
export async function tellBoth(
  { file, assets }: TrialJobs['tryDelegates']['input'],
  { signal }: Pick<Job<never>, 'signal'>,
): Promise<TrialJobs['tryDelegates']['output']> {
  const pictures = await makePictures(file, assets, signal);
  const weights = await openWeights(assets);
  const [face, pose] = [await weights.open('face'), await weights.open('pose')];
  const bundle = await face.bytes('face_landmarker.task');
  const [{ openMainLandmarker }, { PoseTask }] = await Promise.all([
    import('$lib/analysers/face/observe.tasks.ts'),
    import('$lib/analysers/pose/observe.task.ts'),
  ]);

  const openFace = async (delegate: Delegate): Promise<Teller> => {
    const landmarker = await openMainLandmarker(assets, bundle, delegate);
    return {
      tell: (picture, at) => {
        const { faceLandmarks, faceBlendshapes } = landmarker.detectForVideo(picture, Math.round(at * 1000));
        return {
          places: (faceLandmarks[0] ?? []).flatMap(({ x, y }) => [x, y]),
          scores: faceBlendshapes[0]?.categories.map(({ score }) => score) ?? [],
        };
      },
      close: () => {
        landmarker.close();
      },
    };
  };
  const openPose = async (delegate: Delegate): Promise<Teller> => {
    const task = await PoseTask.open(pose, assets, delegate);
    return {
      tell: (picture, at) => {
        const seen = task.look(picture, at);
        // A joint that only one of them sees lies a whole picture away.
        const places = JOINTS.flatMap((joint) => (seen[joint] ? [seen[joint].x, seen[joint].y] : [-1, -1]));
        return { places: Object.keys(seen).length === 0 ? [] : places, scores: [] };
      },
      close: () => {
        task.close();
      },
    };
  };
  const both = async (open: (delegate: Delegate) => Promise<Teller>): Promise<DelegateTrial> => ({
    cpu: await runOf(() => open('cpu'), pictures, signal),
    gpu: await runOf(() => open('gpu'), pictures, signal),
  });
  return { face: await both(openFace), pose: await both(openPose) };
}

/** `undefined` where the model could not be opened or failed: that is what is asked here, so nobody need hear why. */
async function runOf(
  open: () => Promise<Teller>,
  pictures: readonly OffscreenCanvas[],
  signal: AbortSignal,
): Promise<DelegateRun | undefined> {
  let teller: Teller | undefined;
  try {
    teller = await open();
    const tellings: Telling[] = [];
    const seconds: number[] = [];
    for (const [i, picture] of pictures.entries()) {
      signal.throwIfAborted();
      const started = performance.now();
      tellings.push(teller.tell(picture, i / RATE_PER_SECOND));
      seconds.push((performance.now() - started) / 1000);
    }
    const warm = seconds.slice(WARMING).sort((a, b) => a - b);
    return { tellings, seconds: warm[warm.length >> 1] ?? Number.NaN };
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return undefined;
  } finally {
    teller?.close();
  }
}

/** The recording's first pictures, each changed a little more than the one before. */
async function makePictures(file: Blob, assets: string, signal: AbortSignal): Promise<OffscreenCanvas[]> {
  const plan: MediaPlan = {
    ...{ container: 'mp4', mime: 'video/mp4', seconds: PICTURES / RATE_PER_SECOND, origin: 0, playable: true },
    tracks: [{ kind: 'video', codec: 'avc', use: true, route: 'webcodecs', number: 1 }],
  };
  const options = { ratePerSecond: RATE_PER_SECOND, maxSide: MAX_SIDE_PX, assets, signal };
  const pictures: OffscreenCanvas[] = [];
  for await (const { canvas } of streamPictures(file, plan, options)) {
    pictures.push(changed(canvas, pictures.length / (PICTURES - 1)));
    if (pictures.length === PICTURES) break;
  }
  return pictures;
}

/** @param share of the whole change, 0…1 */
function changed(picture: OffscreenCanvas, share: number): OffscreenCanvas {
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
  const { fromDegrees, toDegrees, nearer, darker } = CHANGE;
  const scale = 1 + (nearer - 1) * share;
  context.translate(width / 2, height / 2);
  context.rotate(((fromDegrees + (toDegrees - fromDegrees) * share) * Math.PI) / 180);
  context.scale(scale, scale);
  context.drawImage(picture, -width / 2, -height / 2);
  context.resetTransform();
  context.fillStyle = `rgb(0 0 0 / ${String(darker * share)})`;
  context.fillRect(0, 0, width, height);
  return canvas;
}
