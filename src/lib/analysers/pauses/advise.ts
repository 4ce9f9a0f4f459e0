import type { AdviseFunction } from '$lib/core/analyser.ts';
import type { AnswerEvent } from '$lib/core/report/schema.ts';

/** Only this much silence inside a clause is worth changing (design: norms.md). */
const ACT_SECONDS = 2.5;
/** Pauses that give the listener time: about the 0.6 s rated most natural (Liu et al. 2022). */
const NATURAL: readonly [from: number, to: number] = [0.4, 1.2];
const MIN_NATURAL = 3;

export const advise: AdviseFunction = ({ output }) => {
  const pauses = (output.events ?? []).filter(({ id }) => id === 'pause' || id === 'long-pause');
  const length = ({ start, end }: AnswerEvent) => end - start;
  const stuck = pauses.filter((pause) => pause.detail === 'inside' && length(pause) > ACT_SECONDS);
  if (stuck.length > 0) {
    const longest = Math.max(...stuck.map(length));
    return [
      {
        kind: 'suggestion',
        part: 'verbal',
        code: 'stuck',
        params: { count: stuck.length, seconds: Math.round(longest * 10) / 10 },
        evidence: stuck.slice(0, 5),
      },
    ];
  }
  const natural = pauses.filter(
    (pause) => pause.detail === 'between' && length(pause) >= NATURAL[0] && length(pause) <= NATURAL[1],
  );
  const inside = pauses.filter(({ detail }) => detail === 'inside').length;
  if (natural.length < MIN_NATURAL || natural.length <= inside) return [];
  return [
    {
      kind: 'strength',
      part: 'verbal',
      code: 'natural',
      params: { count: natural.length },
      evidence: natural.slice(0, 5),
    },
  ];
};
