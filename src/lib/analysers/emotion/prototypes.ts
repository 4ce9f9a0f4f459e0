import type { Expression } from '../face/track.ts';

/** The seven basic expressions (Ekman), as sets of data such as FER2013 name them. */
export const BASIC_EXPRESSIONS = ['happiness', 'sadness', 'surprise', 'fear', 'anger', 'disgust', 'neutral'] as const;
export type BasicExpression = (typeof BASIC_EXPRESSIONS)[number];

/**
 * Visible movements of each expression, as blendshapes in the place of the action units of EMFACS (Ekman & Friesen 1978;
 * Du, Tao & Martinez 2014, table 1): every list is a movement, of which the strongest shape counts.
 */
export const PROTOTYPES: Readonly<Record<Exclude<BasicExpression, 'neutral'>, readonly (readonly Expression[])[]>> = {
  // AU 6 + 12
  happiness: [['mouthSmile'], ['cheekSquint', 'eyeSquint']],
  // AU 1 + 4 + 15
  sadness: [['browInnerUp'], ['browDown', 'eyeSquint'], ['mouthFrown', 'mouthShrugLower']],
  // AU 1 + 2 + 5 + 26
  surprise: [['browInnerUp'], ['browOuterUp'], ['eyeWide'], ['jawOpen']],
  // AU 1 + 2 + 4 + 20
  fear: [['browInnerUp'], ['browOuterUp', 'eyeWide'], ['browDown'], ['mouthStretch']],
  // AU 4 + 7 + 24
  anger: [['browDown'], ['eyeSquint'], ['mouthPress', 'mouthRollLower', 'mouthRollUpper']],
  // AU 9 + 10
  disgust: [['noseSneer'], ['mouthUpperUp']],
};

/** Movements that a kind doesn't go with: a smile that shows the teeth also lifts the upper lip (AU 10). */
export const CONTRARY: Readonly<Partial<Record<keyof typeof PROTOTYPES, Expression>>> = {
  sadness: 'mouthSmile',
  anger: 'mouthSmile',
  disgust: 'mouthSmile',
};
