import type { Formula, Line, Term } from './formula.ts';
import type { SubscoreRule } from './rule.ts';

/** Nothing counts in full that is hardly an answer; where that can't be said (other language), nothing is scored. */
const likeness: Line = {
  measure: 'content.answerLikeness',
  points: [
    [0, 5],
    [0.5, 25],
    [0.85, 100],
  ],
};
const readable = [
  { measure: 'speech.wordCount', atLeast: 1 },
  { measure: 'content.answerLikeness', atLeast: 0 },
];

function content(id: string, terms: readonly Term[], more: Partial<Formula> = {}): SubscoreRule {
  return { id, part: 'content', formula: { when: readable, terms, caps: [likeness], ...more } };
}

/** Relevance, structure, specificity, vocabulary. */
export function contentRules(): SubscoreRule[] {
  return [
    content('relevance', [
      {
        measure: 'content.relevanceMargin',
        weight: 2,
        source: 'engineering.md E11; median of good answers 0.31, of wrong pairs −0.01 (tests/fixtures/answers)',
        points: [
          [0, 0],
          [0.08, 50],
          [0.16, 85],
          [0.29, 100],
        ],
      },
      {
        measure: 'content.keyPointCoverage',
        weight: 1,
        source: 'Viva: share of key points; half of them is a full answer, as the model misses some',
        points: [
          [0, 10],
          [0.5, 80],
          [1, 100],
        ],
      },
    ]),
    content('structure', [
      {
        measure: 'content.structure',
        weight: 1,
        source: 'STAR, norms.md (B/C): each part a quarter',
        points: [
          [0, 0],
          [1, 25],
          [2, 50],
          [3, 75],
          [4, 100],
        ],
      },
    ]),
    content('specificity', [
      {
        measure: 'content.ownActionShare',
        weight: 2,
        source: 'STAR, norms.md (B/C): the action is the longest part of a story (30–45 s of 90)',
        points: [
          [0, 0],
          [0.15, 50],
          [0.4, 100],
        ],
      },
      {
        measure: 'content.numbersPer100Words',
        weight: 1.5,
        source: 'engineering.md B8, concreteness (E): no norm; good answers of tests/fixtures/answers have 2.6–7',
        points: [
          [0, 0],
          [0.7, 50],
          [2, 90],
          [3, 100],
        ],
      },
      {
        measure: 'content.namesPer100Words',
        weight: 0.5,
        source: 'engineering.md B8, concreteness (E): no norm',
        points: [
          [0, 20],
          [0.7, 80],
          [1.5, 100],
        ],
      },
    ]),
    content('vocabulary', [
      {
        measure: 'vocabulary.mtld',
        weight: 2,
        source:
          'norms.md (C): varied words predict ratings; no band for MTLD in speech (E), answers as written: 67–115',
        points: [
          [15, 0],
          [30, 50],
          [50, 80],
          [75, 100],
        ],
      },
      {
        measure: 'vocabulary.powerPer100Words',
        weight: 1,
        source: 'Viva (E): good answers of tests/fixtures/answers 0–1.3, weak ones 0; so none costs little',
        points: [
          [0, 60],
          [0.6, 90],
          [1.2, 100],
        ],
      },
      {
        measure: 'vocabulary.weakPer100Words',
        weight: 1,
        source: 'Viva (E): good answers of tests/fixtures/answers 0–0.9, weak ones 0–3.4',
        points: [
          [1, 100],
          [3, 60],
          [6, 10],
        ],
      },
      {
        measure: 'vocabulary.hedgesPer100Words',
        weight: 1,
        source: 'engineering.md B8 (E): good answers of tests/fixtures/answers 0–1.1, weak ones 2.3–4.8',
        points: [
          [1, 100],
          [3, 60],
          [6, 10],
        ],
      },
    ]),
  ];
}
