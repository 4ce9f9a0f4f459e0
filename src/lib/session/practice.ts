import { AppError, toAppError } from '$lib/core/errors.ts';
import type { Capture } from '$lib/media/capture/capture.ts';
import type { Question } from '$lib/core/question.ts';
import { PracticeAnswer, type AnswerContext } from './practice-answer.ts';
import type {
  Calibrating,
  DeviceChoice,
  Practice,
  PracticePhase,
  PracticeSetup,
  PracticeState,
  Recovery,
} from './practice-contract.ts';
import { PracticeCourse } from './practice-course.ts';
import { PracticeDevices, type OpenCapture } from './practice-devices.ts';
import type { HandoverContext } from './practice-handover.ts';
import { PracticeLock } from './practice-lock.ts';
import { PracticePresence } from './practice-presence.ts';
import { Recoveries } from './practice-recovery.ts';
import { PracticeSenses, type SensesContext } from './practice-senses.ts';

export type PracticeContext = SensesContext & {
  readonly clock: HandoverContext['clock'];
  readonly onSession: HandoverContext['onSession'];
  /** The open studio's; throws `storage-unavailable` before. */
  readonly opened: () => Pick<HandoverContext, 'store' | 'queue'>;
  /** Name of the lock that this tab holds while it lives. */
  readonly tab: string;
  readonly isTabOpen: (tab: string) => Promise<boolean>;
  /** Name of the database, for locks. */
  readonly name: string;
  /** Tests put a scripted one in its place. */
  readonly openCapture?: OpenCapture;
};

/** How often meters and clocks are read, seconds. */
const TICK_SECONDS = 0.1;
const ANSWERING: readonly PracticePhase[] = ['recording', 'paused'];

/** A live session: camera and microphone, question after question, each answer a job of the queue. Framework-free. */
export class PracticeSession implements Practice {
  readonly #context: PracticeContext;
  readonly #lock: PracticeLock;
  readonly #presence = new PracticePresence(
    () => {
      this.#answer?.flush();
    },
    () => {
      if (this.#answer) this.#devices.returned(this.#context.clock.now());
    },
  );
  readonly #recoveries: Recoveries;
  readonly #devices: PracticeDevices;
  readonly #senses: PracticeSenses;
  readonly #listeners = new Set<(state: PracticeState) => void>();
  #state: PracticeState | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #phase: PracticePhase = 'closed';
  #error: AppError | undefined;
  #isElsewhere = false;
  /** Of the session that is on, or was last. */
  #course: PracticeCourse | undefined;
  #thinkingEnd = 0;
  #answer: PracticeAnswer | undefined;
  /** The one that makes room for the recording, while there is a session. */
  #queue: HandoverContext['queue'] | undefined;
  #stopTicking: (() => void) | undefined;

  constructor(context: PracticeContext) {
    const { name, openCapture } = context;
    this.#context = context;
    this.#lock = new PracticeLock(`${name}-practice`, (isElsewhere) => {
      this.#isElsewhere = isElsewhere;
      this.#changed();
    });
    this.#recoveries = new Recoveries({ ...context, isRecording: (id) => this.#answer?.row.id === id });
    const changed = () => {
      this.#changed();
    };
    this.#senses = new PracticeSenses(context, {
      onFigures: (figures) => {
        this.#devices.see(figures);
      },
      onCalibration: changed,
    });
    // A recording that has lost its camera or its microphone is ended while all of it is good.
    const onLost = () => {
      this.#endByItself();
    };
    this.#devices = new PracticeDevices({ onLost, onDevices: changed }, this.#senses.eye, openCapture);
    void this.#lock.look();
  }

  get state(): PracticeState {
    this.#state ??= this.#view();
    return this.#state;
  }

  get calibration(): Calibrating {
    return this.#senses.calibration;
  }

  subscribe(listener: (state: PracticeState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(choice: DeviceChoice): Promise<void> {
    return this.#verb(['closed', 'ready', 'between', 'finished', 'failed'], async () => {
      if (!(await this.#lock.take())) throw new AppError('practice-elsewhere');
      // In the middle of a session other devices take the place of those that were lost.
      const isBetween = this.#phase === 'between';
      if (!isBetween) this.#enter('opening');
      try {
        await this.#devices.open(choice);
        if (isBetween && this.#course) this.#course.isCalibrated = false;
        else this.#senses.calibration.open(this.#senses.stepsFor(choice.hasCamera));
      } catch (thrown) {
        if (!isBetween) this.#letGo('failed');
        throw thrown;
      }
      this.#stopTicking ??= this.#context.clock.every(TICK_SECONDS, () => {
        this.#tick();
      });
      this.#enter(isBetween ? 'between' : 'ready');
    });
  }

  begin(setup: PracticeSetup): Promise<void> {
    return this.#verb(['ready'], async () => {
      if (setup.questions.length === 0) throw new AppError('questions-invalid', 'a session without questions');
      this.#senses.calibration.leave();
      this.#course = new PracticeCourse(setup, this.#senses.calibration.result);
      this.#presence.hold();
      this.#queue = this.#context.opened().queue;
      await this.#ask();
    });
  }

  answer(): Promise<void> {
    return this.#verb(['thinking'], () => this.#record());
  }

  pause(): void {
    if (this.#phase !== 'recording') return;
    this.#answer?.pause();
    this.#enter('paused');
  }

  resume(): void {
    if (this.#phase !== 'paused') return;
    this.#answer?.resume();
    this.#enter('recording');
  }

  stop(): Promise<void> {
    return this.#verb(ANSWERING, () => this.#keep());
  }

  retry(): Promise<void> {
    return this.#verb(['thinking', ...ANSWERING, 'between'], async () => {
      await this.#drop();
      await this.#ask();
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
    this.#course?.follow(question);
    this.#changed();
  }

  finish(): Promise<void> {
    return this.#verb(['thinking', ...ANSWERING, 'between'], () => this.#end());
  }

  close(): Promise<void> {
    const all: PracticePhase[] = ['ready', 'thinking', ...ANSWERING, 'between', 'finished', 'failed'];
    return this.#verb(all, async () => {
      try {
        await this.#keep();
      } finally {
        this.#letGo('closed');
      }
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

  /** The question that is on, with its time to think. */
  async #ask(): Promise<void> {
    const seconds = this.#course?.thinkingSeconds ?? 0;
    this.#thinkingEnd = this.#context.clock.now() + seconds;
    if (seconds > 0) this.#enter('thinking');
    else await this.#record();
  }

  async #goOn(): Promise<void> {
    if (!this.#course || this.#course.isLast) {
      await this.#end();
      return;
    }
    this.#course.place += 1;
    await this.#ask();
  }

  /** Starts to record the answer to the question that is on. Where that fails, it can be tried again. */
  async #record(): Promise<void> {
    try {
      const { capture, isLost } = this.#devices;
      if (!capture || isLost) throw new AppError('device-unplugged');
      if (!this.#course) throw new AppError('unexpected', 'no session has begun');
      const take = this.#course.begin(capture.type.mime, this.#context.tab);
      this.#answer = await PracticeAnswer.begin(take, this.#answerContext(capture), capture);
      this.#senses.forgetCues();
      this.#enter('recording');
    } catch (thrown) {
      this.#enter('between');
      throw thrown;
    }
  }

  /** Ends the answer, if one is on, and makes it a job. */
  async #keep(): Promise<void> {
    const answer = this.#answer;
    if (!answer) return;
    this.#enter('saving');
    const { seconds, bytes, error } = await answer.keep();
    if (bytes > 0) this.#course?.keep({ answerId: answer.row.id, seconds, bytes });
    this.#answer = undefined;
    this.#enter('between');
    if (error) throw error;
    if (this.#devices.isLost) throw new AppError('device-unplugged');
  }

  async #drop(): Promise<void> {
    const answer = this.#answer;
    this.#answer = undefined;
    await answer?.drop();
  }

  async #end(): Promise<void> {
    try {
      await this.#keep();
    } finally {
      this.#letGo('finished');
    }
  }

  #endByItself(): void {
    this.#changed();
    // What went wrong is told by the state.
    void this.stop().catch(() => undefined);
  }

  /** Closes everything that is open. */
  #letGo(phase: 'closed' | 'finished' | 'failed'): void {
    this.#stopTicking?.();
    this.#stopTicking = undefined;
    this.#devices.close();
    this.#presence.release();
    this.#queue?.yieldToRecording(undefined);
    this.#queue = undefined;
    this.#lock.release();
    if (phase === 'closed') {
      this.#course = undefined;
      this.#senses.close();
    }
    this.#enter(phase);
  }

  #answerContext(capture: Capture): AnswerContext {
    const { clock, engines, onSession, opened, policy } = this.#context;
    const { store, queue } = opened();
    return {
      ...{ clock, engines, onSession, store, queue, ear: this.#senses.ear, eye: this.#senses.eye },
      headStart: this.#senses.headStart(this.#course?.setup, capture, () => queue.jobsOf().length === 0),
      keepsRecordings: policy.keepRecordings,
      observers: this.#senses.observers,
      words: this.#senses.wordsFor(this.#course?.setup),
      onEnd: () => {
        this.#endByItself();
      },
    };
  }

  #tick(): void {
    const now = this.#context.clock.now();
    this.#devices.read(now);
    if (this.#phase === 'ready') this.#senses.calibration.tick(now, this.#devices.loudness);
    const setup = this.#course?.setup;
    if (setup?.hasCues && this.#answer && this.#phase === 'recording') {
      this.#senses.readCues(this.#answer.seconds, this.#devices.faults, setup.language);
    }
    if (this.#phase === 'thinking' && now >= this.#thinkingEnd) void this.answer().catch(() => undefined);
    if (this.#answer && this.#answer.seconds >= this.#context.policy.limits.seconds) this.#endByItself();
    this.#changed();
  }

  #enter(phase: PracticePhase): void {
    this.#phase = phase;
    const hasCamera = this.#devices.capture?.hasCamera === true;
    const setup = this.#course?.setup;
    if (setup) this.#queue?.yieldToRecording(this.#senses.live(setup, hasCamera, phase === 'recording'));
    this.#changed();
  }

  #changed(): void {
    this.#state = undefined;
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }

  #view(): PracticeState {
    const now = this.#context.clock.now();
    const course = this.#course;
    return {
      phase: this.#phase,
      ...(course?.view ?? { place: 0, takes: [] }),
      ...this.#devices.view(),
      ...(this.#phase === 'ready' ? { calibration: this.#senses.calibration.view } : {}),
      ...(this.#phase === 'thinking' ? { thinkingLeft: Math.max(0, this.#thinkingEnd - now) } : {}),
      answerSeconds: this.#answer?.seconds ?? 0,
      ...(course?.setup.hasCaptions && this.#answer ? { captions: this.#senses.captions(this.#answer.seconds) } : {}),
      ...(this.#senses.cue && this.#phase === 'recording' ? { cue: this.#senses.cue } : {}),
      isElsewhere: this.#isElsewhere,
      ...(this.#error ? { error: { code: this.#error.code, message: this.#error.message } } : {}),
    };
  }
}
