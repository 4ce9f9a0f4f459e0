import type { ErrorCode } from '$lib/core/errors.ts';

/** A job of a worker: what goes in, what comes out, and what it says on the way. */
export type JobType = { input: unknown; output: unknown; step?: unknown };
/** The jobs of one worker by name. */
export type JobTypes = Record<string, JobType>;

export type ToWorker = { id: number; job: string; input: unknown } | { id: number; cancel: true };
export type Fault = { code: ErrorCode; message: string; stack?: string };
export type FromWorker =
  { ready: true } | { id: number; step: unknown } | { id: number; output: unknown } | { id: number; fault: Fault };
