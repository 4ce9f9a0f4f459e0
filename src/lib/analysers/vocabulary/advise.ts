import type { AdviseInput, FindingDraft } from '$lib/core/analyser.ts';

/**
 * No norm was found for these shares (norms.md), so they are Viva's own: one in 25 words hedged is heard as unsure, one in
 * 50 that names an act of one's own as concrete. Fewer than three of a kind are not worth a word.
 */
const MANY_HEDGES = 4;
const MANY_WEAK = 3;
const MANY_POWER = 2;
const LEAST_COUNT = 3;
/** Nearly all "we" in an answer about oneself hides one's own part. */
const LOW_FIRST_PERSON = 0.35;

export function advise({ output, values, question }: AdviseInput): FindingDraft[] {
  const findings: FindingDraft[] = [];
  const look = (kind: FindingDraft['kind'], code: string, name: string, least: number) => {
    const id = `vocabulary.${name}`;
    const value = values[id];
    const evidence = output.measures.find((one) => one.id === id)?.evidence ?? [];
    if (value === undefined || value < least || evidence.length < LEAST_COUNT) return;
    findings.push({ kind, code, params: { count: evidence.length }, evidence: [...evidence], part: 'verbal' });
  };
  look('strength', 'power-words', 'powerPer100Words', MANY_POWER);
  look('suggestion', 'hedges-many', 'hedgesPer100Words', MANY_HEDGES);
  look('suggestion', 'weak-words', 'weakPer100Words', MANY_WEAK);
  const share = values['vocabulary.firstPersonShare'];
  if (share !== undefined && share < LOW_FIRST_PERSON && question?.type === 'behavioural') {
    findings.push({
      kind: 'suggestion',
      code: 'own-part',
      params: { percent: Math.round(100 * share) },
      evidence: [],
      part: 'verbal',
    });
  }
  return findings;
}
