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

/** What all readers of the same tracks share. */
type Shared = {
  readonly byId: ReadonlyMap<string, Track>;
  /** A track has many readers, and some have thousands of rows: each is parsed once. */
  readonly parsed: Map<TrackKey<unknown>, unknown>;
  readonly derived: Map<unknown, Derived>;
};

/** What was made of tracks for several readers. */
type Derived = { readonly of: readonly unknown[]; readonly value: unknown; readonly read: ReadonlySet<string> };

/** Reads tracks by their typed name. Their data belongs to all readers: none may change it. */
export class Tracks {
  readonly #shared: Shared;
  readonly #onRead: (id: string) => void;

  /**
   * @param tracks other `Tracks`: the same ones, for a reader that is watched
   * @param onRead told the id of every track that is asked for, there or not
   */
  constructor(tracks: Iterable<Track>, onRead: (id: string) => void = () => undefined) {
    this.#shared =
      tracks instanceof Tracks
        ? tracks.#shared
        : { byId: new Map([...tracks].map((track) => [track.id, track])), parsed: new Map(), derived: new Map() };
    this.#onRead = onRead;
  }

  /** The data of a track, or `undefined` where it was not made or has another version. */
  get<Data>(key: TrackKey<Data>): Data | undefined {
    const track = this.track(key.id);
    if (track?.version !== key.version) return undefined;
    const { parsed } = this.#shared;
    if (!parsed.has(key)) parsed.set(key, key.schema.parse(track.data));
    return parsed.get(key) as Data;
  }

  /**
   * What several readers make of these tracks: made once, and each of them has read what it reads.
   *
   * @param key names what is made
   * @param of everything else that it is made of: where one of these is another, it is made anew
   */
  derive<Value>(key: unknown, of: readonly unknown[], make: (tracks: Tracks) => Value): Value {
    let known = this.#shared.derived.get(key);
    if (!known || known.of.some((each, place) => each !== of[place])) {
      const read = new Set<string>();
      const value = make(new Tracks(this, (id) => read.add(id)));
      known = { of, value, read };
      this.#shared.derived.set(key, known);
    }
    known.read.forEach(this.#onRead);
    return known.value as Value;
  }

  track(id: string): Track | undefined {
    this.#onRead(id);
    return this.#shared.byId.get(id);
  }

  *[Symbol.iterator](): Iterator<Track> {
    for (const id of this.#shared.byId.keys()) yield this.track(id)!;
  }

  all(): Track[] {
    return [...this];
  }
}

/** Columns of numbers over irregular times. NaN in a column = not measured at that time. */
export const float32 = z.instanceof(Float32Array);
export const float64 = z.instanceof(Float64Array);
