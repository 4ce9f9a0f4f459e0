import { toAppError } from '$lib/core/errors.ts';
import type { Question } from '$lib/core/question.ts';
import type {
  Calibrating,
  DeviceChoice,
  Practice,
  PracticePhase,
  PracticeSetup,
  PracticeState,
  Take,
} from '$lib/session/practice-contract.ts';

/** A question is on: leaving the page would cut it off. */
const IN_SESSION: readonly PracticePhase[] = ['thinking', 'recording', 'paused', 'saving', 'between'];
const AT_RISK: readonly PracticePhase[] = ['recording', 'paused', 'saving'];

/** The live session's newest snapshot in runes, and its verbs as buttons want them: failures stand in the snapshot. */
export class PracticeView {
  readonly #practice: Practice;
  readonly #unsubscribe: () => void;
  #state: PracticeState = $state.raw() as PracticeState;
  #choice: DeviceChoice = { hasCamera: true };

  constructor(practice: Practice) {
    this.#practice = practice;
    this.#state = practice.state;
    this.#unsubscribe = practice.subscribe((state) => {
      this.#state = state;
    });
  }

  get state(): PracticeState {
    return this.#state;
  }

  readonly phase: PracticePhase = $derived(this.#state.phase);
  readonly isInSession: boolean = $derived(IN_SESSION.includes(this.phase));
  /** Whether an answer would be cut off now. */
  readonly isAtRisk: boolean = $derived(AT_RISK.includes(this.phase));
  readonly question: Question | undefined = $derived(this.#state.setup?.questions[this.#state.place]);
  readonly questionCount: number = $derived(this.#state.setup?.questions.length ?? 0);
  readonly isLast: boolean = $derived(this.#state.place + 1 >= this.questionCount);
  readonly answerLimit: number = $derived(this.question?.answerSeconds ?? this.#state.setup?.answerSeconds ?? 0);
  /** Whole seconds: the screen changes once a second, not ten times. */
  readonly thinkingLeft: number = $derived(Math.ceil(this.#state.thinkingLeft ?? 0));
  readonly answerSeconds: number = $derived(Math.floor(this.#state.answerSeconds));
  /** Tries at the question that is on. */
  readonly takesHere: readonly Take[] = $derived(this.#state.takes.filter(({ place }) => place === this.#state.place));
  /** The stream stays the same object while snapshots change. */
  readonly stream: MediaStream | undefined = $derived(this.#state.device?.stream);
  readonly hasCamera: boolean = $derived(this.#state.device?.hasCamera ?? false);

  get calibration(): Calibrating {
    return this.#practice.calibration;
  }

  open(choice: DeviceChoice): Promise<void> {
    this.#choice = choice;
    return this.#tried(this.#practice.open(choice));
  }

  /** The same devices once more: after a refusal, or when one was unplugged. */
  reopen(change: Partial<DeviceChoice> = {}): Promise<void> {
    return this.open({ ...this.#choice, ...change });
  }

  begin(setup: PracticeSetup): Promise<void> {
    return this.#tried(this.#practice.begin(setup));
  }

  readonly answer = (): Promise<void> => this.#tried(this.#practice.answer());
  readonly stop = (): Promise<void> => this.#tried(this.#practice.stop());
  readonly retry = (): Promise<void> => this.#tried(this.#practice.retry());
  readonly next = (): Promise<void> => this.#tried(this.#practice.next());
  readonly skip = (): Promise<void> => this.#tried(this.#practice.skip());
  readonly finish = (): Promise<void> => this.#tried(this.#practice.finish());

  readonly pauseOrResume = (): void => {
    if (this.phase === 'recording') this.#practice.pause();
    else if (this.phase === 'paused') this.#practice.resume();
  };

  /** Asks one more question after this one, and goes to it. */
  async follow(question: Question): Promise<void> {
    this.#practice.follow(question);
    await this.next();
  }

  /** Closes camera and microphone; an answer that runs is kept. */
  close(): Promise<void> {
    return this.#tried(this.#practice.close());
  }

  /** The page is left. */
  async end(): Promise<void> {
    await this.close();
    this.#unsubscribe();
  }

  /** The snapshot carries the error, and every screen shows it there. */
  async #tried(work: Promise<void>): Promise<void> {
    await work.catch((thrown: unknown) => {
      const { code, message } = toAppError(thrown);
      this.#state = { ...this.#practice.state, error: { code, message } };
    });
  }
}
