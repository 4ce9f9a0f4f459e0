import { describe, expect, it } from 'vitest';
import { averageLinkage, cutAt } from './linkage.ts';

const onLine = (places: number[]) => averageLinkage(places.length, (i, j) => Math.abs(places[i]! - places[j]!));

describe('averageLinkage', () => {
  it('has no merges of nothing and of one', () => {
    expect(onLine([])).toEqual([]);
    expect(onLine([3])).toEqual([]);
  });

  it('gives the heights of the textbook', () => {
    // 0 and 1 first, then 4 and 6, then the two pairs at the mean of 4, 6, 3 and 5.
    expect(onLine([0, 1, 4, 6]).map(({ height }) => height)).toEqual([1, 2, 4.5]);
  });

  it('agrees with the definition, group by group', () => {
    let state = 7;
    const places = Array.from({ length: 40 }, () => {
      state = (state * 1664525 + 1013904223) % 2 ** 32;
      return state / 2 ** 32;
    });
    const groups = new Map(places.map((_, i) => [i, [i]]));
    const find = (item: number) => [...groups].find(([, members]) => members.includes(item))!;
    for (const { a, b, height } of onLine(places)) {
      const [keyA, membersA] = find(a);
      const [keyB, membersB] = find(b);
      expect(keyA).not.toBe(keyB);
      const all = membersA.flatMap((i) => membersB.map((j) => Math.abs(places[i]! - places[j]!)));
      expect(height).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 5);
      groups.delete(keyB);
      groups.set(keyA, [...membersA, ...membersB]);
    }
  });
});

describe('cutAt', () => {
  it.each([
    [0.5, [0, 1, 2, 3]],
    [1.5, [0, 0, 1, 2]],
    [3, [0, 0, 1, 1]],
    [9, [0, 0, 0, 0]],
  ])('below %f the groups are %j', (height, groups) => {
    expect(cutAt(onLine([0, 1, 4, 6]), height)).toEqual(groups);
  });

  it('knows one item', () => {
    expect(cutAt([], 1)).toEqual([0]);
  });
});
