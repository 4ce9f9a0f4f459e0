import { CALIBRATED_PARTS } from '../calibration.ts';
import * as z from '../zod.ts';
import { recogniserSchema } from '../recogniser.ts';
import { correctionSchema } from './correction.ts';

/**
 * The report: a contract that other programs read (design: product.md, "Report export").
 * Times are seconds from the start of that recording. An unavailable measure has `value: null` and a reason.
 * Unknown fields are kept, so that a later version's file survives a round trip through an older app.
 */

/** `Omit` that keeps the named fields of a schema that lets unknown ones through (`Omit` alone forgets them all). */
export type Without<T, Keys extends PropertyKey> = { [Key in keyof T as Key extends Keys ? never : Key]: T[Key] };

export const spanSchema = z.object({ start: z.number(), end: z.number() }).loose();

export const findingSchema = z
  .object({
    kind: z.enum(['strength', 'suggestion']),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    text: z.string(),
    evidence: z.array(spanSchema),
  })
  .loose();
export type Finding = z.infer<typeof findingSchema>;

export const normSchema = z
  .object({
    low: z.number().optional(),
    high: z.number().optional(),
    source: z.string(),
    grade: z.enum(['A', 'B', 'C', 'D', 'E']),
  })
  .loose();

export const measureSchema = z
  .object({
    id: z.string(),
    value: z.number().nullable(),
    unit: z.string(),
    uncertainty: z.number().optional(),
    range: z.tuple([z.number(), z.number()]).optional(),
    /** Seconds of the recording that it was computed on. */
    seconds: z.number(),
    confidence: z.enum(['measured', 'estimated', 'unavailable']),
    reason: z.string().optional(),
    evidence: z.array(spanSchema),
    norm: normSchema.optional(),
    analyser: z.string(),
    analyserVersion: z.number(),
  })
  .loose();
export type Measure = z.infer<typeof measureSchema>;

export const seriesSchema = z
  .object({
    id: z.string(),
    unit: z.string(),
    start: z.number(),
    step: z.number(),
    values: z.array(z.number().nullable()),
  })
  .loose();
export type Series = z.infer<typeof seriesSchema>;

export const eventSchema = z
  .object({
    id: z.string(),
    start: z.number(),
    end: z.number(),
    confidence: z.number(),
    detail: z.string().optional(),
  })
  .loose();
export type AnswerEvent = z.infer<typeof eventSchema>;

export const wordSchema = z
  .object({
    text: z.string(),
    start: z.number(),
    end: z.number(),
    confidence: z.number(),
    /** Kind of filler, where it is one: `um`, `uh`, `discourse`. */
    filler: z.string().optional(),
    corrected: z.boolean().optional(),
  })
  .loose();
export type Word = z.infer<typeof wordSchema>;

export const transcriptSchema = z
  .object({
    language: z.string(),
    languageConfidence: z.number(),
    text: z.string(),
    words: z.array(wordSchema),
    translations: z.array(
      z.object({ language: z.string(), text: z.string(), by: z.string(), stale: z.boolean().optional() }).loose(),
    ),
    /** What wrote the words down, and why this one. */
    recogniser: recogniserSchema.optional(),
    /** What the owner corrected; `words` and all that is made of them follow it. */
    corrections: z.array(correctionSchema).optional(),
  })
  .loose();
export type Transcript = z.infer<typeof transcriptSchema>;

export const subscoreSchema = z
  .object({
    id: z.string(),
    value: z.number().nullable(),
    /** SD of what it is made of, in points, where that is its uncertainty. */
    spread: z.number().optional(),
    /** Machine-readable: piecewise-linear points per input, see core/score. */
    formula: z.string(),
    inputs: z.array(z.string()),
    missing: z.array(z.string()),
  })
  .loose();
export type Subscore = z.infer<typeof subscoreSchema>;

const partSchema = z.object({ quote: z.string(), start: z.number(), end: z.number() }).loose().nullable();

export const assessmentSchema = z
  .object({
    summary: z.string(),
    quality: z.number().nullable(),
    /** How quality follows from measures, as in sub-scores: points 0–100, then 1 + 9 · points / 100. */
    formula: z.string().optional(),
    strengths: z.array(z.string()),
    improvements: z.array(z.string()),
    followUps: z.array(z.string()),
    /** The templates of `followUps`, place by place, so that another language can say them; `null`: somebody's words. */
    followUpNotes: z
      .array(z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable())
      .optional(),
    structure: z.object({ situation: partSchema, task: partSchema, action: partSchema, result: partSchema }).loose(),
    by: z.enum(['rules', 'rules+model']),
    model: z.string().optional(),
    /** Where a model reworded: what the rules wrote, and how many of the model's sentences were refused, by reason. */
    reworded: z
      .object({
        rules: z.object({ summary: z.string(), strengths: z.array(z.string()), improvements: z.array(z.string()) }),
        refused: z.record(z.string(), z.number()),
      })
      .loose()
      .optional(),
  })
  .loose();
export type Assessment = z.infer<typeof assessmentSchema>;

const confidentSpan = spanSchema.extend({ confidence: z.number() });

export const conditionsSchema = z
  .object({
    faces: z.array(confidentSpan.extend({ count: z.number() })),
    noFace: z.array(confidentSpan),
    lookingAway: z.array(confidentSpan),
    voices: z
      .object({
        count: z.enum(['1', '2', 'more', 'unsure']),
        confidence: z.number(),
        turns: z.array(spanSchema.extend({ voice: z.number() })),
      })
      .loose(),
  })
  .loose();
export type Conditions = z.infer<typeof conditionsSchema>;

const score = z.number().nullable();
export const scoresSchema = z
  .object({ overall: score, content: score, speech: score, voice: score, presence: score })
  .loose();
export type Scores = z.infer<typeof scoresSchema>;

export const weightsSchema = z.object({
  content: z.number(),
  speech: z.number(),
  voice: z.number(),
  presence: z.number(),
});
export type Weights = z.infer<typeof weightsSchema>;

export const stageSchema = z
  .object({
    id: z.string(),
    status: z.enum(['done', 'skipped', 'failed', 'cancelled']),
    seconds: z.number(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  })
  .loose();
export type Stage = z.infer<typeof stageSchema>;

export const answerStatus = z.enum(['completed', 'partial', 'failed']);

export const answerSchema = z
  .object({
    id: z.string(),
    question: z.object({ id: z.string(), text: z.string() }).loose().nullable(),
    status: answerStatus,
    error: z.object({ stage: z.string(), code: z.string(), message: z.string() }).optional(),
    media: z
      .object({
        name: z.string(),
        mime: z.string(),
        seconds: z.number(),
        sha256: z.string(),
        video: z.object({ width: z.number(), height: z.number(), fps: z.number() }).loose().nullable(),
        audio: z.object({ sampleRate: z.number(), channels: z.number() }).loose().nullable(),
      })
      .loose(),
    /**
     * What the measures of the picture were read against that was learnt of the person before the first question; the rest
     * was estimated from the first seconds. Names only: what was learnt stays on the device. None for sound alone.
     */
    calibrated: z.array(z.enum(CALIBRATED_PARTS)).optional(),
    stages: z.array(stageSchema),
    transcript: transcriptSchema.nullable(),
    measures: z.array(measureSchema),
    series: z.array(seriesSchema),
    events: z.array(eventSchema),
    subscores: z.array(subscoreSchema),
    assessment: assessmentSchema.nullable(),
    conditions: conditionsSchema,
    scores: scoresSchema,
    feedback: z
      .object({
        verbal: z.array(findingSchema),
        nonVerbal: z.array(findingSchema),
        recommendations: z.array(findingSchema),
      })
      .loose(),
  })
  .loose();
export type Answer = z.infer<typeof answerSchema>;

export const planEntrySchema = z
  .object({
    id: z.string(),
    version: z.number(),
    modelSha256: z.string().optional(),
    ratePerSecond: z.number().optional(),
  })
  .loose();

export const reportSchema = z
  .object({
    type: z.literal('viva/report'),
    version: z.literal(1),
    status: z.enum(['draft', 'final']),
    app: z.object({ name: z.string(), version: z.string() }).loose(),
    created: z.string(),
    locale: z.string(),
    /** Said in every export: self-practice, not for grading or hiring. */
    purpose: z.string().optional(),
    policy: z.object({ id: z.string(), off: z.array(z.string()) }).loose(),
    session: z
      .object({
        id: z.string(),
        kind: z.enum(['practice', 'import']),
        title: z.string(),
        status: answerStatus,
        processingSeconds: z.number(),
      })
      .loose(),
    plan: z
      .object({
        analysers: z.array(planEntrySchema),
        threads: z.number(),
        backend: z.string(),
        device: z.string(),
      })
      .loose(),
    answers: z.array(answerSchema),
    scores: scoresSchema.extend({ weights: weightsSchema, formulas: z.string() }),
    comments: z.array(z.object({ answer: z.string(), at: z.number(), by: z.string(), text: z.string() }).loose()),
  })
  .loose();
export type Report = z.infer<typeof reportSchema>;
