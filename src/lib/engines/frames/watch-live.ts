import { calibrate, type CalibrationResult } from '$lib/analysers/calibrate.ts';
import type { FaceWatcher } from '$lib/analysers/face/observe.watcher.ts';
import { Columns } from '$lib/analysers/face/columns.ts';
import { EXPRESSIONS, FACE_COLUMNS, faceTrack, SCAN_COLUMNS, type FaceTrack } from '$lib/analysers/face/track.ts';
import type { PoseTask } from '$lib/analysers/pose/observe.task.ts';
import { Paths } from '$lib/analysers/pose/paths.ts';
import type { Delegate } from '$lib/core/delegate.ts';
import type { Track } from '$lib/core/track.ts';
import { openWeights } from '$lib/engines/weights.ts';
import { PictureCanvas } from '$lib/media/picture.ts';
import { readLiveFigures, WINDOW_SECONDS, type LiveFigures } from './live-figures.ts';
import type { LiveJobs } from './live.ts';

/** As for recordings. */
const MAX_SIDE_PX = 640;

/** What a camera showed, in the form in which recordings are kept. */
class Window {
  readonly #face = new Columns(FACE_COLUMNS);
  readonly #expressions = new Columns(EXPRESSIONS);
  readonly #scans = new Columns(SCAN_COLUMNS);

  add(at: number, { face, expressions, scan }: Awaited<ReturnType<FaceWatcher['see']>>, count: number): void {
    this.#face.push(at, face ?? {});
    this.#expressions.push(at, expressions ?? {});
    if (scan) this.#scans.push(at, { ...scan, count });
  }

  /** Pictures, and the seconds from the first to the last. */
  get extent(): { readonly count: number; readonly seconds: number } {
    const { at } = this.#face;
    return { count: at.length, seconds: (at.at(-1) ?? 0) - (at[0] ?? 0) };
  }

  forget(before: number): void {
    for (const columns of [this.#face, this.#expressions, this.#scans]) columns.forget(before);
  }

  track(aspect: number): FaceTrack {
    return {
      at: this.#face.at,
      face: this.#face.values,
      expressions: this.#expressions.values,
      scan: { at: this.#scans.at, values: this.#scans.values },
      aspect,
    };
  }
}

type Opened = {
  readonly models: Readonly<Record<string, string>>;
  readonly delegate: Delegate;
  readonly openPose: () => Promise<PoseTask>;
};

/** Looks at a camera; its models stay open until the worker ends. */
export class LiveWatch {
  readonly #watcher: FaceWatcher;
  readonly #canvas = new PictureCanvas(MAX_SIDE_PX);
  readonly #models: Readonly<Record<string, string>>;
  readonly #delegate: Delegate;
  readonly #window = new Window();
  /** What was seen of the answer that is on. */
  #answer: Window | undefined;

  /** What was seen during each step of a calibration. */
  #faces: Partial<Record<'lens' | 'neutral', Window>> = {};
  #posture: Paths | undefined;
  readonly #openPose: () => Promise<PoseTask>;
  #pose: Promise<PoseTask> | undefined;
  #aspect = 1;

  private constructor(watcher: FaceWatcher, { models, delegate, openPose }: Opened) {
    this.#watcher = watcher;
    this.#models = models;
    this.#delegate = delegate;
    this.#openPose = openPose;
  }

  /** @param assets as `ObserveOptions.assets` @param delegate of the main face @throws AppError `model-missing`, `model-damaged`… */
  static async open(assets: string, delegate: Delegate): Promise<LiveWatch> {
    const weights = await openWeights(assets);
    const [{ FaceWatcher }, { makeFaceTasks }] = await Promise.all([
      import('$lib/analysers/face/observe.watcher.ts'),
      import('$lib/analysers/face/observe.tasks.ts'),
    ]);
    const openPose = async () => {
      const { PoseTask } = await import('$lib/analysers/pose/observe.task.ts');
      return PoseTask.open(await weights.open('pose'), assets, 'cpu');
    };
    const model = await weights.open('face');
    const tasks = await makeFaceTasks(assets, await model.bytes('face_landmarker.task'), delegate);
    return new LiveWatch(new FaceWatcher(tasks), { models: weights.hashes('face'), delegate, openPose });
  }

  async look({ picture, at, answerAt, calibration, step }: LiveJobs['look']['input']): Promise<LiveFigures> {
    await this.#canvas.drawFrame(picture);
    const { canvas } = this.#canvas.picture(at);
    const seen = await this.#watcher.see(canvas, at);
    this.#watcher.forget(at - WINDOW_SECONDS);
    const { count } = this.#watcher;
    this.#aspect = canvas.width / canvas.height;
    this.#window.add(at, seen, count);
    this.#window.forget(at - WINDOW_SECONDS);
    if (answerAt !== undefined) (this.#answer ??= new Window()).add(answerAt, seen, count);
    if (step === 'posture') {
      this.#pose ??= this.#openPose();
      this.#posture ??= new Paths();
      this.#posture.push(at, (await this.#pose).look(canvas, at));
    } else if (step) (this.#faces[step] ??= new Window()).add(at, seen, count);
    return readLiveFigures(this.#window.track(this.#aspect), calibration?.lens);
  }

  /** What the steps told; they are forgotten with it. */
  async learn(): Promise<CalibrationResult> {
    const [lens, neutral] = [this.#faces.lens, this.#faces.neutral];
    const posture = this.#posture;
    this.#faces = {};
    this.#posture = undefined;
    await this.#closePose();
    return calibrate({
      ...(lens && { lens: lens.track(this.#aspect) }),
      ...(neutral && { neutral: neutral.track(this.#aspect) }),
      ...(posture && { posture: posture.track(this.#aspect) }),
    });
  }

  /** What was seen of an answer; it is forgotten with it. */
  gather(): Track<FaceTrack> | undefined {
    const answer = this.#answer;
    this.#answer = undefined;
    const { count, seconds } = answer?.extent ?? { count: 0, seconds: 0 };
    if (!answer || seconds <= 0) return undefined;
    return {
      ...{ id: faceTrack.id, version: faceTrack.version, models: this.#models, backend: this.#delegate },
      ratePerSecond: Math.round((10 * (count - 1)) / seconds) / 10,
      data: answer.track(this.#aspect),
    };
  }

  async close(): Promise<void> {
    this.#watcher.close();
    await this.#closePose();
  }

  async #closePose(): Promise<void> {
    const pose = this.#pose;
    this.#pose = undefined;
    (await pose)?.close();
  }
}
