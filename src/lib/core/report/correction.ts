import * as z from '../zod.ts';

/**
 * What the owner of a recording says about its words: from `start` to `end` (seconds) was said `text`, not what was
 * heard. Kept beside what the recogniser observed, never in its place. An empty `text`: nothing was said there.
 */
export const correctionSchema = z
  .object({
    start: z.number(),
    end: z.number(),
    /** What the recogniser heard there; empty where it heard nothing. */
    heard: z.string(),
    text: z.string(),
  })
  .loose();
export type Correction = z.infer<typeof correctionSchema>;
