import type { Analyser } from '$lib/core/analyser.ts';
import { AppError, toAppError } from '$lib/core/errors.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Question } from '$lib/core/question.ts';
import { ScreenWake } from '$lib/media/capture/screen-wake.ts';
import type { SessionRow, TakeRow } from '$lib/storage/rows.ts';
import type { Device } from './device.ts';
import { ENGINE_BYTES, type Live } from './memory-budget.ts';
import { planSession } from './plan.ts';
import { PracticeAnswer, type AnswerContext } from './practice-answer.ts';
import type {
  DeviceChoice,
  Practice,
  PracticePhase,
  PracticeSetup,
  PracticeState,
  Recovery,
  SetupFault,
  Take,
} from './practice-contract.ts';
import { Cues, type Cue } from './practice-cues.ts';
import { PracticeDevices, type OpenCapture } from './practice-devices.ts';
import { Ear } from './practice-ear.ts';
import type { HandoverContext } from './practice-handover.ts';
import { PracticeLock } from './practice-lock.ts';
import { Recoveries } from './practice-recovery.ts';
import { isTooFast, LiveWords } from './practice-words.ts';

export type PracticeContext = Pick<HandoverContext, 'clock' | 'engines' | 'onSession'> & {
  /** The open studio's; throws `storage-unavailable` before. */
  readonly opened: () => Pick<HandoverContext, 'store' | 'queue'>;
  readonly policy: Policy;
  readonly registry: readonly Analyser[];
  readonly device: Device;
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
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
/** An ear beside the recorder and the analysis of the answer before takes about 300 MB: not on the smallest devices. */
const EAR_GIGABYTES = 4;
/** Processors with which words are read for the pace alone. */
const PACE_CORES = 4;
/** What a session has to be planned for. */
const MEDIA = { audio: { sampleRate: 48_000, channels: 1 }, video: { width: 640, height: 480, fps: 30 } };
const OUT_OF_FRAME: ReadonlySet<SetupFault> = new Set(['no-face', 'face-cut', 'camera-lost']);
const ANSWERING: readonly PracticePhase[] = ['recording', 'paused'];

/** A live session: camera and microphone, question after question, each answer a job of the queue. Framework-free. */
export class PracticeSession implements Practice {
  readonly #context: PracticeContext;
  readonly #lock: PracticeLock;
  readonly #wake = new ScreenWake();
  readonly #recoveries: Recoveries;
  readonly #devices: PracticeDevices;
  readonly #ear: Ear;
  readonly #words: LiveWords;
  readonly #listeners = new Set<(state: PracticeState) => void>();
  #state: PracticeState | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #phase: PracticePhase = 'closed';
  #error: AppError | undefined;
  #isElsewhere = false;
  #setup: PracticeSetup | undefined;
  #session: SessionRow | undefined;
  #place = 0;
  #thinkingEnd = 0;
  #answer: PracticeAnswer | undefined;
  #takes: readonly Take[] = [];
  #cues = new Cues();
  #cue: Cue | undefined;
  /** The one that makes room for the recording, while there is a session. */
  #queue: HandoverContext['queue'] | undefined;
  #stopTicking: (() => void) | undefined;

  constructor(context: PracticeContext) {
    const { engines, assets, policy, name, openCapture } = context;
    this.#context = context;
    this.#lock = new PracticeLock(`${name}-practice`, (isElsewhere) => {
      this.#isElsewhere = isElsewhere;
      this.#changed();
    });
    this.#recoveries = new Recoveries({ ...context, isRecording: (id) => this.#answer?.row.id === id });
    this.#ear = new Ear({ engines, assets, mostSeconds: policy.limits.seconds });
    this.#words = new LiveWords(engines, assets);
    const changed = () => {
      this.#changed();
    };
    // A recording that has lost its camera or its microphone is ended while all of it is good.
    const onLost = () => {
      this.#endByItself();
    };
    const mayLook = planSession(context.registry, policy, MEDIA).observers.frames.some(({ id }) => id === 'face');
    this.#devices = new PracticeDevices({ onLost, onDevices: changed }, mayLook ? assets : undefined, openCapture);
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
      if (!(await this.#lock.take())) throw new AppError('practice-elsewhere');
      // In the middle of a session other devices take the place of those that were lost.
      const isBetween = this.#phase === 'between';
      if (!isBetween) this.#enter('opening');
      try {
        await this.#devices.open(choice);
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
      this.#setup = setup;
      this.#session = newSession(setup);
      this.#takes = [];
      this.#wake.hold();
      this.#listenToPage(true);
      this.#queue = this.#context.opened().queue;
      this.#queue.yieldToRecording(this.#live());
      await this.#ask(0);
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
    try {
      const { capture, isLost } = this.#devices;
      if (!capture || isLost) throw new AppError('device-unplugged');
      this.#answer = await PracticeAnswer.begin(this.#newTake(capture.type.mime), this.#answerContext(), capture);
      this.#cues = new Cues();
      this.#cue = undefined;
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
    if (bytes > 0) this.#takes = [...this.#takes, { answerId: answer.row.id, place: this.#place, seconds, bytes }];
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
    this.#wake.release();
    this.#listenToPage(false);
    this.#queue?.yieldToRecording(undefined);
    this.#queue = undefined;
    this.#lock.release();
    if (phase === 'closed') {
      this.#setup = undefined;
      this.#session = undefined;
      this.#takes = [];
      this.#place = 0;
      this.#ear.close();
      this.#words.close();
    }
    this.#enter(phase);
  }

  #answerContext(): AnswerContext {
    const { clock, engines, onSession, opened, policy } = this.#context;
    return {
      ...{ clock, engines, onSession, ...opened(), ear: this.#ear },
      keepsRecordings: policy.keepRecordings,
      observers: this.#liveObservers(),
      words: this.#wantsWords() ? this.#words : undefined,
      onEnd: () => {
        this.#endByItself();
      },
    };
  }

  #liveObservers(): AnswerContext['observers'] {
    const { registry, policy, device } = this.#context;
    const isSmall = device.isMobile || (device.memoryGigabytes ?? EAR_GIGABYTES) < EAR_GIGABYTES;
    return isSmall ? [] : planSession(registry, policy, MEDIA).observers.samples;
  }

  /** Captions are asked for; where there are processors enough, cues about the pace are worth them, too. */
  #wantsWords(): boolean {
    const { registry, policy, device } = this.#context;
    const mayHear = planSession(registry, policy, MEDIA).observers.text.some(({ id }) => id === 'transcript');
    const isPaceWanted = this.#setup?.hasCues === true && device.cores >= PACE_CORES;
    return mayHear && (this.#setup?.hasCaptions === true || isPaceWanted);
  }

  /** What the session takes of the device beside the analysis. */
  #live(): Live {
    const ear = this.#liveObservers().length > 0 ? ENGINE_BYTES.liveEar : 0;
    const eye = this.#devices.capture?.hasCamera ? ENGINE_BYTES.liveEye : 0;
    const isListening = this.#wantsWords();
    return { bytes: ear + eye + (isListening ? ENGINE_BYTES.text : 0), isBusy: isListening };
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

  readonly #onHide = () => {
    this.#answer?.flush();
  };

  /** A hidden page may be frozen, and one that goes away is gone: what has been recorded is handed out before. */
  #listenToPage(isOn: boolean): void {
    const change = isOn ? 'addEventListener' : 'removeEventListener';
    document[change]('visibilitychange', this.#onHide);
    globalThis[change]('pagehide', this.#onHide);
  }

  #tick(): void {
    const now = this.#context.clock.now();
    this.#devices.read(now, this.#phase === 'recording');
    if (this.#setup?.hasCues && this.#answer && this.#phase === 'recording') this.#readCues(this.#answer.seconds);
    if (this.#phase === 'thinking' && now >= this.#thinkingEnd) void this.answer().catch(() => undefined);
    if (this.#answer && this.#answer.seconds >= this.#context.policy.limits.seconds) this.#endByItself();
    this.#changed();
  }

  #readCues(at: number): void {
    const { faults, levelDb } = this.#devices.faults;
    this.#cue = this.#cues.read({
      ...{ at, levelDb },
      isMicrophoneSilent: faults.includes('microphone-silent') || faults.includes('microphone-lost'),
      isOutOfFrame: faults.some((fault) => OUT_OF_FRAME.has(fault)),
      isTooFast: isTooFast(this.#words.words, this.#setup?.language ?? 'auto'),
    });
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
    return {
      phase: this.#phase,
      ...(this.#session ? { sessionId: this.#session.id } : {}),
      ...(this.#setup ? { setup: this.#setup } : {}),
      place: this.#place,
      ...this.#devices.view(),
      ...(this.#phase === 'thinking' ? { thinkingLeft: Math.max(0, this.#thinkingEnd - now) } : {}),
      answerSeconds: this.#answer?.seconds ?? 0,
      takes: this.#takes,
      captions: this.#setup?.hasCaptions ? this.#words.words : [],
      ...(this.#cue && this.#phase === 'recording' ? { cue: this.#cue } : {}),
      isElsewhere: this.#isElsewhere,
      ...(this.#error ? { error: { code: this.#error.code, message: this.#error.message } } : {}),
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
