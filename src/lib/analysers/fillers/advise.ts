import type { AdviseInput, FindingDraft } from '$lib/core/analyser.ts';

/** norms.md: up to 5 a minute quiet, 5–12 a note, over 12 act; clusters are what is coached. */
const QUIET_PER_MINUTE = 5;
const ACT_PER_MINUTE = 12;
/** An answer that long without a filler, or nearly, deserves to be told so. */
const PRAISE_SECONDS = 30;
const PRAISE_PER_MINUTE = 2;

export function advise({ output, values }: AdviseInput): FindingDraft[] {
  const perMinute = values['speech.fillersPerMinute'];
  const rate = output.measures.find(({ id }) => id === 'speech.fillersPerMinute');
  if (perMinute === undefined || !rate) return [];
  const findings: FindingDraft[] = [];
  const rounded = Math.round(perMinute * 10) / 10;
  const add = (kind: FindingDraft['kind'], code: string, evidence: FindingDraft['evidence'], count: number) => {
    findings.push({ kind, code, params: { rate: rounded, count }, evidence, part: 'verbal' });
  };
  if (perMinute > ACT_PER_MINUTE) add('suggestion', 'fillers-many', [...rate.evidence], rate.evidence.length);
  else if (perMinute > QUIET_PER_MINUTE) add('suggestion', 'fillers-some', [...rate.evidence], rate.evidence.length);
  else if (perMinute <= PRAISE_PER_MINUTE && rate.seconds >= PRAISE_SECONDS) {
    add('strength', 'fillers-few', [...rate.evidence], rate.evidence.length);
  }
  const clusters = output.measures.find(({ id }) => id === 'speech.fillerClusterCount')?.evidence ?? [];
  if (clusters.length > 0) add('suggestion', 'fillers-cluster', [...clusters], clusters.length);
  return findings;
}
