import { measured, unavailable, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import { assess, type AssessmentDraft } from '$lib/core/content/assess.ts';
import { readContent, type Content } from '../answer-text.ts';

/** Of the quality: one part of the structure more or less is a point (docs/rubric.md). */
const QUALITY_UNCERTAINTY = 1;

export function measure(input: MeasureInput): MeasureOutput {
  const content = readContent(input);
  if (content === 'not-observed') return { measures: [] };
  if (typeof content === 'string') {
    return {
      measures: ['content.quality', 'content.answerLikeness'].map((id) => unavailable(id, content)),
      assessment: withoutContent(content),
    };
  }
  const { reading, values, said } = content;
  const { question } = input;
  const seconds = said.span.end - said.span.start;
  const draft = assess({ reading, values, question, language: said.language });
  const evidence = Object.values(draft.structure).flatMap((part) => (part ? [part] : []));
  return {
    measures: [
      draft.quality === null
        ? unavailable('content.quality', whyUnrated(content, question !== null), seconds)
        : measured('content.quality', draft.quality, {
            seconds,
            evidence,
            confidence: 'estimated',
            uncertainty: QUALITY_UNCERTAINTY,
          }),
      measured('content.answerLikeness', values['content.answerLikeness'] ?? 0, {
        seconds,
        confidence: 'estimated',
        // What speaks most against it being an answer.
        ...(reading.likeness.doubts[0] ? { reason: reading.likeness.doubts[0].reason } : {}),
      }),
    ],
    assessment: draft,
  };
}

/** An answer is rated against its question only. */
function whyUnrated({ similarity }: Content, hasQuestion: boolean): string {
  if (!hasQuestion) return 'no-question';
  return similarity?.reason ?? 'not-observed';
}

/** Nothing was said, or nothing that can be read: the assessment says so instead of rating it. */
function withoutContent(reason: string): AssessmentDraft {
  return {
    summary: '',
    quality: null,
    strengths: [],
    improvements: [{ code: reason, params: {}, evidence: [] }],
    followUps: [],
    structure: { situation: null, task: null, action: null, result: null },
  };
}
