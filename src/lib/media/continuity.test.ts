import { describe, expect, test } from 'vitest';
import { packetSeconds, Stretches } from './continuity.ts';

describe('length of packets', () => {
  test.each([
    ['aac', 48_000, 0.021333, 1024 / 48_000],
    ['aac', 44_100, 0.023, 1024 / 44_100],
    ['aac', 24_000, 0.0427, 1024 / 24_000],
    ['aac', 48_000, 0.0427, 2048 / 48_000],
    ['mp3', 44_100, 0.026, 1152 / 44_100],
    ['mp3', 22_050, 0.026, 576 / 22_050],
    ['opus', 48_000, 0.02, 0.02],
    ['opus', 16_000, 0.06, 0.06],
    ['vorbis', 48_000, 0.0213, undefined],
    ['aac', 48_000, 0.5, undefined],
  ])('%s at %i Hz, about %d s', (codec, rate, typical, wanted) => {
    expect(packetSeconds(codec, rate, typical)).toBe(wanted);
  });
});

function stretches(length: number | undefined, packets: readonly (readonly [at: number, seconds: number])[]) {
  const found = new Stretches(length, 0.02);
  for (const [at, seconds] of packets) found.add(at, seconds);
  return found.spans.map(({ start, end }) => [Number(start.toFixed(3)), Number(end.toFixed(3))]);
}

/** Packets of 20 ms one after the other. */
function row(from: number, count: number, spacing = 0.02): [number, number][] {
  return Array.from({ length: count }, (_, n) => [from + n * spacing, 0.02]);
}

describe('stretches that can be decoded in one go', () => {
  test('packets in a row are one', () => {
    expect(stretches(0.02, row(0, 500))).toEqual([[0, 10]]);
  });

  test('a late start is kept', () => {
    expect(stretches(0.02, row(1.5, 50))).toEqual([[1.5, 2.5]]);
  });

  test('a hole divides', () => {
    expect(stretches(0.02, [...row(0, 50), ...row(3, 50)])).toEqual([
      [0, 1],
      [3, 4],
    ]);
  });

  test('a hole hidden in the length of the packet before it divides', () => {
    const packets = [...row(0, 49), [0.98, 2.02] as const, ...row(3, 50)];
    expect(stretches(0.02, packets)).toEqual([
      [0, 1],
      [3, 4],
    ]);
    expect(stretches(undefined, packets)).toEqual([
      [0, 1.04],
      [3, 4],
    ]);
  });

  test('time stamps rounded to a millisecond do not divide', () => {
    const packets = Array.from({ length: 500 }, (_, n): [number, number] => [Math.round(n * 21.333) / 1000, 0.021]);
    expect(stretches(1024 / 48_000, packets)).toHaveLength(1);
  });

  test('a clock that drifts divides only where it is noticeably off', () => {
    const found = stretches(0.02, row(0, 10_000, 0.02002));
    expect(found.length).toBeGreaterThan(3);
    expect(found.length).toBeLessThan(8);
  });

  test('packets of changing lengths, as Vorbis has them, are one', () => {
    let at = 0;
    const packets = Array.from({ length: 100 }, (_, n): [number, number] => {
      const seconds = n % 3 === 0 ? 0.003 : 0.021;
      at += seconds;
      return [at - seconds, seconds];
    });
    expect(stretches(undefined, packets)).toHaveLength(1);
  });

  test('packets whose time stamps jump back are left out', () => {
    expect(stretches(0.02, [...row(10, 50), ...row(3, 10), ...row(11, 50)])).toEqual([[10, 12]]);
  });

  test('no packets, no stretches', () => {
    expect(stretches(0.02, [])).toEqual([]);
  });
});
