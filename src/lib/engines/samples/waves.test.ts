import { expect, it } from 'vitest';
import { wavesOf } from './waves.ts';

const listener = (id: string, ...needs: string[]) => ({ id, needs });

it.each([
  ['none', [], []],
  ['all at once', [listener('a'), listener('b')], [['a', 'b']]],
  ['one after another', [listener('b', 'a'), listener('a'), listener('c', 'b')], [['a'], ['b'], ['c']]],
  ['needs that are elsewhere', [listener('a', 'gone'), listener('b', 'a')], [['a'], ['b']]],
  ['a circle', [listener('a'), listener('b', 'c'), listener('c', 'b')], [['a'], ['b', 'c']]],
  ['its own id', [listener('a', 'a')], [['a']]],
])('%s', (_name, listeners, ids) => {
  expect(wavesOf(listeners).map((wave) => wave.map(({ id }) => id))).toEqual(ids);
});
