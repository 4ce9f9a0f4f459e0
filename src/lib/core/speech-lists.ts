import * as z from './zod.ts';

/**
 * The words of one spoken language: content/speech/xx.json. Every list says in `sources` where it comes from.
 * Phrases are lower case, words parted by one space.
 */
export const speechListsSchema = z
  .object({
    type: z.literal('viva/speech-lists'),
    version: z.literal(1),
    language: z.string().regex(/^[a-z]{2,3}$/),
    name: z.string(),
    /** Regular expressions (no flags, whole word) of filled pauses, by the kind they count as. */
    filledPauses: z.record(z.string(), z.string()),
    /** Discourse fillers; `betweenPauses` ones count only where a pause or comma stands beside them. */
    discourseFillers: z.object({ always: z.array(z.string()), betweenPauses: z.array(z.string()) }),
    /** Text given to the recogniser so that it keeps fillers, and the sentence it hears fillers best with. */
    fillerPrompt: z.string().optional(),
    power: z.array(z.string()),
    weak: z.array(z.string()),
    hedges: z.array(z.string()),
    negative: z.array(z.string()),
    /** word → valence −4…4. */
    sentiment: z.record(z.string(), z.number().min(-4).max(4)),
    negations: z.array(z.string()),
    boosters: z.record(z.string(), z.number()),
    firstPersonSingular: z.array(z.string()),
    firstPersonPlural: z.array(z.string()),
    numberWords: z.array(z.string()),
    stopWords: z.array(z.string()),
    star: z.object({
      situation: z.array(z.string()),
      task: z.array(z.string()),
      action: z.array(z.string()),
      result: z.array(z.string()),
    }),
    /** Phrases that recognisers invent in silence. */
    hallucinations: z.array(z.string()),
    /** Words a minute over the whole answer. */
    wpmBand: z.object({
      low: z.number(),
      high: z.number(),
      source: z.string(),
      grade: z.enum(['A', 'B', 'C', 'D', 'E']),
    }),
    sources: z.record(z.string(), z.string()),
  })
  .loose();
export type SpeechLists = z.infer<typeof speechListsSchema>;
