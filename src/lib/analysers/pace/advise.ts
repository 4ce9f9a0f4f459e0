import type { AdviseInput, FindingDraft } from '$lib/core/analyser.ts';
import { paceBands } from './bands.ts';

/** Stretches that are far too fast or slow are pointed out; a comfortable rate is praised; else nothing (norms.md). */
export function advise({ output, values, language }: AdviseInput): FindingDraft[] {
  const bands = paceBands(language);
  const wpm = values['speech.wpm'];
  if (!bands || wpm === undefined) return [];
  const spanOf = (id: string) => [...(output.measures.find((one) => one.id === id)?.evidence ?? [])];
  const fastest = values['speech.wpmFastest'];
  const slowest = values['speech.wpmSlowest'];
  const findings: FindingDraft[] = [];
  const add = (kind: FindingDraft['kind'], code: string, value: number, id: string) => {
    findings.push({
      kind,
      code,
      params: { wpm: Math.round(value), low: bands.hint[0], high: bands.hint[1] },
      evidence: spanOf(id),
      part: 'verbal',
    });
  };
  if (fastest !== undefined && fastest > bands.act[1]) add('suggestion', 'pace-fast', fastest, 'speech.wpmFastest');
  if (slowest !== undefined && slowest < bands.act[0]) add('suggestion', 'pace-slow', slowest, 'speech.wpmSlowest');
  if (findings.length === 0 && wpm >= bands.hint[0] && wpm <= bands.hint[1]) {
    add('strength', 'pace-steady', wpm, 'speech.wpm');
  }
  return findings;
}
