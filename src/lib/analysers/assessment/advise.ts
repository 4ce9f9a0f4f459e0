import type { AdviseFunction, FindingDraft } from '$lib/core/analyser.ts';
import type { Note } from '$lib/core/content/assess.ts';

/** A note on what Viva can't do: nothing that a person could try. */
const NO_TIP = 'language-unsupported';

/** Strengths and improvements of the assessment are its findings: the same words, with their moments. */
export const advise: AdviseFunction = ({ output }) => {
  const { strengths = [], improvements = [] } = output.assessment ?? {};
  const finding = (kind: FindingDraft['kind'], { code, params, evidence }: Note): FindingDraft => ({
    kind,
    part: 'verbal',
    code,
    params: { ...params },
    evidence: evidence.map((span) => ({ ...span })),
  });
  return [
    ...strengths.map((note) => finding('strength', note)),
    ...improvements.filter(({ code }) => code !== NO_TIP).map((note) => finding('suggestion', note)),
  ];
};
