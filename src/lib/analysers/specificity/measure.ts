import { doubtfulCount, doubtPer100Words, doubtShare } from '$lib/analysers/transcript/doubt.ts';
import { measured, unavailable, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import type { SentenceFacts } from '$lib/core/content/facts.ts';
import { readContent } from '../answer-text.ts';

const IDS = [
  'content.numbersPer100Words',
  'content.namesPer100Words',
  'content.ownActionShare',
  'content.wordCount',
] as const;

/** Sentences in which it shows: those with a number, with a name, with an own act. */
const SHOWS: Readonly<Record<(typeof IDS)[number], (sentence: SentenceFacts) => boolean>> = {
  'content.numbersPer100Words': ({ numbers }) => numbers.length > 0,
  'content.namesPer100Words': ({ names }) => names.length > 0,
  'content.ownActionShare': ({ hasAction, isHabitual }) => hasAction && !isHabitual,
  'content.wordCount': () => false,
};

export function measure(input: MeasureInput): MeasureOutput {
  const content = readContent(input);
  if (content === 'not-observed') return { measures: [] };
  if (typeof content === 'string') return { measures: IDS.map((id) => unavailable(id, content)) };
  const { reading, values, said } = content;
  const seconds = said.span.end - said.span.start;
  const uncertaintyOf = (id: (typeof IDS)[number], found: number) => {
    if (id === 'content.wordCount') return doubtfulCount(said.plain);
    if (id === 'content.ownActionShare')
      return Math.min(1, 1 / Math.max(1, reading.sentences.length) + doubtShare(said.plain));
    return doubtPer100Words(found, said.plain);
  };
  return {
    measures: IDS.map((id) =>
      measured(id, values[id] ?? 0, {
        seconds,
        evidence: reading.sentences.filter(SHOWS[id]),
        uncertainty: uncertaintyOf(id, reading.sentences.filter(SHOWS[id]).length),
        confidence: id === 'content.wordCount' ? 'measured' : 'estimated',
      }),
    ),
  };
}
