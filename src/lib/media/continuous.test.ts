import { describe, expect, test } from 'vitest';
import { Continuous } from './continuous.ts';

/** The line made of pieces, each a constant value over a span of seconds, at 100 samples per second. */
function line(first: number, pieces: readonly [at: number, seconds: number, value: number][]): number[] {
  const continuous = new Continuous(100, first);
  return pieces.flatMap(([at, seconds, value]) =>
    [...continuous.place(at, [new Float32Array(Math.round(seconds * 100)).fill(value)])].flatMap(([part]) => [
      ...part!,
    ]),
  );
}

const times = (value: number, count: number) => Array<number>(count).fill(value);

describe('pieces of sound on one line', () => {
  test('that follow each other are joined', () => {
    expect(
      line(0, [
        [0, 0.1, 1],
        [0.1, 0.1, 2],
      ]),
    ).toEqual([...times(1, 10), ...times(2, 10)]);
  });

  test('that start late have silence before them', () => {
    expect(line(0, [[0.5, 0.1, 1]])).toEqual([...times(0, 50), ...times(1, 10)]);
  });

  test('that start a hair late are not moved to the start', () => {
    expect(line(0, [[0.01, 0.1, 1]])).toEqual([0, ...times(1, 10)]);
  });

  test('with time stamps before the beginning lose what lies there', () => {
    expect(
      line(0, [
        [-0.05, 0.1, 1],
        [0.05, 0.1, 2],
      ]),
    ).toEqual([...times(1, 5), ...times(2, 10)]);
    expect(
      line(0, [
        [-0.2, 0.1, 1],
        [0, 0.1, 2],
      ]),
    ).toEqual(times(2, 10));
  });

  test('with a hole between them have silence in it', () => {
    expect(
      line(0, [
        [0, 0.1, 1],
        [0.3, 0.1, 2],
      ]),
    ).toEqual([...times(1, 10), ...times(0, 20), ...times(2, 10)]);
  });

  test('with coarse time stamps have no holes and lose nothing', () => {
    expect(
      line(0, [
        [0, 0.1, 1],
        [0.115, 0.1, 2],
        [0.19, 0.1, 3],
      ]),
    ).toEqual([...times(1, 10), ...times(2, 10), ...times(3, 10)]);
  });

  test('whose time stamps drift away are brought back to them', () => {
    const drifting = Array.from({ length: 100 }, (_, n): [number, number, number] => [n * 0.101, 0.1, 1]);
    expect(line(0, drifting).length).toBeGreaterThanOrEqual(1008 - 2);
  });

  test('that overlap lose what was there already', () => {
    expect(
      line(0, [
        [0, 0.2, 1],
        [0.1, 0.2, 2],
      ]),
    ).toEqual([...times(1, 20), ...times(2, 10)]);
  });

  test('on a line that begins in the middle', () => {
    expect(
      line(1000, [
        [9.95, 0.1, 1],
        [10.05, 0.1, 2],
      ]),
    ).toEqual([...times(1, 5), ...times(2, 10)]);
  });

  test('keep their channels side by side', () => {
    const continuous = new Continuous(100, 0);
    const [left, right] = [new Float32Array(10).fill(1), new Float32Array(10).fill(2)];
    const parts = [...continuous.place(0.05, [left, right]), ...continuous.place(0.1, [left, right])];
    expect(parts.map(([a, b]) => [a!.length, b!.length])).toEqual([
      [5, 5],
      [10, 10],
      [5, 5],
    ]);
    expect(parts.map(([a, b]) => [a![0], b![0]])).toEqual([
      [0, 0],
      [1, 2],
      [1, 2],
    ]);
  });

  test('after a long silence come in small parts', () => {
    const parts = [...new Continuous(100, 0).place(3600, [new Float32Array(10)])].map(([part]) => part!);
    expect(Math.max(...parts.map((part) => part.length))).toBe(100);
    expect(parts.reduce((sum, part) => sum + part.length, 0)).toBe(360_010);
  });
});
