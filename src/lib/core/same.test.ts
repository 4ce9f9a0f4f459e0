import { expect, it } from 'vitest';
import { isSame } from './same.ts';

const whole = () => ({ list: [1, { word: 'a' }, null], column: Float32Array.of(1, NaN, 3), none: undefined });

it('knows the same again', () => {
  expect(isSame(whole(), structuredClone(whole()))).toBe(true);
});

it.each([
  ['another number', { ...whole(), column: Float32Array.of(1, NaN, 4) }],
  ['a longer column', { ...whole(), column: Float32Array.of(1, NaN, 3, 4) }],
  ['a column of another kind', { ...whole(), column: Float64Array.of(1, NaN, 3) }],
  ['a list for a column', { ...whole(), column: [1, NaN, 3] }],
  ['another word', { ...whole(), list: [1, { word: 'b' }, null] }],
  ['a shorter list', { ...whole(), list: [1, { word: 'a' }] }],
  ['a missing field', { list: whole().list, column: whole().column }],
  ['another field', { list: whole().list, column: whole().column, other: undefined }],
  ['nothing', null],
])('tells %s', (_name, other) => {
  expect(isSame(whole(), other)).toBe(false);
  expect(isSame(other, whole())).toBe(false);
});

it('takes no two things of a kind of their own for the same', () => {
  expect(isSame(new Map([[1, 2]]), new Map([[1, 2]]))).toBe(false);
});
