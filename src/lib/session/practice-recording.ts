import { ERROR_CLASSES, toAppError, type AppError } from '$lib/core/errors.ts';
import type { Recorder } from '$lib/media/capture/recorder.ts';
import type { RecorderEvents } from '$lib/media/capture/recorder.ts';
import type { TakeRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import type { Clock } from './watchdog.ts';

/** Where the pieces of a recording go as they come. */
export type PieceSink = {
  append(index: number, piece: Blob, endMs: number): Promise<void>;
  /** Forgets all of it. */
  drop(): Promise<void>;
};

/** Pieces go to disk, each before the next: what a crash costs is what has not come yet. */
export async function openJournal(store: Store, row: TakeRow): Promise<PieceSink> {
  // The row first: a journal without one is taken for an orphan.
  await store.takes.put(row);
  try {
    await store.journals.begin(row.id, row.mime);
  } catch (thrown) {
    await store.takes.delete(row.id);
    throw thrown;
  }
  return {
    append: (index, piece, endMs) => store.journals.append(row.id, index, piece, endMs),
    drop: () => store.removal.take(row.id),
  };
}

/** Where a policy keeps no recordings they never reach the disk. */
export class MemorySink implements PieceSink {
  #pieces: Blob[] = [];

  append(_index: number, piece: Blob): Promise<void> {
    this.#pieces.push(piece);
    return Promise.resolve();
  }

  content(mime: string): Blob {
    return new Blob(this.#pieces, { type: mime });
  }

  drop(): Promise<void> {
    this.#pieces = [];
    return Promise.resolve();
  }
}

/** What a recording came to. */
export type Recorded = {
  readonly seconds: number;
  readonly bytes: number;
  /** Why it ended before it was asked to, or why its end is missing. */
  readonly error?: AppError | undefined;
};

export type RecordingParts = {
  readonly record: (events: RecorderEvents) => Recorder;
  readonly sink: PieceSink;
  readonly clock: Clock;
  /** It ended by itself: ask `stop` for what there is. */
  readonly onEnd: () => void;
  /** A piece of it has come. @param seconds of the recording up to now, pauses left out */
  readonly onPiece: (piece: Blob, seconds: number) => void;
};

/** One answer while it is recorded: its clock, and its pieces on their way into the journal. */
export class TakeRecording {
  readonly #parts: RecordingParts;
  readonly #recorder: Recorder;
  #writing: Promise<void> = Promise.resolve();
  #index = 0;
  #bytes = 0;
  #error: AppError | undefined;
  /** Seconds before the last pause. */
  #before = 0;
  #since: number | undefined;

  constructor(parts: RecordingParts) {
    this.#parts = parts;
    this.#recorder = parts.record({
      onPiece: (piece) => {
        this.#take(piece);
      },
      onEnd: (error) => {
        this.#error ??= error;
        parts.onEnd();
      },
    });
  }

  /** Seconds recorded so far, pauses left out. */
  get seconds(): number {
    return this.#before + (this.#since === undefined ? 0 : this.#parts.clock.now() - this.#since);
  }

  /** Bytes that are in the journal. */
  get bytes(): number {
    return this.#bytes;
  }

  start(): void {
    this.#recorder.start();
    this.#since = this.#parts.clock.now();
  }

  pause(): void {
    this.#recorder.pause();
    this.#before = this.seconds;
    this.#since = undefined;
  }

  resume(): void {
    this.#recorder.resume();
    this.#since ??= this.#parts.clock.now();
  }

  /** Puts on disk what there is: the page may soon be frozen. */
  flush(): void {
    this.#recorder.flush();
  }

  /** Ends it; when this resolves, everything that could be kept is. */
  async stop(): Promise<Recorded> {
    const seconds = this.seconds;
    this.pause();
    await this.#recorder.stop();
    await this.#writing;
    return { seconds, bytes: this.#bytes, error: this.#error };
  }

  async drop(): Promise<void> {
    await this.stop();
    await this.#parts.sink.drop();
  }

  #take(piece: Blob): void {
    const endMs = this.seconds * 1000;
    this.#parts.onPiece(piece, this.seconds);
    this.#writing = this.#writing.then(() => this.#write(piece, endMs));
  }

  /** A gap would make all that follows unreadable, so after a piece that can't be written none is. */
  async #write(piece: Blob, endMs: number): Promise<void> {
    if (this.#error) return;
    const append = () => this.#parts.sink.append(this.#index, piece, endMs);
    try {
      await append().catch((thrown: unknown) => {
        if (ERROR_CLASSES[toAppError(thrown).code] !== 'transient') throw thrown;
        return append();
      });
      this.#index += 1;
      this.#bytes += piece.size;
    } catch (thrown) {
      this.#error = toAppError(thrown);
      this.#parts.onEnd();
    }
  }
}
