import { measured, unavailable, type MeasureInput, type MeasureOutput } from '$lib/core/analyser.ts';
import { keyPointsOf, similarityTrack } from '$lib/core/content/similarity.ts';

/** Share of key points that a sentence or passage comes near to; one event for each that was touched. */
export function measure({ tracks, question }: MeasureInput): MeasureOutput {
  const similarity = tracks.get(similarityTrack);
  const none = (reason: string) => ({ measures: [unavailable('content.keyPointCoverage', reason)] });
  if (!question) return none('no-question');
  if (!question.keyPoints || question.keyPoints.length === 0) return none('no-key-points');
  if (!similarity) return { measures: [] };
  if (similarity.basis === 'none') return none(similarity.reason ?? 'not-observed');
  const points = keyPointsOf(similarity);
  if (points.length === 0) return none('no-key-points');
  const covered = points.filter(({ isCovered }) => isCovered);
  const events = covered.flatMap(({ sentence, nearness, text }) => {
    const span = similarity.sentences[sentence];
    return span ? [{ id: 'key-point', start: span.start, end: span.end, confidence: nearness, detail: text }] : [];
  });
  return {
    measures: [
      measured('content.keyPointCoverage', covered.length / points.length, {
        seconds: similarity.sentences.reduce((sum, { start, end }) => sum + end - start, 0),
        evidence: events,
        // A nearness near the threshold may fall on either side of it.
        confidence: 'estimated',
        uncertainty: 1 / points.length,
        ...(similarity.basis === 'translated' ? { reason: 'through-translation' } : {}),
      }),
    ],
    events,
  };
}
