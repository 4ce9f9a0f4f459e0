import type { AdviseFunction, FindingDraft } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';

/** Below this share of the speaking time toward the camera zone a hint is given; from the other on it is praised (design: norms.md). */
const LOW_SHARE = 0.5;
const STEADY_SHARE = 0.7;
/** A longer look down reads as reading from notes (design: norms.md). Seconds. */
const LONG_DOWN_SECONDS = 6;

export const advise: AdviseFunction = ({ output, values }) => {
  const findings: FindingDraft[] = [];
  const of = (id: string) => output.measures.find((measure) => measure.id === id);
  const toward = values['gaze.towardShare'];
  const longestDown = values['gaze.longestDownSeconds'];
  const isSure = (of('gaze.towardShare')?.seconds ?? 0) >= 5;
  if (toward !== undefined && isSure) {
    const params = { percent: Math.round(toward * 100) };
    if (toward < LOW_SHARE) {
      const evidence = longestFirst(of('gaze.towardShare')?.evidence ?? []).slice(0, 3);
      findings.push({ kind: 'suggestion', part: 'nonVerbal', code: 'often-away', params, evidence });
    } else if (toward >= STEADY_SHARE) {
      findings.push({ kind: 'strength', part: 'nonVerbal', code: 'mostly-toward', params, evidence: [] });
    }
  }
  if (longestDown !== undefined && longestDown > LONG_DOWN_SECONDS) {
    findings.push({
      kind: 'suggestion',
      part: 'nonVerbal',
      code: 'long-look-down',
      params: { seconds: Math.round(longestDown) },
      evidence: of('gaze.longestDownSeconds')?.evidence ?? [],
    });
  }
  return findings;
};

function longestFirst(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => b.end - b.start - (a.end - a.start));
}
