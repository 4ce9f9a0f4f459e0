import { measured, unavailable, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import type { Series } from '$lib/core/report/schema.ts';
import { questionNearness, relevanceOf, similarityTrack, type Similarity } from '$lib/core/content/similarity.ts';

const IDS = [
  'content.relevanceRank',
  'content.questionsCompared',
  'content.relevanceMargin',
  'content.relevanceGap',
] as const;

/**
 * Movement of margin and gap when the same answer is heard by another recogniser or with other pauses: SD over the
 * English answers of tests/fixtures/answers with every tenth word left out (0.041 and 0.044).
 */
const UNCERTAINTY = 0.045;

/** Sentences that are shown as evidence, nearest to the question first. */
const MOST_EVIDENCE = 3;

/** Rank, margin and gap of the own question, and the nearness to it over time. */
export function measure({ tracks, question }: MeasureInput): MeasureOutput {
  const similarity = tracks.get(similarityTrack);
  if (!question) return none('no-question');
  if (!similarity) return { measures: [] };
  if (similarity.basis === 'none') return none(similarity.reason ?? 'not-observed');
  const relevance = relevanceOf(similarity);
  if (!relevance) return none('no-speech');
  const seconds = similarity.sentences.reduce((sum, { start, end }) => sum + end - start, 0);
  const options = {
    seconds,
    evidence: nearestSentences(similarity),
    // Through a translation the sentences' times and words are estimates.
    confidence: similarity.basis === 'spoken' ? ('measured' as const) : ('estimated' as const),
    ...(similarity.basis === 'translated' ? { reason: 'through-translation' } : {}),
  };
  return {
    measures: [
      measured('content.relevanceRank', relevance.rank, options),
      measured('content.questionsCompared', relevance.compared, { ...options, evidence: [] }),
      measured('content.relevanceMargin', relevance.margin, { ...options, uncertainty: UNCERTAINTY }),
      measured('content.relevanceGap', relevance.gap, { ...options, uncertainty: UNCERTAINTY }),
    ],
    series: [nearnessBySecond(similarity)],
  };
}

function none(reason: string): MeasureOutput {
  return { measures: IDS.map((id) => unavailable(id, reason)) };
}

function nearestSentences(similarity: Similarity) {
  const nearness = questionNearness(similarity);
  return similarity.sentences
    .map((sentence, index) => ({ sentence, nearness: nearness[index] ?? 0 }))
    .sort((a, b) => b.nearness - a.nearness)
    .slice(0, MOST_EVIDENCE)
    .map(({ sentence: { start, end } }) => ({ start, end }));
}

/** Nearness to the question in each second, so that the time line shows where the answer left its topic. */
function nearnessBySecond(similarity: Similarity): Series {
  const nearness = questionNearness(similarity);
  const values: (number | null)[] = [];
  similarity.sentences.forEach(({ start, end }, index) => {
    for (let second = Math.floor(start); second < end; second += 1) {
      while (values.length <= second) values.push(null);
      values[second] = Math.round(1000 * (nearness[index] ?? 0)) / 1000;
    }
  });
  return { id: 'relevance.nearness', unit: 'cosine', start: 0, step: 1, values };
}
