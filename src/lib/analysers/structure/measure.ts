import { measured, unavailable, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import type { FoundPart } from '$lib/core/content/parts.ts';
import { readContent } from '../answer-text.ts';

const IDS = ['content.star', 'content.reasoning', 'content.structure'] as const;

/** Parts found, each with its sentence as evidence; events show how the story runs over the answer. */
export function measure(input: MeasureInput): MeasureOutput {
  const content = readContent(input);
  if (content === 'not-observed') return { measures: [] };
  if (typeof content === 'string') return { measures: IDS.map((id) => unavailable(id, content)) };
  const { reading, values, said } = content;
  const seconds = said.span.end - said.span.start;
  const spansOf = (parts: Readonly<Record<string, FoundPart | null>>) =>
    Object.values(parts).flatMap((part) => (part ? [part.sentence] : []));
  const star = spansOf(reading.story.parts);
  const reasoning = spansOf(reading.reasoning);
  const evidenceOf = {
    'content.star': star,
    'content.reasoning': reasoning,
    'content.structure': [...star, ...reasoning],
  };
  return {
    measures: IDS.map((id) =>
      measured(id, values[id] ?? 0, {
        seconds,
        evidence: evidenceOf[id],
        // Phrases find most parts, not all: one part more or less.
        confidence: 'estimated',
        uncertainty: 1,
      }),
    ),
    events: reading.story.labels.flatMap((part, index) => {
      const sentence = reading.sentences[index];
      return part && sentence
        ? [{ id: `star.${part}`, start: sentence.start, end: sentence.end, confidence: 0.7, detail: sentence.text }]
        : [];
    }),
  };
}
