import { describe, expect, it } from 'vitest';
import { keyPointsOf, noSimilarity, relevanceOf, similarityTrack, type Similarity } from './similarity.ts';

const targets: Similarity['targets'] = [
  { kind: 'question', id: 'q', text: 'own with points', passage: 0.5 },
  { kind: 'wording', id: 'q', text: 'own' },
  { kind: 'other', id: 'a', text: 'a', passage: 0.25 },
  { kind: 'other', id: 'b', text: 'b', passage: 0.125 },
  { kind: 'keyPoint', id: '1', text: 'first' },
  { kind: 'keyPoint', id: '2', text: 'second' },
];
const similarity: Similarity = {
  basis: 'spoken',
  sentences: [
    { text: 'one', start: 0, end: 2 },
    { text: 'two', start: 2, end: 5 },
  ],
  targets,
  bySentence: Float32Array.from([0.4, 0.4, 0.1, 0.2, 0.25, 0.1, 0.6, 0.5, 0.1, 0, 0.1, 0.35]),
  byPassage: Float32Array.from([0.5, 0.5, 0.25, 0.125, 0.5, 0.2]),
  piecesPerWord: 1,
};

describe('relevanceOf', () => {
  it('compares the nearest passages over questions', () => {
    expect(relevanceOf(similarity)).toEqual({ margin: 0.3125, gap: 0.25, rank: 1, compared: 3 });
  });

  it('is beaten by a question that is nearer', () => {
    const nearer = { kind: 'other', id: 'c', text: 'c', passage: 0.75 } as const;
    expect(relevanceOf({ ...similarity, targets: [...targets, nearer] })).toMatchObject({ gap: -0.25, rank: 2 });
  });

  it('counts the whole answer twice where it was compared', () => {
    const [own, wording, other, ...rest] = targets;
    const given = [{ ...own!, whole: 0.25 }, wording!, { ...other!, whole: -0.125 }, ...rest];
    // Own (0.5 + 2 · 0.25) / 3; a (0.25 − 2 · 0.125) / 3 = 0; b 0.125, of which only a passage is known.
    const relevance = relevanceOf({ ...similarity, targets: given });
    expect(relevance?.gap).toBeCloseTo(1 / 3 - 0.125, 6);
    expect(relevance?.margin).toBeCloseTo(1 / 3 - 0.0625, 6);
  });

  it.each([
    ['no other question', { ...similarity, targets: targets.slice(0, 2), byPassage: Float32Array.from([0.5, 0.5]) }],
    ['nothing said', noSimilarity('no-speech')],
  ])('says nothing with %s', (_name, given) => {
    expect(relevanceOf(given)).toBeUndefined();
  });
});

describe('keyPointsOf', () => {
  it('finds the nearest sentence of each and whether it is touched', () => {
    expect(keyPointsOf(similarity)).toEqual([
      { text: 'first', nearness: 0.5, sentence: 0, isCovered: true },
      { text: 'second', nearness: expect.closeTo(0.35, 6) as number, sentence: 1, isCovered: true },
    ]);
    expect(keyPointsOf(noSimilarity('no-question'))).toEqual([]);
  });
});

it('a stored track passes its schema', () => {
  expect(similarityTrack.schema.parse(structuredClone(similarity))).toEqual(similarity);
});
