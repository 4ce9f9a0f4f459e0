import type { Line } from './formula.ts';
import type { ScoreContext, SubscoreRule } from './rule.ts';

const spoken = [{ measure: 'speech.wordCount', atLeast: 1 }];

/**
 * Loudness that stays even. Ten clips of read and free speech (ffmpeg's ebur128, momentary, pauses within 20 LU left
 * in) have an SD of 3.0–8.8 LU, half of them below 4.8; a public speech (JFK) 6.5. So only what is beyond that costs.
 */
export const EVEN_LOUDNESS: Line = {
  measure: 'voice.loudnessSdLu',
  points: [
    [7, 100],
    [10, 70],
    [16, 10],
  ],
};

/** What tone suits the kind of question (product.md): steady for facts, lively for motivation, both for stories. */
const TONE: Readonly<Record<'steady' | 'lively' | 'open', Line['points']>> = {
  steady: [
    [0.5, 40],
    [1.5, 100],
    [3.5, 100],
    [6, 50],
  ],
  lively: [
    [1, 10],
    [2, 50],
    [3, 100],
    [6, 100],
    [9, 70],
  ],
  open: [
    [1, 20],
    [2, 80],
    [2.5, 100],
    [5, 100],
    [8, 60],
  ],
};

function toneOf(type: ScoreContext['questionType']): keyof typeof TONE {
  if (type === 'technical') return 'steady';
  return type === 'motivation' ? 'lively' : 'open';
}

/** Vocal variety, volume consistency, tone dynamics. How high a voice is never counts. */
export function voiceRules({ questionType }: ScoreContext): SubscoreRule[] {
  const tone = toneOf(questionType);
  return [
    {
      id: 'vocalVariety',
      part: 'voice',
      formula: {
        when: spoken,
        terms: [
          {
            measure: 'voice.pitchSdSemitones',
            weight: 1,
            source: 'norms.md (B): below 2 semitones narrow, 2–3 moderate, over 3 wide; Hincks 2005',
            points: [
              [0.5, 0],
              [2, 60],
              [3, 95],
              [3.5, 100],
            ],
          },
        ],
      },
    },
    {
      id: 'volumeConsistency',
      part: 'voice',
      formula: {
        when: spoken,
        terms: [
          { ...EVEN_LOUDNESS, weight: 2, source: 'norms.md (C): relative ±6 LU; no absolute norm' },
          {
            measure: 'voice.trailingOffLu',
            weight: 1,
            source: 'norms.md (C): trailing off from 6 dB in the last second',
            points: [
              [3, 100],
              [6, 80],
              [12, 20],
            ],
          },
        ],
      },
    },
    {
      id: 'toneDynamics',
      part: 'voice',
      formula: {
        when: spoken,
        terms: [
          {
            measure: 'voice.pitchSdSemitones',
            weight: 1,
            source: `product.md: ${tone} for this kind of question; bands of norms.md (B) around it`,
            points: TONE[tone],
          },
        ],
      },
    },
  ];
}
