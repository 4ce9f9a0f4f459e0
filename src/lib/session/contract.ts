import type { ErrorCode } from '$lib/core/errors.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Digest } from '$lib/core/progress/digest.ts';
import type { Question } from '$lib/core/question.ts';
import type { Correction } from '$lib/core/report/correction.ts';
import type { Report, Weights, Word } from '$lib/core/report/schema.ts';
import type { Progress } from '$lib/engines/jobs.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import type { MediaPlan } from '$lib/media/plan.ts';
import type { Restored } from '$lib/storage/backup/backup.ts';
import type { GraphicsCheck } from './delegate-choice.ts';
import type { LanguageModelOffer } from './language-models.ts';
import type { Practice } from './practice-contract.ts';

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

export type { Progress };

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
  /** Known once it has been probed. */
  readonly media?: MediaFacts;
  /** Whether the recording itself is in the app's storage; `false`: it is used where it lies and may be gone later. */
  readonly isStored: boolean;
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
  /** Handles of the files, by place, where the browser gave them: used when there is no room for a copy. */
  readonly handles?: readonly (FileSystemFileHandle | undefined)[];
  /** Names and words of the job that the recogniser should expect. */
  readonly vocabulary?: readonly string[];
};

/** What a file holds, told before anything of it is analysed. */
export type Inspection =
  | { readonly file: File; readonly plan: MediaPlan; readonly media: MediaFacts }
  | { readonly file: File; readonly error: { readonly code: ErrorCode; readonly message: string } };

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
  /** `hardly` or `unrated`: the total tells how something was said, not how good an answer it was. */
  readonly answering?: string | undefined;
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
  /** Ids of optional analysers that the person asks for now (`core/policy/choice.ts`); none where left out. */
  readonly wanted?: () => readonly string[];
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  readonly appVersion: string;
  /** Seconds of a practice recording that are analysed at a time while it is made; 30 where left out. */
  readonly chunkSeconds?: number;
};

/** Room for recordings, bytes; `undefined` where the browser doesn't tell. */
export type StorageRoom = { readonly usage: number; readonly quota: number };

/** Everything the interface shows of the conductor: one immutable snapshot, a new one at most ten times a second. */
export type StudioState = {
  /** `closed`: not opened yet; `failed`: the database can't be opened, see `error`. */
  readonly phase: 'closed' | 'open' | 'failed';
  readonly error?: { readonly code: ErrorCode; readonly message: string };
  /** Newest first. */
  readonly sessions: readonly SessionSummary[];
  /** Every recording of every session, in the order in which they were given. */
  readonly jobs: readonly AnswerJob[];
  /** No stage is started; the running ones end. */
  readonly isPaused: boolean;
  /** False: another tab runs the queue; this one waits, and takes over when that one is closed. */
  readonly isConductor: boolean;
  readonly room?: StorageRoom;
};

/** A report after its words were corrected. */
export type Revision = {
  /** What is counted of the words follows at once. */
  readonly report: Report;
  /** What a model makes of the words follows too; rejects with `cancelled` where the next correction was quicker. */
  readonly complete: Promise<Report>;
};

export type RewordOptions = {
  /** Id of a model that `languageModels` offers. */
  readonly model: string;
  readonly signal?: AbortSignal;
  /** Bytes of weights, then sentences. */
  readonly onProgress?: (progress: Progress) => void;
};

/** What is done with reports: corrected, weighed, noted, reworded, taken in and given out. Every rejection is an `AppError`. */
export type ReportDesk = {
  /** Makes ready for corrections of an answer, so that the first one is quick. */
  prepareCorrections(answerId: string): Promise<void>;
  /**
   * The owner's corrections of an answer's words: all of them, in the place of those before. Rejects with
   * `storage-failed` where the answer was not analysed on this device.
   */
  correct(answerId: string, corrections: readonly Correction[]): Promise<Revision>;
  /** Weights of the parts in the totals of a report; the usual ones where left out. A policy's can't be changed. */
  weigh(sessionId: string, weights?: Weights): Promise<Report>;
  /** The notes on a report: all of them, in the place of those before. */
  note(sessionId: string, comments: Report['comments']): Promise<Report>;
  /**
   * Language models that may reword here: the browser's own, those that the host has put under models/. Empty where there
   * is none, or the host's policy allows none.
   *
   * @param languages two letters each: what is to be written
   */
  languageModels(languages: readonly string[]): Promise<readonly LanguageModelOffer[]>;
  /**
   * Summary and tips of a report in a language model's words, each sentence held against the facts. It waits until nothing
   * is analysed, and frees the model's memory afterwards. `undefined` where no sentence held. Rejects with
   * `writer-unavailable`, `cancelled`, or why the model can't be had.
   */
  reword(sessionId: string, options: RewordOptions): Promise<Report | undefined>;
  /** Summary and tips of a report in the words of the rules again. */
  restoreWords(sessionId: string): Promise<Report>;
  /**
   * Takes in a report that was exported elsewhere; a copy of a report of this device only gives it its notes. Rejects with
   * `report-invalid` or `report-newer`.
   */
  take(json: string): Promise<string>;
  /** The session's report as the JSON that is exported. */
  asJson(sessionId: string): Promise<string>;
};

/** The conductor's verbs. `new Studio(options)` in studio.ts is one. Every rejection is an `AppError`. */
export type Conductor = {
  readonly state: StudioState;
  /** The live session of this tab; nothing is asked of camera or microphone before `practice.open`. */
  readonly practice: Practice;
  /** What can be done with a report that is there. */
  readonly reports: ReportDesk;
  /** Tells of each new snapshot; the answer ends that. */
  subscribe(listener: (state: StudioState) => void): () => void;
  /**
   * Opens the database, cleans up after a crash, and goes on with what was interrupted. Once, at start. Never rejects:
   * where it can't be opened, `state.phase` is `failed`, with the error.
   */
  open(): Promise<void>;
  /** What a file holds and what of it will be used; importing it afterwards doesn't read it again. */
  inspect(file: File, signal?: AbortSignal): Promise<Inspection>;
  /** Takes recordings into a new session and queues them. Rejects only with `file-too-many`; a bad file is its job's error. */
  importFiles(files: readonly File[], options: ImportOptions): Promise<string>;
  cancel(jobId: string): Promise<void>;
  /** Queues a failed, stuck or cancelled one again; with `file` where its source has gone. */
  retry(jobId: string, file?: File): Promise<void>;
  /** Starts no further stage; those that run go on to their end. May be called before `open`. */
  pause(): void;
  resume(): void;
  /** Deletes a session: rows, recordings, tracks, report. */
  remove(sessionId: string): Promise<void>;
  removeAll(): Promise<void>;
  /** `undefined` while no answer of it is ready. */
  report(sessionId: string): Promise<Report | undefined>;
  /** Of each of the person's own reports what the history needs; handed-over ones are left out. */
  digests(): Promise<readonly Digest[]>;
  /** What computes faces and bodies here, and why; `undefined` before the first recording was looked at. */
  graphicsCheck(): Promise<GraphicsCheck | undefined>;
  /** The recording of an answer, to play it; `undefined` where it isn't kept. */
  media(answerId: string): Promise<Blob | undefined>;
  /** The same in a form that this browser plays: a copy, made now, where it can't play the recording itself. */
  playable(answerId: string): Promise<Blob | undefined>;
  /** Everything kept here, as the bytes of one tar file; `preferences` go along. */
  backup(preferences: Readonly<Record<string, string>>): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Brings back what a backup has and this device hasn't. Rejects with `backup-invalid`, `backup-newer`, `storage-full`. */
  restore(file: Blob, signal?: AbortSignal): Promise<Restored>;
  /** Resolves when no job of the session waits or runs. */
  settled(sessionId: string): Promise<void>;
};
