import type { Analyser } from '$lib/core/analyser.ts';
import { similarityTrack } from '$lib/core/content/similarity.ts';

/**
 * Whether the answer is about its question (all-MiniLM-L6-v2): nearness of the answer and its passages to the question,
 * its key points and a sketch of an answer to it, against other questions (engineering.md E11, `known.ts`). Raw cosines mean nothing by themselves, so only rank, margin and gap are published.
 * Speech in another language than English is compared through its English translation.
 */
export const relevance: Analyser = {
  id: 'relevance',
  version: 3,
  capability: 'content',
  engine: 'text',
  needs: ['transcript'],
  models: ['minilm'],
  media: 'audio',
  track: similarityTrack,
  chart: 'line',
  measures: [
    { id: 'content.relevanceRank', unit: 'rank', range: [1, 100] },
    { id: 'content.questionsCompared', unit: 'questions', range: [2, 100] },
    {
      id: 'content.relevanceMargin',
      unit: 'cosine',
      range: [-2, 2],
      // Nine of ten right pairs lie above, nearly as many wrong ones below.
      norm: () => ({
        low: 0.13,
        source: 'Viva: wrong pairs of answer and question, tests/fixtures/answers',
        grade: 'D',
      }),
    },
    { id: 'content.relevanceGap', unit: 'cosine', range: [-2, 2] },
  ],
  measure: () => import('./measure.ts'),
};
