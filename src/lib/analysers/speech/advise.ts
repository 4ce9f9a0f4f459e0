import type { AdviseFunction, FindingDraft } from '$lib/core/analyser.ts';

/** Under this share the answer is mostly silence: worth checking the microphone (design: norms.md). */
const MOSTLY_SILENCE = 0.5;
/** Beyond this a spoken bridge ("let me think") is suggested (design: norms.md, response latency). */
const LONG_LATENCY_SECONDS = 2;

export const advise: AdviseFunction = ({ values, output }) => {
  const evidenceOf = (id: string) => output.measures.find((measure) => measure.id === id)?.evidence ?? [];
  const share = values['speech.share'];
  const latency = values['speech.responseLatencySeconds'];
  const findings: FindingDraft[] = [];
  if (share !== undefined && share > 0 && share < MOSTLY_SILENCE) {
    findings.push({
      kind: 'suggestion',
      part: 'verbal',
      code: 'mostly-silence',
      params: { percent: Math.round(100 * share) },
      evidence: [...evidenceOf('silence.totalSeconds')].sort(byLength).slice(0, 3),
    });
  }
  if (latency !== undefined && latency > LONG_LATENCY_SECONDS) {
    findings.push({
      kind: 'suggestion',
      part: 'verbal',
      code: 'late-start',
      params: { seconds: Math.round(latency * 10) / 10 },
      evidence: evidenceOf('speech.responseLatencySeconds'),
    });
  }
  return findings;
};

function byLength(a: { start: number; end: number }, b: { start: number; end: number }): number {
  return b.end - b.start - (a.end - a.start);
}
