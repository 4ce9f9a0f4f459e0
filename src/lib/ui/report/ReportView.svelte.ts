import { toAppError, type ErrorCode } from '$lib/core/errors.ts';
import type { Correction } from '$lib/core/report/correction.ts';
import type { Answer, Report, Weights } from '$lib/core/report/schema.ts';
import type { Conductor, Progress } from '$lib/session/contract.ts';
import { Playback } from './Playback.svelte.ts';
import { keepUnchanged } from './keep-unchanged.ts';

type Fault = { readonly code: ErrorCode; readonly message: string };

type Loaded =
  | { readonly phase: 'loading' }
  | { readonly phase: 'missing' }
  | { readonly phase: 'failed'; readonly error: Fault }
  | { readonly phase: 'ready'; readonly report: Report };

/** One report on the screen: the report, the answer that is looked at, its recording, and what its owner changes. */
export class ReportView {
  readonly #conductor: Conductor;
  readonly #sessionId: string;
  #loaded: Loaded = $state.raw({ phase: 'loading' });
  #index = $state(0);
  #mediaUrl: string | undefined = $state();
  /** The answer whose recording was asked for last, and answered. */
  #mediaOf: string | undefined = $state();
  #comparing = $state(0);
  #rewording: Progress | undefined = $state.raw();
  #foundNothing = $state(false);
  #endRewording: AbortController | undefined;
  #fault: Fault | undefined = $state.raw();
  /** Corrections as they were before each change of this visit, the latest last. */
  #past: readonly { readonly answer: string; readonly corrections: readonly Correction[] }[] = $state.raw([]);

  /** The answer to begin with, until somebody chooses another. */
  #wanted: string | undefined;

  constructor(conductor: Conductor, sessionId: string, answerId?: string) {
    this.#wanted = answerId;
    this.#conductor = conductor;
    this.#sessionId = sessionId;
  }

  get loaded(): Loaded {
    return this.#loaded;
  }

  get sessionId(): string {
    return this.#sessionId;
  }

  get index(): number {
    return this.#index;
  }

  readonly answer: Answer | undefined = $derived(
    this.#loaded.phase === 'ready' ? this.#loaded.report.answers[this.#index] : undefined,
  );
  readonly #answerId = $derived(this.answer?.id);
  readonly #seconds = $derived(this.answer?.media.seconds ?? 0);

  /** Another one for another answer only: a corrected answer plays on. */
  readonly playback: Playback = $derived.by(() =>
    this.#answerId === undefined ? new Playback(0) : new Playback(this.#seconds),
  );

  /** `blob:` address of the recording; `undefined` while it loads or where it isn't kept. */
  get mediaUrl(): string | undefined {
    return this.#mediaUrl;
  }

  /** Whether the recording has been asked for and is not there. */
  get hasNoMedia(): boolean {
    return this.#mediaOf !== undefined && this.#mediaOf === this.#answerId && this.#mediaUrl === undefined;
  }

  /** What a model makes of the words is being made anew. */
  get isComparing(): boolean {
    return this.#comparing > 0;
  }

  /** Why the last change could not be made. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  readonly canUndo: boolean = $derived(this.#past.at(-1)?.answer === this.#answerId && this.#past.length > 0);

  /** Reads the report, again whenever more answers of it are done. */
  async load(): Promise<void> {
    try {
      const report = await this.#conductor.report(this.#sessionId);
      this.#loaded = report ? { phase: 'ready', report } : { phase: 'missing' };
      const place = report?.answers.findIndex(({ id }) => id === this.#wanted) ?? -1;
      if (place >= 0) this.#index = place;
      await this.#loadMedia();
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      this.#loaded = { phase: 'failed', error: { code, message } };
    }
  }

  async choose(index: number): Promise<void> {
    this.#index = index;
    this.#wanted = undefined;
    await this.#loadMedia();
  }

  /** So that the first correction is as quick as the next. */
  prepareCorrections(): void {
    // A failure shows when something is corrected.
    if (this.#answerId !== undefined) this.#conductor.reports.prepareCorrections(this.#answerId).catch(() => undefined);
  }

  async correct(corrections: readonly Correction[]): Promise<void> {
    const { answer } = this;
    if (!answer) return;
    const before = answer.transcript?.corrections ?? [];
    if (await this.#correct(answer.id, corrections)) {
      this.#past = [...this.#past, { answer: answer.id, corrections: before }];
    }
  }

  /** Takes the last correction of this visit back. */
  async undo(): Promise<void> {
    const last = this.#past.at(-1);
    if (last && (await this.#correct(last.answer, last.corrections))) this.#past = this.#past.slice(0, -1);
  }

  async weigh(weights: Weights | undefined): Promise<void> {
    await this.#change(() => this.#conductor.reports.weigh(this.#sessionId, weights));
  }

  /** How far rewording is; `undefined` while none goes on. */
  get rewording(): Progress | undefined {
    return this.#rewording;
  }

  /** Whether the last rewording left every sentence as it was. */
  get foundNothing(): boolean {
    return this.#foundNothing;
  }

  /** Summary and tips in the words of a language model of this device. */
  async reword(model: string): Promise<void> {
    this.#endRewording = new AbortController();
    const { signal } = this.#endRewording;
    const onProgress = (progress: Progress) => (this.#rewording = progress);
    onProgress({ stage: 'prepare', done: 0 });
    await this.#change(async () => {
      const report = await this.#conductor.reports.reword(this.#sessionId, { model, signal, onProgress });
      this.#foundNothing = report === undefined;
      return report;
    });
    this.#rewording = undefined;
  }

  stopRewording(): void {
    this.#endRewording?.abort();
  }

  async restoreWords(): Promise<void> {
    await this.#change(() => this.#conductor.reports.restoreWords(this.#sessionId));
  }

  async note(comments: Report['comments']): Promise<void> {
    await this.#change(() => this.#conductor.reports.note(this.#sessionId, comments));
  }

  close(): void {
    this.stopRewording();
    this.#freeMedia();
  }

  #freeMedia(): void {
    if (this.#mediaUrl) URL.revokeObjectURL(this.#mediaUrl);
    this.#mediaUrl = undefined;
    this.#mediaOf = undefined;
  }

  async #correct(answerId: string, corrections: readonly Correction[]): Promise<boolean> {
    return this.#change(async () => {
      const { report, complete } = await this.#conductor.reports.correct(answerId, corrections);
      this.#comparing += 1;
      void this.#change(() => complete).finally(() => (this.#comparing -= 1));
      return report;
    });
  }

  /** Shows what a change made of the report. The answer: whether it was made. */
  async #change(make: () => Promise<Report | undefined>): Promise<boolean> {
    this.#fault = undefined;
    try {
      const report = await make();
      if (!report) return false;
      this.#loaded = {
        phase: 'ready',
        report: this.#loaded.phase === 'ready' ? keepUnchanged(this.#loaded.report, report) : report,
      };
      return true;
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      if (code !== 'cancelled') this.#fault = { code, message };
      return false;
    }
  }

  async #loadMedia(): Promise<void> {
    const id = this.#answerId;
    if (id === undefined || id === this.#mediaOf) return;
    this.#freeMedia();
    try {
      const recording = await this.#conductor.playable(id);
      if (this.#answerId !== id) return;
      this.#mediaUrl = recording && URL.createObjectURL(recording);
    } catch (thrown) {
      // Called off for another answer, or it can't be copied: then there is nothing to play here.
      if (this.#answerId !== id) return;
      const { code, message } = toAppError(thrown);
      if (code !== 'cancelled') this.#fault = { code, message };
    }
    this.#mediaOf = id;
  }
}
