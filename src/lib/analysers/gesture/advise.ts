import type { AdviseFunction } from '$lib/core/analyser.ts';

/** Hands that cover or touch the face for so much of the time draw the eye (design: norms.md, C). */
const OFTEN_SHARE = 0.15;

export const advise: AdviseFunction = ({ output, values }) => {
  const share = values['gesture.nearFaceShare'];
  const measure = output.measures.find(({ id }) => id === 'gesture.nearFaceShare');
  if (share === undefined || share < OFTEN_SHARE || (measure?.seconds ?? 0) < 10) return [];
  return [
    {
      kind: 'suggestion',
      part: 'nonVerbal',
      code: 'hands-near-face',
      params: { percent: Math.round(share * 100) },
      evidence: (measure?.evidence ?? []).slice(0, 3),
    },
  ];
};
