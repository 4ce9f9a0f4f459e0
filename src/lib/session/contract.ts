import type { ErrorCode } from '$lib/core/errors.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Question } from '$lib/core/question.ts';
import type { Word } from '$lib/core/report/schema.ts';
import type { Progress } from '$lib/engines/jobs.ts';
import type { MediaPlan } from '$lib/media/plan.ts';

/** What the interface sees of the conductor. The room `session` makes it; `ui` wraps it in runes. */

export type StageId = 'probe' | 'store' | 'samples' | 'text' | 'frames' | 'report';

export type StageView = {
  readonly id: StageId;
  readonly status: 'waiting' | 'running' | 'done' | 'skipped' | 'failed' | 'cancelled';
  readonly progress?: Progress;
  /** Seconds that it has run. */
  readonly seconds: number;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
};

export type JobState = 'pending' | 'running' | 'done' | 'failed' | 'cancelled' | 'stuck';

/** One recording on its way to an answer of a report. */
export type AnswerJob = {
  readonly id: string;
  readonly sessionId: string;
  readonly name: string;
  readonly bytes: number;
  readonly question: Question | null;
  readonly state: JobState;
  readonly stages: readonly StageView[];
  readonly plan?: MediaPlan;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
  /** Words heard so far, while the text worker runs. */
  readonly words: readonly Word[];
};

export type ImportOptions = {
  readonly title?: string;
  /** Two letters or `auto`. */
  readonly language: string;
  /** The question of each file, by its place in the list. */
  readonly questions: readonly (Question | null)[];
  /** Other questions to compare with (the bank's, the session's). */
  readonly otherQuestions: readonly Question[];
  readonly locale: string;
};

/** A line of the session list. */
export type SessionSummary = {
  readonly id: string;
  readonly title: string;
  readonly created: string;
  readonly kind: 'practice' | 'import';
  readonly answers: number;
  readonly seconds: number;
  readonly status: 'running' | 'completed' | 'partial' | 'failed';
  readonly overall: number | null;
};

/** What the device and the host allow right now, and what is missing, each with a key of its words. */
export type Readiness = {
  readonly isIsolated: boolean;
  readonly threads: number;
  readonly canRunWorkers: boolean;
  readonly missing: readonly string[];
};

export type StudioOptions = {
  readonly policy: Policy;
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  readonly appVersion: string;
};
