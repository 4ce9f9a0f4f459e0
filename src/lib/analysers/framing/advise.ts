import type { AdviseFunction, FindingDraft } from '$lib/core/analyser.ts';

type Hint = { readonly code: string; readonly id: string; readonly applies: (value: number) => boolean };

/**
 * Hints, one of a kind at most. Distance, eyes and middle: the bands of the manifest with a margin, so that only clear
 * cases are told. Light: a skin of any tone is dark below 0.15 on a picture of video range; a background more than 0.2
 * brighter than the face is a window behind it.
 */
const HINTS: readonly (readonly Hint[])[] = [
  [
    { code: 'too-far', id: 'framing.faceHeight', applies: (value) => value < 0.15 },
    { code: 'too-near', id: 'framing.faceHeight', applies: (value) => value > 0.75 },
  ],
  [{ code: 'eyes-low', id: 'framing.eyesHeight', applies: (value) => value > 0.58 }],
  [{ code: 'off-centre', id: 'framing.offCentre', applies: (value) => value > 0.2 }],
  [
    { code: 'backlit', id: 'light.backlight', applies: (value) => value > 0.2 },
    { code: 'dark-face', id: 'light.face', applies: (value) => value < 0.15 },
  ],
];

export const advise: AdviseFunction = ({ values }) =>
  HINTS.flatMap((kind): FindingDraft[] => {
    const hint = kind.find(({ id, applies }) => values[id] !== undefined && applies(values[id]));
    return hint ? [{ kind: 'suggestion', part: 'nonVerbal', code: hint.code, params: {}, evidence: [] }] : [];
  });
