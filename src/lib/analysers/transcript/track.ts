import { correctionSchema } from '$lib/core/report/correction.ts';
import { recogniserSchema } from '$lib/core/recogniser.ts';
import { defineTrack } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';

const spokenWordSchema = z.object({
  /** As written, punctuation attached: `country.` */
  text: z.string(),
  /** Seconds of the recording. */
  start: z.number(),
  end: z.number(),
  /** Mean probability of its tokens, 0…1. */
  confidence: z.number(),
  /** Heard only by the reading whose prompt asks for hesitations. */
  prompted: z.boolean().optional(),
  /** Not heard: put in by the owner of the recording. Never in a stored track. */
  corrected: z.boolean().optional(),
});
/** A word that the recogniser heard. */
export type SpokenWord = z.infer<typeof spokenWordSchema>;

const segmentSchema = z.object({
  /** Seconds of the recording that were decoded together. */
  start: z.number(),
  end: z.number(),
  /** Two or three letters, a language of Whisper. */
  language: z.string(),
  /** Probability of that language among all that Whisper knows, 0…1. */
  languageConfidence: z.number(),
  /** Sum of the tokens' log-probabilities over their number + 1, natural logarithm. */
  avgLogprob: z.number(),
  /** Probability of `<|nospeech|>`, 0…1. */
  noSpeech: z.number(),
  /** UTF-8 bytes of the text over bytes of its zlib form. */
  compressionRatio: z.number(),
  /** Of the sampling that gave the text; 0 = greedy. */
  temperature: z.number(),
});
export type TranscriptSegment = z.infer<typeof segmentSchema>;

const transcriptDataSchema = z.object({
  words: z.array(spokenWordSchema),
  segments: z.array(segmentSchema),
  /** The language most of the speech is in; `undefined` = no speech. */
  language: z.string().optional(),
  /** Seconds-weighted mean of the segments' confidences in that language. */
  languageConfidence: z.number(),
  translations: z.array(
    z.object({ language: z.string(), text: z.string(), by: z.string(), stale: z.boolean().optional() }),
  ),
  /** Decoded stretches whose text was not believed, for the log: `why` = `no-speech`, `loop`, `invented`, `rate`. */
  dropped: z.array(z.object({ start: z.number(), end: z.number(), text: z.string(), why: z.string() })),
  /** What wrote the words down; absent in tracks of earlier versions, which knew one. */
  recogniser: recogniserSchema.optional(),
  /** What the owner corrected, where `words` are already as corrected (see corrections.ts). Never in a stored track. */
  corrections: z.array(correctionSchema).optional(),
});
export type TranscriptData = z.infer<typeof transcriptDataSchema>;

/** Sent by `context.partial` when a segment is finished: its words, to be put behind those sent before. */
export type TranscriptPartial = readonly SpokenWord[];

export const transcriptTrack = defineTrack<TranscriptData>('transcript', 1, transcriptDataSchema);
