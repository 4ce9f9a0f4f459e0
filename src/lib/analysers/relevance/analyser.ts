import type { Analyser } from '$lib/core/analyser.ts';
import { similarityTrack } from '$lib/core/content/similarity.ts';

/**
 * Whether the answer is about its question (all-MiniLM-L6-v2): nearness of its passages to the question, against other
 * questions (engineering.md E11). Raw cosines mean nothing by themselves, so only rank, margin and gap are published.
 * Speech in another language than English is compared through its English translation.
 */
export const relevance: Analyser = {
  id: 'relevance',
  version: 1,
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
      // The uncertain zone ends there (engineering.md B8, narrowed on tests/fixtures/answers).
      norm: () => ({
        low: 0.09,
        source: 'Viva: wrong pairs of answer and question, tests/fixtures/answers',
        grade: 'D',
      }),
    },
    { id: 'content.relevanceGap', unit: 'cosine', range: [-2, 2] },
  ],
  measure: () => import('./measure.ts'),
};
