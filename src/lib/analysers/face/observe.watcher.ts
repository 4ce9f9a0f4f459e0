import type { ScanColumn } from './track.ts';
import { FaceTracks, type FaceThread } from './face-tracks.ts';
import { overlap, type Box } from './geometry.ts';
import { brightnessIn, changeBetween, extremes, readBrightness, type Brightness } from './light.ts';
import { FaceConfirmer } from './observe.confirmer.ts';
import { SURE_SCORE, toRow, toSightings, type FaceRow, type FaceTasks } from './observe.tasks.ts';
import { Stamps } from '../vision-runtime.ts';
import { fineTiles, fromTile, mergeSightings, TILES, type Sighting } from './tiles.ts';
import { View } from './view.ts';

/** The whole picture is searched for faces this often, and its tiles at every second time: a face that comes is then known to 0.4 s. */
const SCAN_SECONDS = 0.4;
const TILES_EVERY = 2;
/** Small faces that are looked for at every scan, at most: more are a crowd, looked for when the tiles are. */
const MOST_KNOWN = 4;
/**
 * Fine tiles cost a third of a second. They are searched at the first picture; then at this distance where something
 * doubtful or a crowd was seen, and seldom otherwise. Seconds.
 */
const FINE_SECONDS = { doubtful: 10, otherwise: 30 };
/**
 * Fine tiles are for groups seen from afar. Beside a face that takes more of the picture's height than this, what they
 * find is seldom a face: badges and folds of clothes were (own trial).
 */
const GROUP_FACE_HEIGHT = 0.15;
/** A full moon looks like a face in a fine tile (0.6, confirmed by landmarks), so the detector must be surer there. */
const FINE_SCORE = 0.75;
/** Sides of the copies that tiles and brightness are read from. */
const TILE_PX = 256;
const VIEW_PX = 320;
const LIGHT_PX = { width: 64, height: 48 };
/** A candidate that landmarks didn't confirm is tried again, a second apart. */
const CONFIRM_TRIES = 4;
/** Another face becomes the main one when it is so much larger (in area) for so many scans. */
const MAIN_AREA_RATIO = 1.6;
const MAIN_SCANS = 4;
/** A view that shows no face for so many scans is given up. */
const LOST_SCANS = 2;

/** The surroundings of a box, four times as large. */
function around({ x, y, width, height }: Box): Box {
  return { x: x - 1.5 * width, y: y - 1.5 * height, width: 4 * width, height: 4 * height };
}

/** What one picture showed. */
export type SeenFace = Partial<FaceRow> & {
  /** Light and doubts, where this picture was searched for faces; their count is known afterwards (`countAt`) or, live, from `count`. */
  readonly scan?: Readonly<Record<Exclude<ScanColumn, 'count'>, number>>;
};

/**
 * Looks at the pictures of one recording or camera in order: follows the main face, counts faces, measures the light.
 * Keeps nothing of a picture but what the next one needs; what is to be kept is its caller's business.
 */
export class FaceWatcher {
  readonly #tasks: FaceTasks;
  readonly #stamps = new Stamps();
  readonly #threads = new FaceTracks();
  readonly #tile = new OffscreenCanvas(TILE_PX, TILE_PX);
  readonly #small = new OffscreenCanvas(LIGHT_PX.width, LIGHT_PX.height);
  readonly #near = new OffscreenCanvas(VIEW_PX, VIEW_PX);
  readonly #view = new View();
  readonly #confirmer: FaceConfirmer;
  #aspect = 1;
  #scanIndex = -1;
  #lastLight: Brightness | undefined;
  #main: Box | undefined;
  #largerScans = 0;
  #lostScans = 0;
  #fineAt = 0;
  #fineSince = 0;

  constructor(tasks: FaceTasks) {
    this.#tasks = tasks;
    this.#confirmer = new FaceConfirmer(tasks);
  }

  /** @param at seconds, rising */
  async see(canvas: OffscreenCanvas, at: number): Promise<SeenFace> {
    this.#aspect = canvas.width / canvas.height;
    const result = this.#tasks.main.detectForVideo(this.#viewed(canvas), this.#stamps.next(at));
    const row = toRow(result, this.#view, this.#aspect);
    this.#main = row?.face;
    if (row) this.#view.follow(row.face, this.#aspect);
    const scanIndex = Math.floor(at / SCAN_SECONDS);
    if (scanIndex === this.#scanIndex) return { ...row };
    const isFirst = this.#scanIndex < 0;
    this.#scanIndex = scanIndex;
    return { ...row, scan: await this.#scan(canvas, at, isFirst || scanIndex % TILES_EVERY === 0) };
  }

  /** Faces in the picture as far as is known now. */
  get count(): number {
    return this.#threads.live.filter(({ isConfirmed }) => isConfirmed).length;
  }

  /** Drops what is known of faces before this time, so that a camera may be watched for hours. */
  forget(before: number): void {
    this.#threads.forget(before);
  }

  /** Faces at these times, knowing all that came after. */
  countAt(times: readonly number[]): number[] {
    return this.#threads.countAt(times);
  }

  /** Counts faces and measures the light. */
  async #scan(canvas: OffscreenCanvas, at: number, withTiles: boolean) {
    const isFine = withTiles && at >= this.#fineAt && (this.#main?.height ?? 0) < GROUP_FACE_HEIGHT;
    const found = this.#search(canvas, withTiles, isFine);
    const main: Sighting[] = this.#main ? [{ ...this.#main, score: 1, isConfirmed: true }] : [];
    const sure = found.filter(({ score, isTiny }) => score >= (isTiny ? FINE_SCORE : SURE_SCORE));
    const near = new Set(this.#known(withTiles));
    this.#threads.update(
      at,
      mergeSightings([...main, ...sure]),
      (thread) => !thread.isSmall || withTiles || near.has(thread),
      withTiles,
    );
    for (const thread of this.#threads.live) {
      if (!thread.isConfirmed && thread.seen.at(-1) === at) await this.#confirm(canvas, thread, at);
    }
    this.#chooseMain(at);
    const confirmed = this.#threads.live.filter(({ isConfirmed }) => isConfirmed);
    const doubts = found.filter((one) => confirmed.every(({ box }) => overlap(box, one) < 0.1));
    const isDoubtful = confirmed.length > 2 || doubts.some(({ score }) => score >= SURE_SCORE);
    if (isFine) this.#fineSince = at;
    this.#fineAt = this.#fineSince + (isDoubtful ? FINE_SECONDS.doubtful : FINE_SECONDS.otherwise);
    return { doubtful: Math.max(0, ...doubts.map(({ score }) => score)), ...this.#measureLight(canvas) };
  }

  /** Small faces that are known, and looked for where they were. */
  #known(withTiles: boolean): FaceThread[] {
    const known = this.#threads.live.filter(({ isConfirmed, isSmall }) => isConfirmed && isSmall);
    return withTiles || known.length <= MOST_KNOWN ? known : [];
  }

  /** The whole picture, its tiles if it is their turn, and the surroundings of small faces that are known. */
  #search(canvas: OffscreenCanvas, withTiles: boolean, isFine: boolean): Sighting[] {
    const found = toSightings(this.#tasks.detector.detect(canvas), canvas.width, canvas.height);
    const places = [...(withTiles ? TILES : []), ...this.#known(withTiles).map(({ box }) => around(box))];
    const small = places.flatMap((place) => this.#searchIn(canvas, place));
    const tiny = (isFine ? fineTiles(this.#aspect) : []).flatMap((place) => this.#searchIn(canvas, place));
    return [...found, ...small, ...tiny.map((one) => ({ ...one, isTiny: true }))];
  }

  #searchIn(canvas: OffscreenCanvas, place: Box): Sighting[] {
    const { width, height } = canvas;
    const context = this.#tile.getContext('2d', { willReadFrequently: true })!;
    // The detector letterboxes what isn't square, so the tile keeps its shape.
    const scale = TILE_PX / Math.max(place.width * width, place.height * height);
    const [tileWidth, tileHeight] = [place.width * width * scale, place.height * height * scale];
    context.clearRect(0, 0, TILE_PX, TILE_PX);
    context.drawImage(
      canvas,
      ...([place.x * width, place.y * height, place.width * width, place.height * height] as const),
      ...([0, 0, tileWidth, tileHeight] as const),
    );
    return toSightings(this.#tasks.detector.detect(this.#tile), tileWidth, tileHeight).map((one) => ({
      ...fromTile(one, place),
      isSmall: true,
    }));
  }

  async #confirm(canvas: OffscreenCanvas, thread: FaceThread, at: number): Promise<void> {
    if (thread.tries >= CONFIRM_TRIES || at - thread.triedAt < 1) return;
    thread.tries++;
    thread.triedAt = at;
    thread.isConfirmed = await this.#confirmer.isFace(canvas, thread.box);
  }

  /**
   * MediaPipe keeps to the face it found first, and finds no small ones. The person of the recording is the one who
   * fills most of the picture: the view is aimed at that face when nobody, or somebody much smaller, is followed.
   */
  #chooseMain(at: number): void {
    const area = ({ width, height }: Box) => width * height;
    const largest = this.#threads.live
      .filter(({ isConfirmed, seen }) => isConfirmed && seen.at(-1) === at)
      .map(({ box }) => box)
      .reduce<Box | undefined>((best, box) => (best && area(best) >= area(box) ? best : box), undefined);
    const main = this.#main;
    const isOther = main && largest && overlap(largest, main) < 0.1 && area(largest) > MAIN_AREA_RATIO * area(main);
    this.#largerScans = isOther ? this.#largerScans + 1 : 0;
    this.#lostScans = main ? 0 : this.#lostScans + 1;
    if (largest && (!main || this.#largerScans >= MAIN_SCANS)) {
      this.#view.aim(largest, this.#aspect);
      this.#largerScans = 0;
    } else if (this.#lostScans >= LOST_SCANS) this.#view.widen();
  }

  /** What the landmark model sees: the picture, or the square of it that the view is aimed at. */
  #viewed(canvas: OffscreenCanvas): OffscreenCanvas {
    const region = this.#view.region;
    if (!region) return canvas;
    const context = this.#near.getContext('2d', { willReadFrequently: true })!;
    const { width, height } = canvas;
    context.clearRect(0, 0, VIEW_PX, VIEW_PX);
    context.drawImage(
      canvas,
      ...([region.x * width, region.y * height, region.width * width, region.height * height] as const),
      ...([0, 0, VIEW_PX, VIEW_PX] as const),
    );
    return this.#near;
  }

  #measureLight(canvas: OffscreenCanvas) {
    const { width, height } = LIGHT_PX;
    const context = this.#small.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(canvas, 0, 0, width, height);
    const light = readBrightness(context.getImageData(0, 0, width, height).data, width, height);
    const whole = brightnessIn(light, { x: 0, y: 0, width: 1, height: 1 });
    const face = this.#main ? brightnessIn(light, this.#main) : { mean: Number.NaN, deviation: Number.NaN };
    const change = changeBetween(this.#lastLight, light);
    this.#lastLight = light;
    return {
      light: whole.mean,
      contrast: whole.deviation,
      faceLight: face.mean,
      faceContrast: face.deviation,
      red: light.red,
      blue: light.blue,
      change,
      ...extremes(light),
    };
  }

  close(): void {
    this.#tasks.main.close();
    this.#tasks.detector.close();
    this.#confirmer.close();
  }
}
