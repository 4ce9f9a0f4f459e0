import { calibrationSchema } from '$lib/core/calibration.ts';
import { isErrorCode, type ErrorCode } from '$lib/core/errors.ts';
import { questionSchema } from '$lib/core/question.ts';
import * as z from '$lib/core/zod.ts';

/** The rows of the database. Unknown fields are kept, so that a later version's rows survive an older app. */

const codeSchema = z.custom<ErrorCode>(isErrorCode).catch('unexpected');
const faultSchema = z.object({ code: codeSchema, message: z.string() });

const mediaFactsSchema = z
  .object({
    name: z.string(),
    mime: z.string(),
    bytes: z.number(),
    sha256: z.string(),
    seconds: z.number(),
    video: z.object({ width: z.number(), height: z.number(), fps: z.number() }).loose().nullable(),
    audio: z.object({ sampleRate: z.number(), channels: z.number() }).loose().nullable(),
  })
  .loose();

export const sessionRowSchema = z
  .object({
    id: z.string(),
    /** ISO 8601. */
    created: z.string(),
    kind: z.enum(['practice', 'import']),
    title: z.string(),
    locale: z.string(),
    language: z.string(),
    otherQuestions: z.array(questionSchema),
    vocabulary: z.array(z.string()),
    /** What the list shows, kept here so that the list never reads reports. */
    answers: z.number(),
    seconds: z.number(),
    status: z.enum(['running', 'completed', 'partial', 'failed']),
    overall: z.number().nullable(),
    /** What the total stands on (core/score/footing.ts); absent in rows of earlier versions. */
    answering: z.string().optional(),
    /**
     * What was learnt of the person before its first question. One that doesn't fit is left out, not the session with it:
     * measures estimate then, and say so.
     */
    calibration: calibrationSchema.optional().catch(undefined),
    /** True: its report came from a file; there are no jobs, tracks or recordings. */
    isForeign: z.boolean().optional(),
  })
  .loose();
export type SessionRow = z.infer<typeof sessionRowSchema>;

export const stageRowSchema = z
  .object({
    id: z.enum(['probe', 'store', 'samples', 'text', 'frames', 'report']),
    status: z.enum(['waiting', 'running', 'done', 'skipped', 'failed', 'cancelled']),
    seconds: z.number(),
    error: faultSchema.optional(),
  })
  .loose();
export type StageRow = z.infer<typeof stageRowSchema>;

export const jobRowSchema = z
  .object({
    id: z.string(),
    sessionId: z.string(),
    /** Place in its session, from 0. */
    place: z.number(),
    name: z.string(),
    bytes: z.number(),
    question: questionSchema.nullable(),
    state: z.enum(['pending', 'running', 'done', 'failed', 'cancelled', 'stuck']),
    stages: z.array(stageRowSchema),
    media: mediaFactsSchema.optional(),
    /** The media room's `MediaPlan`; made again where it doesn't fit. */
    plan: z.unknown().optional(),
    error: faultSchema.optional(),
    /** `copy`: in our storage; `handle`: where it lay; `none`: only while the page is open. */
    source: z.enum(['none', 'copy', 'handle']),
    handle: z.custom<FileSystemFileHandle>((value) => typeof value === 'object' && value !== null).optional(),
    /** Of the recording's content: tracks made of the same content are used again. */
    sha256: z.string().optional(),
    /** Hash of what the text engine was told (language, questions, vocabulary): its tracks depend on it. */
    textKey: z.string().optional(),
    /** The tab that holds the file of a job whose source is `none`: name of the lock that it keeps while it lives. */
    owner: z.string().optional(),
    /** True: made with another camera than the one that its session's calibration was learnt with. */
    isUncalibrated: z.boolean().optional(),
    /** Seconds that its analysis has taken so far, waiting left out. */
    processingSeconds: z.number(),
  })
  .loose();
export type JobRow = z.infer<typeof jobRowSchema>;

/** A track of an answer. Its data is parsed by the schema of its `TrackKey` where it is used. */
export const trackRowSchema = z
  .object({
    answerId: z.string(),
    id: z.string(),
    version: z.number(),
    models: z.record(z.string(), z.string()),
    ratePerSecond: z.number().optional(),
    backend: z.string(),
    data: z.unknown(),
  })
  .loose();
export type TrackRow = z.infer<typeof trackRowSchema>;

/** The report in it is parsed by `parseReport`, in turns. */
export const reportRowSchema = z.object({ id: z.string(), report: z.unknown() }).loose();
export type ReportRow = z.infer<typeof reportRowSchema>;

/** A recording in storage. Written after its file is whole on disk, so a file without a row is an orphan. */
export const mediaRowSchema = z
  .object({
    /** The answer's id. */
    id: z.string(),
    sessionId: z.string(),
    created: z.string(),
    mime: z.string(),
    /** Bytes of the recording itself. */
    bytes: z.number(),
    /** True: it lies as its journal, because there was no room for a copy of it. */
    isJournal: z.boolean().optional(),
  })
  .loose();
export type MediaRow = z.infer<typeof mediaRowSchema>;

/** A recording that is being made, or that a crash cut off: written before its journal, taken away once it is a job. */
export const takeRowSchema = z
  .object({
    /** The answer's id to be. */
    id: z.string(),
    sessionId: z.string(),
    /** The row of its session to be: it is written with the first answer. */
    session: sessionRowSchema,
    /** Place of the answer in its session, from 0. */
    place: z.number(),
    /** Name that the recording will have. */
    name: z.string(),
    question: questionSchema.nullable(),
    mime: z.string(),
    /** ISO 8601. */
    created: z.string(),
    /** As of the job that it becomes. */
    isUncalibrated: z.boolean().optional(),
    /** The tab that records it: name of the lock that it holds while it lives. */
    owner: z.string(),
  })
  .loose();
export type TakeRow = z.infer<typeof takeRowSchema>;

/** A setting that differs from its default. */
export const settingRowSchema = z.object({ key: z.string(), value: z.unknown() }).loose();
export type SettingRow = z.infer<typeof settingRowSchema>;
