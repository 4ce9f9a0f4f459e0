import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type Values } from './evaluate.ts';
import { parseFormula, printFormula, readLine, type Formula } from './formula.ts';
import { subscoreTable } from './subscores.ts';
import { questionTypes } from '../question.ts';

const rising = [
  [0, 0],
  [10, 100],
] as const;

describe('readLine', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [2.5, 25],
    [10, 100],
    [99, 100],
  ])('reads %d as %d, level beyond its ends', (x, y) => {
    expect(readLine(rising, x)).toBe(y);
  });

  it('takes a step where two points have the same x', () => {
    const step = [
      [0, 10],
      [1, 10],
      [1, 90],
    ] as const;
    expect(readLine(step, 1)).toBe(10);
    expect(readLine(step, 1.01)).toBe(90);
  });
});

const formula: Formula = {
  when: [{ measure: 'words', atLeast: 1 }],
  terms: [
    { measure: 'a.x', weight: 2, points: rising, source: 's' },
    { measure: 'b.y', weight: 1, points: rising, source: 's' },
  ],
  caps: [
    {
      measure: 'c.z',
      points: [
        [-0.05, 30],
        [0.1, 100],
      ],
    },
  ],
};
const valueOf = (values: Record<string, number | null>, of: Formula = formula) =>
  evaluate(of, new Map(Object.entries(values)));

describe('evaluate', () => {
  it.each([
    ['weights', { 'a.x': 10, 'b.y': 4 }, 80],
    ['a missing term drops out', { 'a.x': 4, 'b.y': null }, 40],
    ['a cap holds', { 'a.x': 10, 'b.y': 10, 'c.z': -1 }, 30],
    ['a cap without value does not', { 'a.x': 10, 'b.y': 10, 'c.z': null }, 100],
    ['nothing at all', { 'a.x': null }, null],
    ['no words', { words: 0, 'a.x': 10 }, null],
    ['words not to be had', { words: null, 'a.x': 10 }, null],
    ['words not asked for', { 'a.x': 10 }, 100],
    ['words', { words: 12, 'a.x': 10 }, 100],
  ])('%s', (_name, values, expected) => {
    expect(valueOf(values).value).toBe(expected);
  });

  it('says what took part and what was missing', () => {
    expect(valueOf({ 'a.x': 1, 'c.z': 0 })).toMatchObject({ used: ['a.x', 'c.z'], missing: ['b.y'] });
  });

  it('wants as many terms as it needs', () => {
    expect(valueOf({ 'a.x': 10 }, { ...formula, needs: 2 }).value).toBeNull();
    expect(valueOf({ 'a.x': 10, 'b.y': 10 }, { ...formula, needs: 2 }).value).toBe(100);
  });

  it('gives the weighted spread of its terms', () => {
    const equal = { ...formula, spread: true, terms: formula.terms.map((term) => ({ ...term, weight: 1 })) };
    expect(valueOf({ 'a.x': 10, 'b.y': 4 }, equal).spread).toBe(30);
    expect(valueOf({ 'a.x': 7, 'b.y': 7 }, equal).spread).toBe(0);
  });
});

describe('the printed form', () => {
  const rules = questionTypes.flatMap((questionType) =>
    ['en', 'id', undefined].flatMap((language) => subscoreTable({ language, questionType })),
  );
  // Most formulas don't depend on language or question.
  const tables = [...new Map(rules.map((rule) => [printFormula(rule.formula), rule])).values()];

  it('gives every sub-score the same value when it is read back', () => {
    for (const rule of tables) {
      const measures = [...rule.formula.terms, ...(rule.formula.caps ?? []), ...(rule.formula.when ?? [])];
      fc.assert(
        fc.property(
          fc.array(fc.option(fc.double({ min: -50, max: 300, noNaN: true })), {
            minLength: measures.length,
            maxLength: measures.length,
          }),
          (numbers) => {
            const values: Values = new Map(measures.map(({ measure }, index) => [measure, numbers[index] ?? null]));
            expect(evaluate(parseFormula(printFormula(rule.formula)), values)).toEqual(evaluate(rule.formula, values));
          },
        ),
        { numRuns: 20 },
      );
    }
  });

  it('has lines that ascend, points from 0 to 100, and a source for each', () => {
    for (const { id, formula: each } of tables) {
      for (const { measure, points, source, weight } of each.terms) {
        expect(source, `${id} ${measure}`).not.toBe('');
        expect(weight).toBeGreaterThan(0);
        expect(points.every(([, y]) => y >= 0 && y <= 100)).toBe(true);
        expect(points.map(([x]) => x)).toEqual(points.map(([x]) => x).toSorted((a, b) => a - b));
      }
    }
  });

  it.each(['', 'nothing', '1*speech.wpm[a:b]'])('refuses %j', (text) => {
    expect(() => parseFormula(text)).toThrow(RangeError);
  });
});
