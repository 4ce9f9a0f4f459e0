import type { AdviseFunction } from '$lib/core/analyser.ts';

/** Statements that mostly rise are worth hearing again; fewer than these are chance. */
const MOSTLY = 0.5;
const MIN_RISING = 4;

export const advise: AdviseFunction = ({ output, values }) => {
  const rising = (output.events ?? []).filter(({ id, detail }) => id === 'rising-end' && detail !== 'question');
  if ((values['tone.risingEndShare'] ?? 0) < MOSTLY || rising.length < MIN_RISING) return [];
  return [
    {
      kind: 'suggestion',
      part: 'verbal',
      code: 'rising-ends',
      params: { count: rising.length },
      evidence: rising.slice(0, 5),
    },
  ];
};
