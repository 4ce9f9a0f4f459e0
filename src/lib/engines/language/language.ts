import { connect } from '$lib/rpc/connect.ts';
import type { Progress } from '$lib/engines/jobs.ts';

/** A text to be written by a model that the host has put under models/. */
export type WriteInput = {
  /** Key in models/manifest.json. */
  readonly model: string;
  /** What to do, and what to do it with. */
  readonly instruction: string;
  readonly text: string;
  /** For WASM inference. */
  readonly threads: number;
  /** Absolute URL of the folder that holds vendor/ and models/, with a slash at its end. */
  readonly assets: string;
};

export type LanguageJobs = {
  /** Plain text. The model stays open until the worker is closed, which frees its memory. */
  write: { input: WriteInput; output: string; step: Progress };
};

/** A worker for a text-generation model. Whoever opens it closes it when the last text is written. */
export const openLanguage = () =>
  connect<LanguageJobs>(
    () => new Worker(new URL('./language.worker.ts', import.meta.url), { type: 'module', name: 'language' }),
  );
