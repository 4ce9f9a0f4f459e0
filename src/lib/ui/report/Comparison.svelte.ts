import { toAppError, type ErrorCode } from '$lib/core/errors.ts';
import { compareAnswers, speechStart, type MeasureChange } from '$lib/core/report/compare.ts';
import type { Answer, Report } from '$lib/core/report/schema.ts';
import type { Conductor } from '$lib/session/contract.ts';
import { Playback } from './Playback.svelte.ts';

/** Farther apart than this the two players are put on one clock again. Seconds. */
const DRIFT_SECONDS = 0.2;

/** Another take beside the answer on the screen: its measures against those of the other, both players on one clock. */
export class Comparison {
  readonly #conductor: Conductor;
  readonly #own: () => { readonly answer: Answer; readonly playback: Playback };
  #report: Report | undefined = $state.raw();
  #answerId: string | undefined = $state();
  #url: string | undefined = $state();
  #fault: { readonly code: ErrorCode; readonly message: string } | undefined = $state.raw();

  constructor(conductor: Conductor, own: () => { readonly answer: Answer; readonly playback: Playback }) {
    this.#conductor = conductor;
    this.#own = own;
  }

  readonly answer: Answer | undefined = $derived(this.#report?.answers.find(({ id }) => id === this.#answerId));
  readonly playback: Playback = $derived(new Playback(this.answer?.media.seconds ?? 0));
  readonly changes: readonly MeasureChange[] = $derived.by(() =>
    this.answer ? compareAnswers(this.#own().answer, this.answer) : [],
  );
  /** Seconds that the other take's clock is ahead: both begin where somebody speaks. */
  readonly offset: number = $derived.by(() =>
    this.answer ? speechStart(this.answer) - speechStart(this.#own().answer) : 0,
  );

  get report(): Report | undefined {
    return this.#report;
  }

  get url(): string | undefined {
    return this.#url;
  }

  get fault() {
    return this.#fault;
  }

  /** Looks up the answers of a session. */
  async open(sessionId: string): Promise<void> {
    this.choose(undefined);
    this.#fault = undefined;
    try {
      this.#report = await this.#conductor.report(sessionId);
    } catch (thrown) {
      this.#fault = toAppError(thrown);
    }
  }

  choose(answerId: string | undefined): void {
    this.close();
    this.#answerId = answerId;
    if (answerId === undefined) return;
    this.#conductor.playable(answerId).then(
      (recording) => {
        if (this.#answerId === answerId && recording) this.#url = URL.createObjectURL(recording);
      },
      (thrown: unknown) => {
        this.#fault = toAppError(thrown);
      },
    );
  }

  /** Plays both from where the first one is, or stops both. */
  toggle(): void {
    const { playback } = this.#own();
    if (playback.isPlaying) {
      playback.pause();
      this.playback.pause();
      return;
    }
    this.playback.playFrom(playback.position + this.offset);
    playback.playFrom(playback.position);
  }

  /** Keeps the other on the clock of the first, which may be moved by any number, word or lane. */
  follow(position: number, isPlaying: boolean): void {
    if (!isPlaying && this.playback.isPlaying) this.playback.pause();
    const wanted = position + this.offset;
    if (!this.answer || Math.abs(this.playback.position - wanted) < DRIFT_SECONDS) return;
    if (wanted >= 0 && wanted <= this.playback.seconds) this.playback.seek(wanted);
  }

  close(): void {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }
}
