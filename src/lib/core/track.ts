import * as z from './zod.ts';

/**
 * What an observer saw in one recording. Tracks are the truth: they are stored, and measures, findings and scores are
 * pure functions of them. A track holds nothing that identifies a person (no landmarks of a face, no voice embedding).
 */
export type Track<Data = unknown> = {
  /** Folder name of the analyser that made it. */
  readonly id: string;
  /** Version of the observer; a track of another version is stale and is made again. */
  readonly version: number;
  /** sha256 by file of every weight file that took part. */
  readonly models: Readonly<Record<string, string>>;
  /** Frames or values per second that were really analysed, where the rate was chosen. */
  readonly ratePerSecond?: number;
  /** What ran it: `wasm`, `webgpu`, `cpu` (MediaPipe's XNNPACK), `script`. */
  readonly backend: string;
  readonly data: Data;
};

/** The typed name of a track: its id, its version, and the schema that a stored one must pass. */
export type TrackKey<Data> = {
  readonly id: string;
  readonly version: number;
  readonly schema: z.ZodType<Data>;
};

export function defineTrack<Data>(id: string, version: number, schema: z.ZodType<Data>): TrackKey<Data> {
  return { id, version, schema };
}

/** Reads tracks by their typed name. */
export class Tracks {
  readonly #byId: ReadonlyMap<string, Track>;

  constructor(tracks: Iterable<Track>) {
    this.#byId = new Map([...tracks].map((track) => [track.id, track]));
  }

  /** The data of a track, or `undefined` where it was not made or has another version. */
  get<Data>(key: TrackKey<Data>): Data | undefined {
    const track = this.#byId.get(key.id);
    if (track?.version !== key.version) return undefined;
    return key.schema.parse(track.data);
  }

  track(id: string): Track | undefined {
    return this.#byId.get(id);
  }

  all(): Track[] {
    return [...this.#byId.values()];
  }
}

/** Columns of numbers over irregular times. NaN in a column = not measured at that time. */
export const float32 = z.instanceof(Float32Array);
export const float64 = z.instanceof(Float64Array);
