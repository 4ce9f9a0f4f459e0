import type { MeasureInput } from '$lib/core/analyser.ts';
import { answerCuesSchema, type AnswerCues } from '$lib/core/content/cues.ts';
import { contentValues, type ContentValues } from '$lib/core/content/quality.ts';
import { readAnswer, type AnswerReading } from '$lib/core/content/read-answer.ts';
import { similarityTrack, type Similarity } from '$lib/core/content/similarity.ts';
import { readSaid, type Said } from './transcript/said.ts';
import { transcriptTrack } from './transcript/track.ts';

const cueFiles = import.meta.glob<unknown>('$content/answer-cues/*.json', { eager: true, import: 'default' });
const cuesByLanguage = new Map<string, AnswerCues>(
  Object.values(cueFiles).map((json) => {
    const cues = answerCuesSchema.parse(json);
    return [cues.language, cues] as const;
  }),
);

/** Why the content of an answer can't be read: words of these under `reason.<code>`. */
export type NoContent = 'not-observed' | 'no-speech' | 'language-unsupported';

/** The content of an answer as all content analysers read it. */
export type Content = {
  readonly said: Said;
  readonly reading: AnswerReading;
  readonly values: ContentValues;
  readonly similarity: Similarity | undefined;
};

/**
 * The reading of an answer, or why there is none. Filled pauses (um, uh) are no part of what was said. Several analysers
 * ask: it is read once per set of tracks.
 */
export function readContent(input: MeasureInput): Content | NoContent {
  const { tracks, question, lists, media } = input;
  return tracks.derive(readContent, [question, lists, media], (own) => read({ ...input, tracks: own }));
}

function read(input: MeasureInput): Content | NoContent {
  const { tracks, question } = input;
  if (!tracks.get(transcriptTrack)) return 'not-observed';
  const said = readSaid(input);
  if (!said || said.plain.length === 0) return 'no-speech';
  const cues = cuesByLanguage.get(said.language);
  if (!said.lists || !cues) return 'language-unsupported';
  const similarity = tracks.get(similarityTrack);
  const reading = readAnswer({ words: said.plain, lists: said.lists, cues, question, similarity });
  return { said, reading, values: contentValues(reading), similarity };
}
