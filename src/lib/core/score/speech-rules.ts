import type { Term } from './formula.ts';
import type { ScoreContext, SubscoreRule } from './rule.ts';

const spoken = [{ measure: 'speech.wordCount', atLeast: 1 }];

/**
 * Words a minute per language: full marks in the hint zone, 80 at the ends of the quiet one, 60 where a stretch is
 * pointed out (norms.md). Indonesian is the English line × 0.76, as its word list has it. Other languages have no band.
 */
const PACE: Readonly<Record<string, Pick<Term, 'points' | 'source'>>> = {
  en: {
    source: 'norms.md (B): hint zone 130–175, quiet 110–190, act below 100 or over 200; Tauroza & Allison 1990',
    points: [
      [60, 0],
      [100, 60],
      [110, 80],
      [130, 100],
      [175, 100],
      [190, 80],
      [200, 60],
      [260, 0],
    ],
  },
  id: {
    source: 'English band × 0.76 (E): no published norm for Indonesian',
    points: [
      [45, 0],
      [75, 60],
      [85, 80],
      [100, 100],
      [135, 100],
      [145, 80],
      [155, 60],
      [200, 0],
    ],
  },
};

/** Fillers a minute: up to 5 no loss, 12 harmful (Laske & DiGennaro Reed 2024, A). */
export const fillerTerm = (weight: number): Term => ({
  measure: 'speech.fillersPerMinute',
  weight,
  source: 'norms.md (A): up to 5 a minute no loss, 12 harmful; Laske & DiGennaro Reed 2024',
  points: [
    [0, 100],
    [5, 90],
    [12, 40],
    [20, 0],
  ],
});

/** Pace, fluency, clarity. */
export function speechRules({ language }: ScoreContext): SubscoreRule[] {
  const pace = language === undefined ? undefined : PACE[language];
  const rules: SubscoreRule[] = [
    {
      id: 'fluency',
      part: 'speech',
      formula: {
        when: spoken,
        terms: [
          fillerTerm(2),
          {
            measure: 'pause.insideClausePerMinute',
            weight: 2,
            source: 'norms.md (A/C): the strongest cue of fluency, Kahng; no published band, so wide (E)',
            points: [
              [4, 100],
              [10, 75],
              [20, 30],
              [30, 0],
            ],
          },
          {
            measure: 'pause.longestSeconds',
            weight: 1,
            source: 'norms.md (C): long from 1 s, pointed out over 2.5 s',
            points: [
              [1, 100],
              [2.5, 75],
              [6, 20],
            ],
          },
        ],
      },
    },
    {
      id: 'clarity',
      part: 'speech',
      formula: {
        when: spoken,
        // How sure the recogniser was is left out on purpose: it hears accents worse (Koenecke 2020), and a score would
        // pass that on to the speaker.
        terms: [
          {
            measure: 'voice.snrDb',
            weight: 2,
            source: 'norms.md (C): speech at least 10 dB over the noise, 15 dB for voice measures',
            points: [
              [0, 0],
              [10, 60],
              [15, 85],
              [25, 100],
            ],
          },
          {
            measure: 'voice.clippingShare',
            weight: 1,
            source: 'norms.md (C): clipping below 1 %',
            points: [
              [0, 100],
              [0.01, 80],
              [0.05, 20],
              [0.1, 0],
            ],
          },
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
  ];
  if (!pace) return rules;
  return [
    { id: 'pace', part: 'speech', formula: { when: spoken, terms: [{ measure: 'speech.wpm', weight: 1, ...pace }] } },
    ...rules,
  ];
}
