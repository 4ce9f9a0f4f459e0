import { describe, expect, it } from 'vitest';
import { WindowSound } from './edges.ts';

/** Noise at the given level (dB) in each stretch; −70 elsewhere. */
function sound(seconds: number, stretches: readonly { start: number; end: number; db: number }[]): Float32Array {
  let state = 1;
  return Float32Array.from({ length: seconds * 16_000 }, (_, n) => {
    state = (state * 48_271) % 2_147_483_647;
    const at = n / 16_000;
    const db = stretches.find(({ start, end }) => at >= start && at < end)?.db ?? -70;
    return 10 ** (db / 20) * (state / 1_073_741_823.5 - 1) * Math.sqrt(3);
  });
}
const window = { start: 10, end: 14 };
const refine = (stretches: Parameters<typeof sound>[1], spans: { start: number; end: number }[]) =>
  new WindowSound(sound(4, stretches), window, spans)
    .refinedSpans()
    .map(({ start, end }) => [start, end].map((value) => Number(value.toFixed(2))));

describe('refinedSpans', () => {
  it('goes back over a quiet consonant, and forgives its closure', () => {
    const stretches = [
      { start: 0.8, end: 0.95, db: -45 },
      { start: 0.98, end: 2, db: -20 },
    ];
    expect(refine(stretches, [{ start: 11.05, end: 12 }])).toEqual([[10.8, 12]]);
  });

  it('does not go back farther than 0.3 s', () => {
    expect(refine([{ start: 0, end: 2, db: -20 }], [{ start: 11, end: 12 }])).toEqual([[10.7, 12]]);
  });

  it('leaves the silence at the end to the silence', () => {
    expect(refine([{ start: 1, end: 2, db: -20 }], [{ start: 11.04, end: 12.2 }])).toEqual([[11, 12]]);
  });

  it('keeps spans apart and in the window, and moves little where nothing is quiet', () => {
    const stretches = [{ start: 0, end: 4, db: -20 }];
    const refined = refine(stretches, [
      { start: 9, end: 11 },
      { start: 11.2, end: 15 },
    ]);
    expect(refined).toEqual([
      [10, 11],
      [11.16, 14],
    ]);
  });

  it.each([[[]], [[{ start: 20, end: 21 }]]])('has nothing to refine in %j', (spans) => {
    expect(refine([], spans)).toEqual([]);
  });
});

describe('loudParts', () => {
  const stretches = [
    { start: 0, end: 1, db: -20 },
    { start: 1, end: 2, db: -45 },
    { start: 2, end: 2.3, db: -30 },
    { start: 2.33, end: 2.5, db: -30 },
    { start: 3, end: 3.2, db: -25 },
  ];
  const heard = new WindowSound(sound(4, stretches), window, [{ start: 10, end: 11 }]);

  it.each([
    [
      'fillers between a breath and silence, a dip passed over',
      11.2,
      14,
      [
        [12, 12.5],
        [13, 13.2],
      ],
    ],
    ['a breath', 11, 12, []],
    ['nothing', 12, 12, []],
  ])('%s', (_name, start, end, expected) => {
    const parts = heard.loudParts({ start, end });
    expect(parts.map((part) => [part.start, part.end].map((value) => Number(value.toFixed(2))))).toEqual(expected);
  });

  it('hands out its samples, and knows what the detector said', () => {
    expect(heard.samples({ start: 12, end: 12.5 })).toHaveLength(8000);
    expect(heard.samples({ start: 13.9, end: 14.5 })).toHaveLength(1600);
    expect(heard.speechShare({ start: 10.5, end: 12.5 })).toBeCloseTo(0.25, 6);
  });
});
