import type { AdviseFunction, FindingDraft } from '$lib/core/analyser.ts';

/** A posture that fills this share of the time is worth a word; below it people merely move. */
const OFTEN_SHARE = 0.25;
const TILT_DEGREES = 5;
const LEAST_SECONDS = 10;

export const advise: AdviseFunction = ({ output, values }) => {
  const of = (id: string) => output.measures.find((measure) => measure.id === id);
  const findings: FindingDraft[] = [];
  const tilt = values['posture.shoulderTiltDeg'];
  const slouch = values['posture.slouch'];
  const aligned = values['posture.alignedShare'];
  if ((of('posture.shoulderTiltDeg')?.seconds ?? 0) < LEAST_SECONDS) return [];
  if (tilt !== undefined && tilt > TILT_DEGREES) {
    const evidence = (of('posture.shoulderTiltDeg')?.evidence ?? []).slice(0, 3);
    const params = { degrees: Math.round(tilt) };
    findings.push({ kind: 'suggestion', part: 'nonVerbal', code: 'tilted-shoulders', params, evidence });
  }
  if (slouch !== undefined && slouch >= OFTEN_SHARE) {
    const evidence = (of('posture.slouch')?.evidence ?? []).slice(0, 3);
    const params = { percent: Math.round(slouch * 100) };
    findings.push({ kind: 'suggestion', part: 'nonVerbal', code: 'slouched', params, evidence });
  }
  if (findings.length === 0 && aligned !== undefined && aligned >= 0.8) {
    const params = { percent: Math.round(aligned * 100) };
    findings.push({ kind: 'strength', part: 'nonVerbal', code: 'upright', params, evidence: [] });
  }
  return findings;
};
