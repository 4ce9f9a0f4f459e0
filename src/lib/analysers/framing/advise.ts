import type { AdviseFunction, FindingDraft } from '$lib/core/analyser.ts';
import { LIMITS } from './limits.ts';

type Hint = { readonly code: string; readonly id: string; readonly applies: (value: number) => boolean };

/** Hints, one of a kind at most. */
const HINTS: readonly (readonly Hint[])[] = [
  [
    { code: 'too-far', id: 'framing.faceHeight', applies: (value) => value < LIMITS.faceHeight.low },
    { code: 'too-near', id: 'framing.faceHeight', applies: (value) => value > LIMITS.faceHeight.high },
  ],
  [{ code: 'eyes-low', id: 'framing.eyesHeight', applies: (value) => value > LIMITS.eyesHeight }],
  [{ code: 'off-centre', id: 'framing.offCentre', applies: (value) => value > LIMITS.offCentre }],
  [
    { code: 'backlit', id: 'light.backlight', applies: (value) => value > LIMITS.backlight },
    { code: 'dark-face', id: 'light.face', applies: (value) => value < LIMITS.faceLight.low },
  ],
];

export const advise: AdviseFunction = ({ values }) =>
  HINTS.flatMap((kind): FindingDraft[] => {
    const hint = kind.find(({ id, applies }) => values[id] !== undefined && applies(values[id]));
    return hint ? [{ kind: 'suggestion', part: 'nonVerbal', code: hint.code, params: {}, evidence: [] }] : [];
  });
