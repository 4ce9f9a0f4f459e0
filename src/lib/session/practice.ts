import { AppError, toAppError } from '$lib/core/errors.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Question } from '$lib/core/question.ts';
import { Capture, type CaptureEvents } from '$lib/media/capture/capture.ts';
import type { DeviceWish } from '$lib/media/capture/devices.ts';
import { megabytesPerMinute } from '$lib/media/capture/recording-type.ts';
import { ScreenWake } from '$lib/media/capture/screen-wake.ts';
import { estimateRoom } from '$lib/storage/room.ts';
import type { SessionRow, TakeRow } from '$lib/storage/rows.ts';
import type {
  DeviceChoice,
  DeviceView,
  Practice,
  PracticePhase,
  PracticeSetup,
  PracticeState,
  Recovery,
  Take,
} from './practice-contract.ts';
import { SetupFaults } from './practice-faults.ts';
import { handOver, handOverUnkept, type HandoverContext } from './practice-handover.ts';
import { PracticeLock } from './practice-lock.ts';
import { MemorySink, openJournal, TakeRecording, type PieceSink } from './practice-recording.ts';
import { Recoveries } from './practice-recovery.ts';

export type PracticeContext = Pick<HandoverContext, 'clock' | 'engines' | 'onSession'> & {
  /** The open studio's; throws `storage-unavailable` before. */
  readonly opened: () => Pick<HandoverContext, 'store' | 'queue'>;
  readonly policy: Policy;
  /** Name of the lock that this tab holds while it lives. */
  readonly tab: string;
  readonly isTabOpen: (tab: string) => Promise<boolean>;
  /** Name of the database, for locks. */
  readonly name: string;
  /** Tests put a scripted one in its place. */
  readonly openCapture?: (wish: DeviceWish, events: CaptureEvents) => Promise<Capture>;
};

/** How often meters and clocks are read. */
const TICK_SECONDS = 0.1;
const ROOM_SECONDS = 10;
/** Less room than this many minutes of recording is told. */
const LOW_ROOM_MINUTES = 5;
const ANSWERING: readonly PracticePhase[] = ['recording', 'paused'];

/** A live session: camera and microphone, question after question, each answer a job of the queue. Framework-free. */
export class PracticeSession implements Practice {
  readonly #context: PracticeContext;
  readonly #lock: PracticeLock;
  readonly #wake = new ScreenWake();
  readonly #recoveries: Recoveries;
  readonly #listeners = new Set<(state: PracticeState) => void>();
  #state: PracticeState | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #phase: PracticePhase = 'closed';
  #error: AppError | undefined;
  #isElsewhere = false;
  #capture: Capture | undefined;
  #faults = new SetupFaults();
  #isRoomLow = false;
  #roomAt = Number.NEGATIVE_INFINITY;
  #setup: PracticeSetup | undefined;
  #session: SessionRow | undefined;
  #place = 0;
  #thinkingEnd = 0;
  #recording: TakeRecording | undefined;
  #row: TakeRow | undefined;
  #memory: MemorySink | undefined;
  #takes: readonly Take[] = [];
  #stopTicking: (() => void) | undefined;

  constructor(context: PracticeContext) {
    this.#context = context;
    this.#lock = new PracticeLock(`${context.name}-practice`, (isElsewhere) => {
      this.#isElsewhere = isElsewhere;
      this.#changed();
    });
    this.#recoveries = new Recoveries({ ...context, isRecording: (id) => this.#row?.id === id });
    void this.#lock.look();
  }

  get state(): PracticeState {
    this.#state ??= this.#view();
    return this.#state;
  }

  subscribe(listener: (state: PracticeState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(choice: DeviceChoice): Promise<void> {
    return this.#verb(['closed', 'ready', 'between', 'finished', 'failed'], async () => {
      const before = this.#phase;
      if (!(await this.#lock.take())) throw new AppError('practice-elsewhere');
      this.#closeCapture();
      if (before !== 'between') this.#enter('opening');
      try {
        const open = this.#context.openCapture ?? ((wish, events) => Capture.open(wish, events));
        this.#capture = await open(choice, this.#captureEvents);
      } catch (thrown) {
        if (before !== 'between') this.#letGo('failed');
        throw thrown;
      }
      this.#faults = new SetupFaults();
      this.#stopTicking ??= this.#context.clock.every(TICK_SECONDS, () => {
        this.#tick();
      });
      this.#enter(before === 'between' ? before : 'ready');
    });
  }

  begin(setup: PracticeSetup): Promise<void> {
    return this.#verb(['ready'], async () => {
      if (setup.questions.length === 0) throw new AppError('questions-invalid', 'a session without questions');
      this.#setup = setup;
      this.#session = newSession(setup);
      this.#takes = [];
      this.#wake.hold();
      this.#listenToPage(true);
      await this.#ask(0);
    });
  }

  answer(): Promise<void> {
    return this.#verb(['thinking'], () => this.#record());
  }

  pause(): void {
    if (this.#phase !== 'recording') return;
    this.#recording?.pause();
    this.#enter('paused');
  }

  resume(): void {
    if (this.#phase !== 'paused') return;
    this.#recording?.resume();
    this.#enter('recording');
  }

  stop(): Promise<void> {
    return this.#verb(ANSWERING, () => this.#keep());
  }

  retry(): Promise<void> {
    return this.#verb(['thinking', ...ANSWERING, 'between'], async () => {
      await this.#drop();
      await this.#ask(this.#place);
    });
  }

  next(): Promise<void> {
    return this.#verb(['between'], () => this.#goOn());
  }

  skip(): Promise<void> {
    return this.#verb(['thinking', ...ANSWERING, 'between'], async () => {
      await this.#drop();
      await this.#goOn();
    });
  }

  follow(question: Question): void {
    if (!this.#setup) return;
    const questions = this.#setup.questions.toSpliced(this.#place + 1, 0, question);
    this.#setup = { ...this.#setup, questions };
    this.#changed();
  }

  finish(): Promise<void> {
    return this.#verb(['thinking', ...ANSWERING, 'between'], () => this.#end());
  }

  close(): Promise<void> {
    const all: PracticePhase[] = ['ready', 'thinking', ...ANSWERING, 'between', 'finished', 'failed'];
    return this.#verb(all, async () => {
      if (this.#recording) await this.#keep();
      this.#letGo('closed');
    });
  }

  recoveries(): Promise<readonly Recovery[]> {
    return this.#recoveries.list();
  }

  recover(sessionId: string): Promise<string> {
    return this.#recoveries.recover(sessionId);
  }

  discard(sessionId: string): Promise<void> {
    return this.#recoveries.discard(sessionId);
  }

  /** One at a time; a click too many finds another phase and does nothing. */
  #verb(phases: readonly PracticePhase[], work: () => Promise<void>): Promise<void> {
    const turn = this.#tail.then(async () => {
      if (!phases.includes(this.#phase)) return;
      this.#error = undefined;
      try {
        await work();
      } catch (thrown) {
        const error = toAppError(thrown);
        this.#error = error;
        this.#changed();
        throw error;
      }
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #ask(place: number): Promise<void> {
    this.#place = place;
    const seconds = this.#question()?.thinkingSeconds ?? this.#setup?.thinkingSeconds ?? 0;
    this.#thinkingEnd = this.#context.clock.now() + seconds;
    if (seconds > 0) this.#enter('thinking');
    else await this.#record();
  }

  async #goOn(): Promise<void> {
    if (this.#place + 1 < (this.#setup?.questions.length ?? 0)) await this.#ask(this.#place + 1);
    else await this.#end();
  }

  /** Starts to record the answer to the question that is on. Where that fails, it can be tried again. */
  async #record(): Promise<void> {
    const { clock } = this.#context;
    try {
      if (!this.#capture || this.#isLost()) throw new AppError('device-unplugged');
      const capture = this.#capture;
      const row = this.#newTake(capture.type.mime);
      const sink = await this.#openSink(row);
      this.#row = row;
      const recording = new TakeRecording({
        ...{ sink, clock, record: (events) => capture.record(events) },
        onEnd: () => void this.#verb(ANSWERING, () => this.#keep()).catch(() => undefined),
      });
      this.#recording = recording;
      recording.start();
      this.#enter('recording');
    } catch (thrown) {
      await this.#drop().catch(() => undefined);
      this.#enter('between');
      throw thrown;
    }
  }

  async #openSink(row: TakeRow): Promise<PieceSink> {
    if (this.#context.policy.keepRecordings) return openJournal(this.#context.opened().store, row);
    this.#memory = new MemorySink();
    return this.#memory;
  }

  /** Ends the answer and makes it a job. */
  async #keep(): Promise<void> {
    const [recording, row, memory] = [this.#recording, this.#row, this.#memory];
    if (!recording || !row) return;
    this.#enter('saving');
    try {
      const { seconds, bytes, error } = await recording.stop();
      if (bytes > 0) {
        const context = this.#handover();
        await (memory ? handOverUnkept(row, memory.content(row.mime), context) : handOver(row, context));
        this.#takes = [...this.#takes, { answerId: row.id, place: this.#place, seconds, bytes }];
      } else if (!memory) await this.#context.opened().store.removeTake(row.id);
      if (error) throw error;
      if (this.#isLost()) throw new AppError('device-unplugged');
    } finally {
      this.#forgetRecording();
      this.#enter('between');
    }
  }

  async #drop(): Promise<void> {
    const recording = this.#recording;
    this.#forgetRecording();
    await recording?.drop();
  }

  #forgetRecording(): void {
    this.#recording = undefined;
    this.#row = undefined;
    this.#memory = undefined;
  }

  async #end(): Promise<void> {
    try {
      if (this.#recording) await this.#keep();
    } finally {
      this.#letGo('finished');
    }
  }

  /** Closes everything that is open. */
  #letGo(phase: 'closed' | 'finished' | 'failed'): void {
    this.#stopTicking?.();
    this.#stopTicking = undefined;
    this.#closeCapture();
    this.#wake.release();
    this.#listenToPage(false);
    this.#lock.release();
    if (phase === 'closed') {
      this.#setup = undefined;
      this.#session = undefined;
      this.#takes = [];
      this.#place = 0;
    }
    this.#enter(phase);
  }

  #closeCapture(): void {
    this.#capture?.close();
    this.#capture = undefined;
  }

  #handover(): HandoverContext {
    const { clock, engines, onSession, opened } = this.#context;
    return { clock, engines, onSession, ...opened() };
  }

  #question(): Question | undefined {
    return this.#setup?.questions[this.#place];
  }

  #newTake(mime: string): TakeRow {
    const session = this.#session;
    const question = this.#question();
    if (!session || !question) throw new AppError('unexpected', 'no session has begun');
    const earlier = this.#takes.filter(({ place }) => place === this.#place).length;
    const kind = /^\w+\/(\w+)/.exec(mime)?.[1] ?? 'webm';
    return {
      ...{ id: crypto.randomUUID(), sessionId: session.id, session, question, mime },
      place: this.#takes.length,
      name: `answer-${this.#place + 1}${earlier > 0 ? `-${earlier + 1}` : ''}.${kind}`,
      created: new Date().toISOString(),
      owner: this.#context.tab,
    };
  }

  #isLost(): boolean {
    return this.#capture?.stream.getTracks().some(({ readyState }) => readyState === 'ended') ?? true;
  }

  readonly #captureEvents: CaptureEvents = {
    // A recording that has lost its camera or its microphone is ended while all of it is good.
    onLost: () => {
      this.#changed();
      void this.#verb(ANSWERING, () => this.#keep()).catch(() => undefined);
    },
    onDevices: () => {
      this.#changed();
    },
  };

  readonly #onHide = () => {
    this.#recording?.flush();
  };

  /** A hidden page may be frozen, and one that goes away is gone: what has been recorded is handed out before. */
  #listenToPage(isOn: boolean): void {
    if (isOn) {
      document.addEventListener('visibilitychange', this.#onHide);
      addEventListener('pagehide', this.#onHide);
    } else {
      document.removeEventListener('visibilitychange', this.#onHide);
      removeEventListener('pagehide', this.#onHide);
    }
  }

  #tick(): void {
    const now = this.#context.clock.now();
    if (this.#capture) this.#faults.read(this.#capture.read(), now);
    if (now - this.#roomAt >= ROOM_SECONDS) {
      this.#roomAt = now;
      void this.#measureRoom();
    }
    if (this.#phase === 'thinking' && now >= this.#thinkingEnd) void this.answer().catch(() => undefined);
    const { seconds } = this.#context.policy.limits;
    if (this.#recording && this.#recording.seconds >= seconds) void this.stop().catch(() => undefined);
    this.#changed();
  }

  async #measureRoom(): Promise<void> {
    const room = await estimateRoom();
    if (!room || !this.#capture) return;
    this.#isRoomLow = room.quota - room.usage < LOW_ROOM_MINUTES * megabytesPerMinute(this.#capture.type) * 1e6;
  }

  #enter(phase: PracticePhase): void {
    this.#phase = phase;
    this.#changed();
  }

  #changed(): void {
    this.#state = undefined;
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }

  #view(): PracticeState {
    const now = this.#context.clock.now();
    const capture = this.#capture;
    return {
      phase: this.#phase,
      ...(this.#session ? { sessionId: this.#session.id } : {}),
      ...(this.#setup ? { setup: this.#setup } : {}),
      place: this.#place,
      ...(capture ? { device: this.#deviceView(capture), megabytesPerMinute: megabytesPerMinute(capture.type) } : {}),
      ...(this.#phase === 'thinking' ? { thinkingLeft: Math.max(0, this.#thinkingEnd - now) } : {}),
      answerSeconds: this.#recording?.seconds ?? 0,
      takes: this.#takes,
      captions: [],
      isElsewhere: this.#isElsewhere,
      ...(this.#error ? { error: { code: this.#error.code, message: this.#error.message } } : {}),
    };
  }

  #deviceView({ stream, hasCamera, devices, cameraId, microphoneId }: Capture): DeviceView {
    const { levelDb, peakDb, faults } = this.#faults;
    return {
      ...{ stream, hasCamera, levelDb, peakDb },
      ...devices,
      ...(cameraId === undefined ? {} : { cameraId }),
      ...(microphoneId === undefined ? {} : { microphoneId }),
      faults: this.#isRoomLow ? [...faults, 'storage-low'] : faults,
    };
  }
}

function newSession(setup: PracticeSetup): SessionRow {
  const { title = '', language, locale, questions, otherQuestions, vocabulary } = setup;
  const own = new Set(questions.map(({ id }) => id));
  return {
    ...{
      id: crypto.randomUUID(),
      created: new Date().toISOString(),
      kind: 'practice',
      status: 'running',
      overall: null,
    },
    ...{ title, language, locale, answers: 0, seconds: 0, vocabulary: [...vocabulary] },
    // Each answer is compared with the questions that it was not meant for.
    otherQuestions: [...questions, ...otherQuestions.filter(({ id }) => !own.has(id))],
  };
}
