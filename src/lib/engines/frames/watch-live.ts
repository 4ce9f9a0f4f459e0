import type { FaceWatcher } from '$lib/analysers/face/observe.watcher.ts';
import { Columns } from '$lib/analysers/face/columns.ts';
import { EXPRESSIONS, FACE_COLUMNS, SCAN_COLUMNS, type FaceTrack } from '$lib/analysers/face/track.ts';
import { openWeights } from '$lib/engines/weights.ts';
import { PictureCanvas } from '$lib/media/picture.ts';
import { readLiveFigures, WINDOW_SECONDS, type LiveFigures } from './live-figures.ts';
import type { LiveJobs } from './live.ts';

/** As for recordings. */
const MAX_SIDE_PX = 640;

/** The last seconds of a camera, in the form in which recordings are kept. */
class Window {
  readonly #face = new Columns(FACE_COLUMNS);
  readonly #expressions = new Columns(EXPRESSIONS);
  readonly #scans = new Columns(SCAN_COLUMNS);

  add(at: number, { face, expressions, scan }: Awaited<ReturnType<FaceWatcher['see']>>, count: number): void {
    this.#face.push(at, face ?? {});
    this.#expressions.push(at, expressions ?? {});
    if (scan) this.#scans.push(at, { ...scan, count });
    for (const columns of [this.#face, this.#expressions, this.#scans]) columns.forget(at - WINDOW_SECONDS);
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

/** Looks at a camera; its models stay open until the worker ends. */
export class LiveWatch {
  readonly #watcher: FaceWatcher;
  readonly #canvas = new PictureCanvas(MAX_SIDE_PX);
  readonly #window = new Window();

  private constructor(watcher: FaceWatcher) {
    this.#watcher = watcher;
  }

  /** @param assets as `ObserveOptions.assets` @throws AppError `model-missing`, `model-damaged`, `no-webgl`… */
  static async open(assets: string): Promise<LiveWatch> {
    const weights = await openWeights(assets);
    const model = await weights.open('face');
    const [{ FaceWatcher }, { makeFaceTasks }, bundle] = await Promise.all([
      import('$lib/analysers/face/observe.watcher.ts'),
      import('$lib/analysers/face/observe.tasks.ts'),
      model.bytes('face_landmarker.task'),
    ]);
    return new LiveWatch(new FaceWatcher(await makeFaceTasks(assets, bundle)));
  }

  async look({ picture, at, calibration }: LiveJobs['look']['input']): Promise<LiveFigures> {
    await this.#canvas.drawFrame(picture);
    const { canvas } = this.#canvas.picture(at);
    const seen = await this.#watcher.see(canvas, at);
    this.#watcher.forget(at - WINDOW_SECONDS);
    this.#window.add(at, seen, this.#watcher.count);
    return readLiveFigures(this.#window.track(canvas.width / canvas.height), calibration?.lens);
  }

  close(): void {
    this.#watcher.close();
  }
}
