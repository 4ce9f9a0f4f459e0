import { toAppError, type ErrorCode } from '$lib/core/errors.ts';
import type { Answer, Report } from '$lib/core/report/schema.ts';
import type { Conductor } from '$lib/session/contract.ts';
import { Playback } from './Playback.svelte.ts';

type Loaded =
  | { readonly phase: 'loading' }
  | { readonly phase: 'missing' }
  | { readonly phase: 'failed'; readonly error: { readonly code: ErrorCode; readonly message: string } }
  | { readonly phase: 'ready'; readonly report: Report };

/** One report on the screen: the report, the answer that is looked at, its recording. */
export class ReportView {
  readonly #conductor: Conductor;
  readonly #sessionId: string;
  #loaded: Loaded = $state.raw({ phase: 'loading' });
  #index = $state(0);
  #mediaUrl: string | undefined = $state();
  /** The answer whose recording was asked for last, and answered. */
  #mediaOf: string | undefined = $state();

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

  readonly playback: Playback = $derived(new Playback(this.answer?.media.seconds ?? 0));

  /** `blob:` address of the recording; `undefined` while it loads or where it isn't kept. */
  get mediaUrl(): string | undefined {
    return this.#mediaUrl;
  }

  /** Whether the recording has been asked for and is not there. */
  get hasNoMedia(): boolean {
    return this.#mediaOf !== undefined && this.#mediaOf === this.answer?.id && this.#mediaUrl === undefined;
  }

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

  close(): void {
    if (this.#mediaUrl) URL.revokeObjectURL(this.#mediaUrl);
    this.#mediaUrl = undefined;
    this.#mediaOf = undefined;
  }

  async #loadMedia(): Promise<void> {
    const id = this.answer?.id;
    if (id === undefined || id === this.#mediaOf) return;
    this.close();
    const recording = await this.#conductor.media(id);
    if (this.answer?.id !== id) return;
    this.#mediaUrl = recording && URL.createObjectURL(recording);
    this.#mediaOf = id;
  }
}
