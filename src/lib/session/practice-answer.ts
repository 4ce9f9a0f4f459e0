import { AppError, toAppError } from '$lib/core/errors.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import type { Track } from '$lib/core/track.ts';
import type { Capture } from '$lib/media/capture/capture.ts';
import type { TakeRow } from '$lib/storage/rows.ts';
import { Ear } from './practice-ear.ts';
import type { PracticeEye } from './practice-eye.ts';
import type { PlannedObserver } from './plan.ts';
import type { LiveWords } from './practice-words.ts';
import type { HeadStart } from './practice-head-start.ts';
import { handOver, handOverUnkept, type HandoverContext } from './practice-handover.ts';
import { MemorySink, openJournal, TakeRecording, type PieceSink } from './practice-recording.ts';

export type AnswerContext = HandoverContext & {
  /** False: the policy keeps no recordings, and none is written to disk. */
  readonly keepsRecordings: boolean;
  readonly ear: Ear;
  /** Whoever looks at the camera; nobody where the policy forbids it. */
  readonly eye: PracticeEye | undefined;
  /** Captions; none where nobody wants them. */
  readonly words: LiveWords | undefined;
  /** What is heard live; none where the device is too small for it. */
  readonly observers: readonly PlannedObserver[];
  /** Analyses the recording while it is made; nobody where the device is too small for it. */
  readonly headStart: HeadStart | undefined;
  /** It ended by itself: ask `keep` for what there is. */
  readonly onEnd: () => void;
};

/** What an answer came to. */
export type Kept = { readonly seconds: number; readonly bytes: number; readonly error?: AppError | undefined };

/** One answer, from its first sound to the job that it becomes. */
export class PracticeAnswer {
  readonly row: TakeRow;
  readonly #context: AnswerContext;
  readonly #recording: TakeRecording;
  readonly #memory: MemorySink | undefined;
  readonly #hasCamera: boolean;
  #isPaused = false;

  private constructor(row: TakeRow, context: AnswerContext, capture: Capture, sink: PieceSink) {
    this.row = row;
    this.#context = context;
    this.#memory = sink instanceof MemorySink ? sink : undefined;
    this.#hasCamera = capture.hasCamera;
    this.#recording = new TakeRecording({
      ...{ sink, clock: context.clock, onEnd: context.onEnd },
      onPiece: (piece, seconds) => {
        context.headStart?.take(piece, seconds);
      },
      record: (events) => capture.record(events),
    });
  }

  /**
   * Starts to record. Where that fails nothing is left of it.
   *
   * @throws `recorder-failed`; errors of storage
   */
  static async begin(row: TakeRow, context: AnswerContext, capture: Capture): Promise<PracticeAnswer> {
    const sink = context.keepsRecordings ? await openJournal(context.store, row) : new MemorySink();
    try {
      const answer = new PracticeAnswer(row, context, capture, sink);
      answer.#recording.start();
      context.eye?.begin(() => (answer.#isPaused ? undefined : answer.seconds));
      // Beside the recorder, never before it.
      if (context.observers.length > 0) void context.ear.begin(capture, context.observers, row.session.language);
      void context.words?.begin(capture, row.session.language);
      return answer;
    } catch (thrown) {
      await sink.drop().catch(() => undefined);
      throw thrown;
    }
  }

  /** Seconds so far, pauses left out. */
  get seconds(): number {
    return this.#recording.seconds;
  }

  pause(): void {
    this.#isPaused = true;
    this.#recording.pause();
    this.#context.ear.pause();
    this.#context.words?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#recording.resume();
    this.#context.ear.resume();
    this.#context.words?.resume();
  }

  /** Puts on disk what there is: the page may soon be frozen. */
  flush(): void {
    this.#recording.flush();
  }

  /** Ends it and makes it a job; its first figures follow as soon as ear and eye have them. Never rejects. */
  async keep(): Promise<Kept> {
    this.#context.words?.end();
    const [heard, seen] = [this.#context.ear.finish(), this.#context.eye?.finish() ?? []];
    const { seconds, bytes, error } = await this.#recording.stop();
    const { headStart, queue } = this.#context;
    // Before there is a job that could look for it.
    if (headStart && bytes > 0) queue.begun(this.row.id, headStart);
    else headStart?.drop();
    try {
      if (bytes === 0) await this.#context.store.removal.take(this.row.id);
      else {
        await (this.#memory
          ? handOverUnkept(this.row, this.#memory.content(this.row.mime), this.#context)
          : handOver(this.row, this.#context));
        void this.#draft(seconds, heard, seen);
      }
      return { seconds, bytes, error };
    } catch (thrown) {
      // Its journal is still there, to be recovered.
      headStart?.drop();
      return { seconds, bytes: 0, error: error ?? toAppError(thrown) };
    }
  }

  /** Forgets it. */
  async drop(): Promise<void> {
    this.#context.words?.end();
    this.#context.ear.drop();
    this.#context.eye?.drop();
    this.#context.headStart?.drop();
    await this.#recording.drop();
  }

  /** Figures that are late or fail are no loss: those of the recording come. */
  async #draft(
    seconds: number,
    heard: AsyncIterable<readonly Track[]>,
    seen: readonly Track[] | Promise<readonly Track[]>,
  ): Promise<void> {
    const draft = (tracks: readonly Track[]) => this.#context.queue.draft(this.row.id, this.#facts(seconds), tracks);
    try {
      const pictures = await seen;
      await draft(pictures);
      for await (const sounds of heard) await draft([...pictures, ...sounds]);
    } catch {
      // The same.
    }
  }

  #facts(seconds: number): MediaFacts {
    const { name, mime } = this.row;
    return {
      ...{ name, mime, bytes: 0, sha256: '', seconds, audio: { sampleRate: 48_000, channels: 1 } },
      video: this.#hasCamera ? { width: 640, height: 480, fps: 30 } : null,
    };
  }
}
