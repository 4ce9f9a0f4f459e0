import type { AdviseFunction, FindingDraft } from '$lib/core/analyser.ts';
import { TRAILING_LU } from './measure.ts';

/** Fewer phrases that end softly are chance. */
const MIN_TRAILING = 2;

/** Advice on the recording comes before advice on the voice: a bad recording hides the voice. */
export const advise: AdviseFunction = ({ output, values }) => {
  const evidenceOf = (id: string) => output.measures.find((measure) => measure.id === id)?.evidence ?? [];
  const reason = output.measures.find(({ id }) => id === 'voice.loudnessLufs')?.reason;
  const findings: FindingDraft[] = [];
  const suggest = (code: string, params: FindingDraft['params'], evidence: FindingDraft['evidence']) => {
    findings.push({ kind: 'suggestion', part: 'verbal', code, params, evidence });
  };
  if (reason === 'too-noisy') suggest('noisy', { db: Math.round(values['voice.snrDb'] ?? 0) }, []);
  if (reason === 'clipped') {
    const percent = Math.round(1000 * (values['voice.clippingShare'] ?? 0)) / 10;
    suggest('clipped', { percent }, evidenceOf('voice.clippingShare').slice(0, 3));
  }
  if (values['voice.loudnessClass'] === -1) suggest('quiet', {}, []);
  const soft = (output.events ?? []).filter(({ id }) => id === 'trailing-off');
  const phrases = evidenceOf('voice.trailingOffLu').length;
  if (soft.length >= MIN_TRAILING && soft.length >= phrases / 3) {
    suggest('trailing-off', { count: soft.length, phrases }, soft.slice(0, 5));
  } else if ((values['voice.trailingOffLu'] ?? TRAILING_LU) < TRAILING_LU / 2 && soft.length === 0 && phrases >= 3) {
    findings.push({
      kind: 'strength',
      part: 'verbal',
      code: 'steady-ends',
      params: { phrases },
      evidence: evidenceOf('voice.trailingOffLu').slice(0, 3),
    });
  }
  return findings;
};
