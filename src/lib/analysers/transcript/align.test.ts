import { describe, expect, it } from 'vitest';
import { alignTokens } from './align.ts';

/** Attention that looks at `[from, to)` of the frames in each row, with a little everywhere. */
function looking(spans: readonly (readonly [number, number])[], frames: number, heads = 2) {
  const data = new Float32Array(spans.length * heads * frames);
  spans.forEach(([from, to], row) => {
    for (let head = 0; head < heads; head += 1) {
      let sum = 0;
      for (let frame = 0; frame < frames; frame += 1) {
        const value = frame >= from && frame < to ? 1 : 0.01;
        data[(row * heads + head) * frames + frame] = value;
        sum += value;
      }
      for (let frame = 0; frame < frames; frame += 1) data[(row * heads + head) * frames + frame]! /= sum;
    }
  });
  return { data, heads, frames, places: spans.map((_, row) => row) };
}

describe('alignTokens', () => {
  const spans = [
    [0, 2],
    [5, 20],
    [20, 50],
    [50, 70],
    [70, 100],
  ] as const;

  it('finds where each token begins', () => {
    // Row 0 is the start token; rows 1…4 predicted text and the end.
    const starts = alignTokens(looking(spans, 100), { from: 0, first: 1, rows: 5 }, 100);
    expect(starts.map((frame) => Math.round(frame / 5) * 5)).toEqual([0, 20, 50, 70, 100]);
  });

  it('reads each row at its place', () => {
    const { data, heads, frames } = looking(spans, 100);
    const rowLength = heads * frames;
    const apart = new Float32Array(2 * data.length);
    spans.forEach((_, row) => {
      apart.set(data.subarray(row * rowLength, (row + 1) * rowLength), 2 * row * rowLength);
    });
    const places = spans.map((_, row) => 2 * row);
    const range = { from: 0, first: 1, rows: 5 };
    expect(alignTokens({ data: apart, heads, frames, places }, range, 100)).toEqual(
      alignTokens(looking(spans, 100), range, 100),
    );
  });

  it('does not look at frames after the sound', () => {
    const starts = alignTokens(
      looking(
        [
          [0, 2],
          [0, 10],
          [10, 25],
          [90, 100],
        ],
        100,
      ),
      { from: 0, first: 1, rows: 4 },
      30,
    );
    expect(starts.at(-1)).toBe(30);
    expect(Math.max(...starts)).toBeLessThanOrEqual(30);
  });

  it('is monotone and survives attention that says nothing', () => {
    const flat = { data: new Float32Array(6 * 2 * 40).fill(1 / 40), heads: 2, frames: 40, places: [0, 1, 2, 3, 4, 5] };
    const starts = alignTokens(flat, { from: 0, first: 2, rows: 6 }, 40);
    expect(starts).toHaveLength(5);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it('has nothing to say of no tokens', () => {
    expect(alignTokens(looking(spans, 100), { from: 0, first: 5, rows: 5 }, 100)).toEqual([0]);
  });
});
