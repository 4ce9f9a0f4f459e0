import { describe, expect, it } from 'vitest';
import { keepUnchanged } from './keep-unchanged.ts';

const report = () => ({
  words: [{ text: 'a' }, { text: 'b' }],
  series: [{ id: 'x', values: [1, null, 3] }],
  note: null,
});

describe('keepUnchanged', () => {
  it('is the old value itself where nothing changed', () => {
    const before = report();
    expect(keepUnchanged(before, report())).toBe(before);
  });

  it('is the new value, with the old parts that are equal', () => {
    const before = report();
    const changed = { ...report(), words: [{ text: 'a' }, { text: 'c' }, { text: 'd' }] };
    const after = keepUnchanged(before, changed);
    expect(after).toEqual(changed);
    expect(after.series).toBe(before.series);
    expect(after.words[0]).toBe(before.words[0]);
    expect(after.words[1]).not.toBe(before.words[1]);
  });

  it.each([
    [{ a: 1 }, { b: 1 }],
    [{ a: undefined }, {}],
    [{}, { a: undefined }],
    [[1], { 0: 1 }],
    [null, { a: 1 }],
    [[1, 2], [1]],
  ])('%j → %j is the new one', (before, after) => {
    const kept: unknown = keepUnchanged(before, after);
    expect(kept).toStrictEqual(after);
    expect(kept).not.toBe(before);
  });
});
