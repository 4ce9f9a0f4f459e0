import { describe, expect, it } from 'vitest';
import { unheardFillers, withCandidates } from './unheard.ts';

const UM = 9;
const chances = (...values: number[]) => values.map((probability) => ({ token: UM, probability }));
const find = (tokens: number[], ...values: number[]) =>
  unheardFillers(
    tokens,
    chances(...values),
    (token) => token === UM,
    (token) => token < 5 || token === UM,
  ).map(({ at }) => at);

describe('unheardFillers', () => {
  it.each([
    ['where the chance is more than nothing', [1, 2, 3], [0, 0.02, 0.005, 0], [1]],
    ['not behind the last word, and that keeps none away', [1, 2, 3], [0, 0.1, 0, 0.3], [1]],
    ['not in the middle of a word', [1, 7, 2], [0, 0.5, 0, 0], []],
    ['not beside one that stands', [1, UM, 2, 3, 4], [0.5, 0.9, 0.5, 0.5, 0.5, 0], [4]],
    ['once where neighbours both suggest it', [1, 2, 3, 4, 1, 2], [0, 0.1, 0.2, 0, 0, 0.1, 0], [2, 5]],
    ['not at the very beginning', [1, 2], [0.5, 0, 0], []],
    ['nowhere in nothing', [], [0.9], []],
  ])('%s', (_name, tokens, values, expected) => {
    expect(find(tokens, ...values)).toEqual(expected);
  });
});

describe('withCandidates', () => {
  it('puts them in and remembers where', () => {
    const chance = { token: UM, probability: 0.1 };
    const { tokens, places } = withCandidates(
      [1, 2, 3],
      [
        { at: 1, chance },
        { at: 3, chance },
      ],
    );
    expect(tokens).toEqual([1, UM, 2, 3, UM]);
    expect([...places.keys()]).toEqual([1, 4]);
  });
});
