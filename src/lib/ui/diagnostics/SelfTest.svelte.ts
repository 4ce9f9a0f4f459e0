import { AppError, toAppError, type ErrorCode } from '$lib/core/errors.ts';
import type { Conductor, StageId } from '$lib/session/contract.ts';
import { checkClip, type SelfCheck } from './self-test-checks.ts';

const CLIP = 'self-test/astronaut_speech.mp4';

export type SelfTestState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running' }
  | { readonly phase: 'done'; readonly checks: readonly SelfCheck[]; readonly seconds: number }
  | { readonly phase: 'failed'; readonly error: { readonly code: ErrorCode; readonly message: string } };

/** Sends the clip that came with the app through the same queue as every recording, and deletes it again. */
export class SelfTest {
  readonly #conductor: Conductor;
  readonly #assets: string;
  #state: SelfTestState = $state.raw({ phase: 'idle' });
  #stage: StageId | undefined = $state();

  /** @param assets absolute URL of the app's root, with a slash at its end */
  constructor(conductor: Conductor, assets: string) {
    this.#conductor = conductor;
    this.#assets = assets;
  }

  get state(): SelfTestState {
    return this.#state;
  }

  /** What is at work. */
  get stage(): StageId | undefined {
    return this.#stage;
  }

  async run(locale: string): Promise<void> {
    this.#state = { phase: 'running' };
    this.#stage = undefined;
    const started = performance.now();
    try {
      const checks = await this.#analyse(await this.#clip(), locale);
      this.#state = { phase: 'done', checks, seconds: (performance.now() - started) / 1000 };
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      this.#state = { phase: 'failed', error: { code, message } };
    }
  }

  async #clip(): Promise<File> {
    const response = await fetch(this.#assets + CLIP);
    if (!response.ok) throw new AppError('part-missing', `${CLIP}: ${response.status}`);
    return new File([await response.blob()], 'self-test.mp4', { type: 'video/mp4' });
  }

  async #analyse(file: File, locale: string): Promise<SelfCheck[]> {
    const session = await this.#conductor.importFiles([file], {
      ...{ title: 'Viva', language: 'en', locale, questions: [null], otherQuestions: [] },
    });
    const unsubscribe = this.#conductor.subscribe(({ jobs }) => {
      const job = jobs.find(({ sessionId }) => sessionId === session);
      this.#stage = job?.stages.find(({ status }) => status === 'running')?.id ?? this.#stage;
    });
    try {
      await this.#conductor.settled(session);
      const answer = (await this.#conductor.report(session))?.answers[0];
      if (answer?.error) throw answerError(answer.error.code);
      if (!answer) throw new AppError('unexpected', 'the self-test left no report');
      return checkClip(answer);
    } finally {
      unsubscribe();
      await this.#conductor.remove(session);
    }
  }
}

function answerError(code: string): AppError {
  return new AppError('unexpected', `the self-test's answer failed: ${code}`);
}
