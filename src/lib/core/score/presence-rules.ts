import type { Line } from './formula.ts';
import type { SubscoreRule } from './rule.ts';

/** Toward the camera zone: 41 % while speaking is usual, 20–80 % between people; the hint comes below a half. */
export const TOWARD_CAMERA: Line = {
  measure: 'gaze.towardShare',
  points: [
    [0.1, 0],
    [0.3, 60],
    [0.5, 95],
    [0.6, 100],
  ],
};

/** Level shoulders, head over them, no slouch, as a share of the time. */
export const ALIGNED: Line = {
  measure: 'posture.alignedShare',
  points: [
    [0.2, 0],
    [0.6, 70],
    [0.9, 100],
  ],
};

/** Eye contact, expression variety, engagement, posture, movement. */
export function presenceRules(): SubscoreRule[] {
  return [
    {
      id: 'eyeContact',
      part: 'presence',
      formula: {
        terms: [
          {
            ...TOWARD_CAMERA,
            weight: 3,
            source: 'norms.md (A limits, C bands): hint below 50 % while speaking; Argyle',
          },
          {
            measure: 'gaze.longestDownSeconds',
            weight: 1,
            source: 'norms.md (C): a look down over 6 s',
            points: [
              [3, 100],
              [6, 75],
              [20, 10],
            ],
          },
        ],
      },
    },
    {
      id: 'expressionVariety',
      part: 'presence',
      formula: {
        terms: [
          {
            measure: 'expression.variety',
            weight: 1,
            source: 'Viva (E): kinds of visible expressions; no norm, so a still face keeps half',
            points: [
              [0, 50],
              [1, 75],
              [2, 90],
              [3, 100],
            ],
          },
        ],
      },
    },
    {
      id: 'engagement',
      part: 'presence',
      formula: {
        terms: [
          {
            measure: 'expression.engagement',
            weight: 1,
            source: 'Viva (E): share of the time that the face moves; no norm, so a still face keeps half',
            points: [
              [0, 50],
              [0.3, 90],
              [0.5, 100],
            ],
          },
        ],
      },
    },
    {
      id: 'posture',
      part: 'presence',
      formula: {
        terms: [
          { ...ALIGNED, weight: 2, source: 'norms.md (C): long contraction hurts (g = .45), Elkjær 2020' },
          {
            measure: 'posture.shoulderTiltDeg',
            weight: 1,
            source: 'engineering.md B6 (E): flag over 5°',
            points: [
              [3, 100],
              [5, 85],
              [12, 20],
            ],
          },
          {
            measure: 'posture.slouch',
            weight: 1,
            source: 'norms.md (C): long contraction',
            points: [
              [0.05, 100],
              [0.3, 60],
              [0.8, 0],
            ],
          },
        ],
      },
    },
    {
      id: 'movement',
      part: 'presence',
      formula: {
        terms: [
          {
            measure: 'movement.fidgetShare',
            weight: 2,
            source: 'engineering.md B6 (E): share of seconds over the own median + 3 MAD',
            points: [
              [0.05, 100],
              [0.2, 75],
              [0.5, 20],
            ],
          },
          {
            measure: 'movement.sway',
            weight: 1,
            source: 'Viva (E): no norm',
            points: [
              [0.2, 100],
              [0.6, 70],
              [1.5, 20],
            ],
          },
        ],
      },
    },
  ];
}
