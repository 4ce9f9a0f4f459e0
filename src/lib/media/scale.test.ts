import { describe, expect, test } from 'vitest';
import { scaleInto, type Pixels, type Turn } from './scale.ts';

const grey = (value: number) => (0xff000000 | (value << 16) | (value << 8) | value) >>> 0;

/** A picture of grey values, written as rows. */
function picture(rows: number[][]): Pixels {
  return { data: Uint32Array.from(rows.flat().map(grey)), width: rows[0]!.length, height: rows.length };
}

function scaled(rows: number[][], width: number, height: number, turn: Partial<Turn> = {}): number[][] {
  const target = { data: new Uint32Array(width * height), width, height };
  scaleInto(picture(rows), target, { rotation: 0, flip: false, ...turn });
  return Array.from({ length: height }, (_, y) =>
    [...target.data.subarray(y * width, (y + 1) * width)].map((pixel) => pixel & 255),
  );
}

const CORNERS = [
  [1, 2, 3],
  [4, 5, 6],
];

describe('turning', () => {
  test.each<[Partial<Turn>, number[][]]>([
    [{}, CORNERS],
    [
      { rotation: 90 },
      [
        [4, 1],
        [5, 2],
        [6, 3],
      ],
    ],
    [
      { rotation: 180 },
      [
        [6, 5, 4],
        [3, 2, 1],
      ],
    ],
    [
      { rotation: 270 },
      [
        [3, 6],
        [2, 5],
        [1, 4],
      ],
    ],
    [
      { flip: true },
      [
        [3, 2, 1],
        [6, 5, 4],
      ],
    ],
    [
      { rotation: 90, flip: true },
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ],
  ])('%o', (turn, wanted) => {
    expect(scaled(CORNERS, wanted[0]!.length, wanted.length, turn)).toEqual(wanted);
  });
});

describe('scaling', () => {
  test('to half the size gives means', () => {
    expect(
      scaled(
        [
          [0, 20, 100, 100],
          [40, 60, 100, 102],
        ],
        2,
        1,
      ),
    ).toEqual([[30, 101]]);
  });

  test('of a flat picture leaves it flat, white and black too', () => {
    for (const value of [0, 1, 127, 254, 255]) {
      const rows = Array.from({ length: 48 }, () => Array<number>(85).fill(value));
      expect(new Set(scaled(rows, 40, 23).flat())).toEqual(new Set([value]));
    }
  });

  test('to a larger size repeats', () => {
    expect(scaled([[1, 2]], 4, 2)).toEqual([
      [1, 1, 2, 2],
      [1, 1, 2, 2],
    ]);
  });

  test('keeps a slope a slope', () => {
    const slope = Array.from({ length: 2 }, () => Array.from({ length: 255 }, (_, x) => x));
    const row = scaled(slope, 64, 1)[0]!;
    for (const [x, value] of row.entries()) expect(Math.abs(value - ((x + 0.5) * 255) / 64)).toBeLessThan(1.5);
  });

  test('keeps colours apart, opaque', () => {
    const target = { data: new Uint32Array(1), width: 1, height: 1 };
    const data = Uint32Array.from([0x00ff0000, 0x000000ff, 0x0000ff00, 0x00000000]);
    scaleInto({ data, width: 2, height: 2 }, target, { rotation: 0, flip: false });
    expect(target.data[0]!.toString(16)).toBe('ff404040');
  });
});
