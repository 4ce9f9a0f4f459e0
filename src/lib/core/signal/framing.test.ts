import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Column, Framer } from './framing.ts';

const count = (length: number) => Float32Array.from({ length }, (_, i) => i);

/** Frames of a stream that comes in pieces of the given lengths. */
function framed(framer: Framer, total: number, pieces: readonly number[]): number[][] {
  const all = count(total);
  const frames: number[][] = [];
  let at = 0;
  for (const piece of [...pieces, total]) {
    for (const frame of framer.push(all.subarray(at, Math.min(at + piece, total)))) frames.push([...frame]);
    at = Math.min(at + piece, total);
  }
  return frames;
}

describe('Framer', () => {
  it.each([
    ['side by side', 4, 4, 10, [0, 4]],
    ['overlapping', 4, 2, 9, [0, 2, 4]],
    ['with holes', 2, 5, 13, [0, 5, 10]],
    ['too little', 4, 4, 3, []],
  ])('%s', (_name, size, hop, total, starts) => {
    expect(framed(new Framer(size, hop), total, [])).toEqual(
      starts.map((start) => [...count(total)].slice(start, start + size)),
    );
  });

  it('cuts the same frames whatever the pieces', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 14 }),
        fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 20 }),
        (size, hop, pieces) => {
          expect(framed(new Framer(size, hop), 60, pieces)).toEqual(framed(new Framer(size, hop), 60, []));
        },
      ),
    );
  });

  it('keeps what did not fill a frame', () => {
    const framer = new Framer(4, 4);
    framer.push(count(6));
    expect([...framer.rest()]).toEqual([4, 5]);
  });
});

it('a column grows and keeps all', () => {
  const column = new Column();
  for (let i = 0; i < 5000; i++) column.push(i);
  expect(column.length).toBe(5000);
  expect(column.values()).toEqual(count(5000));
  expect(column.view()).toEqual(count(5000));
});
