import { describe, expect, it } from 'vitest';
import { heldStretches, type HeldColumns } from './held.ts';

type Part = { frames: number; hertz?: number; change?: number; level?: number; openness?: number; glide?: number };

/** Columns of frames of 0.01 s from parts; what isn't given is that of a held vowel. */
function columns(...parts: Part[]): HeldColumns {
  const all = parts.flatMap((part) => Array.from({ length: part.frames }, (_, i) => ({ ...part, i })));
  const of = (pick: (part: Part & { i: number }) => number) => Float32Array.from(all, pick);
  return {
    step: 0.01,
    hertz: of(({ hertz = 100, glide = 0, i }) => hertz * 2 ** ((glide * i * 0.01) / 12)),
    change: of(({ change = 0.8 }) => change),
    level: of(({ level = -25 }) => level),
    openness: of(({ openness = -10 }) => openness),
  };
}

const silence = (frames: number): Part => ({ frames, hertz: NaN, change: NaN, level: NaN, openness: NaN });
const talk = (frames: number): Part => ({ frames, hertz: 110, change: 4 });

describe('heldStretches', () => {
  it('has nothing of nothing, of silence and of running speech', () => {
    expect(heldStretches(columns())).toEqual([]);
    expect(heldStretches(columns(silence(100)))).toEqual([]);
    expect(heldStretches(columns(talk(300)))).toEqual([]);
  });

  it('finds a held vowel', () => {
    const [uh, ...others] = heldStretches(columns(talk(50), silence(20), { frames: 40 }, silence(20), talk(50)));
    expect(others).toEqual([]);
    expect(uh).toMatchObject({ kind: 'uh', score: 1 });
    expect(uh!.start).toBeCloseTo(0.7, 2);
    expect(uh!.end).toBeCloseTo(1.1, 2);
  });

  it.each([
    ['a vowel that closes to a hum', 'um', [{ frames: 30 }, { frames: 20, openness: -30, level: -32 }]],
    ['a hum all along', 'hm', [{ frames: 40, openness: -35 }]],
  ] as const)('calls %s “%s”', (_name, kind, parts) => {
    const found = heldStretches(columns(talk(30), silence(20), ...parts, silence(20)));
    expect(found).toHaveLength(1);
    expect(found[0]!.kind).toBe(kind);
    expect(found[0]!.end).toBeCloseTo(0.5 + parts.reduce((sum, { frames }) => sum + frames / 100, 0), 1);
  });

  it.each([
    ['short', { frames: 13 }],
    ['endless', { frames: 200 }],
    ['gliding', { frames: 40, glide: 60 }],
    ['high over the rest', { frames: 40, hertz: 180 }],
    ['restless', { frames: 40, change: 2.1 }],
  ])('doubts what is %s', (_name, part) => {
    const found = heldStretches(columns(talk(200), silence(20), part, silence(20), talk(200)));
    expect(Math.max(0, ...found.map(({ score }) => score))).toBeLessThan(0.5);
  });

  it('trusts a held vowel amid talk a little less', () => {
    const [amid] = heldStretches(columns(talk(50), { frames: 40 }, talk(50)));
    expect(amid!.score).toBeGreaterThan(0.8);
    expect(amid!.score).toBeLessThan(1);
  });
});
