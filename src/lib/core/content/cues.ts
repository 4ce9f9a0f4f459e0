import * as z from '../zod.ts';

export const STAR_PARTS = ['situation', 'task', 'action', 'result'] as const;
export type StarPart = (typeof STAR_PARTS)[number];
export const REASONING_PARTS = ['point', 'reason', 'example', 'outlook'] as const;
export type ReasoningPart = (typeof REASONING_PARTS)[number];

const patterns = z.array(z.string());

/**
 * How an answer shows its parts in one language: content/answer-cues/xx.json. Patterns are regular expressions over the
 * sentence in lower case. A language is added by adding its file.
 */
export const answerCuesSchema = z
  .object({
    type: z.literal('viva/answer-cues'),
    version: z.literal(1),
    language: z.string().regex(/^[a-z]{2,3}$/),
    /** Words for the speaker as the one who acts. */
    subjects: z.array(z.string()),
    /** Words that may stand between subject and verb. */
    between: z.array(z.string()),
    /** Form of verbs that tell an act, as a whole word; those with a form of their own; and look-alikes that are none. */
    actionPattern: z.string(),
    actions: z.array(z.string()),
    notActions: z.array(z.string()),
    /** Phrases of sentences about what is usual, which tell nothing that happened. */
    habitual: z.array(z.string()),
    /** `lesson`: what was learnt is a result, but only at the end; in the middle of a story it is part of it. */
    star: z.object({ situation: patterns, task: patterns, action: patterns, result: patterns, lesson: patterns }),
    reasoning: z.object({ point: patterns, reason: patterns, example: patterns, outlook: patterns }),
    /** Least share of function words in sentences of this language; fewer are a list of keywords. */
    functionWordShare: z.number().min(0).max(1),
    sources: z.record(z.string(), z.string()),
  })
  .loose();
export type AnswerCues = z.infer<typeof answerCuesSchema>;
