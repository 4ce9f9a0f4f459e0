import { describe, expect, it } from 'vitest';
import { countVoices } from './count.ts';
import type { VoiceWindow } from './embedding.ts';

const SIZE = 64;
let state = 11;
/** The same random numbers in every run, about normal. */
function random(): number {
  let sum = 0;
  for (let i = 0; i < 6; i++) {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    sum += state / 2 ** 31 - 1;
  }
  return sum / Math.SQRT2;
}
const unit = (vector: Float32Array) => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};
const direction = () => unit(Float32Array.from({ length: SIZE }, random));

/** Windows of 1.6 s each 0.8 s of a voice, from `start` on; two of them lie about `spread` apart (cosine). */
function voice(centre: Float32Array, start: number, count: number, spread = 0.2): VoiceWindow[] {
  const noise = Math.sqrt(spread / (1 - spread) / SIZE);
  return Array.from({ length: count }, (_, i) => ({
    span: { start: start + 0.8 * i, end: start + 0.8 * i + 1.6 },
    embedding: unit(centre.map((value) => value + noise * random())),
  }));
}

/** Two directions whose cosine distance is given. */
function pair(distance: number): [Float32Array, Float32Array] {
  const a = direction();
  const other = direction();
  const dot = a.reduce((sum, value, k) => sum + value * other[k]!, 0);
  const side = unit(other.map((value, k) => value - dot * a[k]!));
  const cosine = 1 - distance;
  return [a, unit(a.map((value, k) => cosine * value + Math.sqrt(1 - cosine * cosine) * side[k]!))];
}

describe('countVoices', () => {
  it('is unsure of nothing and of next to nothing', () => {
    expect(countVoices([])).toEqual({ count: 'unsure', confidence: 0, seconds: 0, turns: [] });
    const [first] = voice(direction(), 0, 1);
    expect(countVoices([{ ...first!, span: { start: 0, end: 0.8 } }]).count).toBe('unsure');
  });

  it.each([1, 4, 40])('hears one voice in %i windows', (count) => {
    const { count: heard, confidence, turns } = countVoices(voice(direction(), 0, count));
    expect(heard).toBe('1');
    expect(confidence).toBeGreaterThanOrEqual(0.4);
    expect(turns).toHaveLength(1);
  });

  it('hears two voices that take turns, and when', () => {
    const [a, b] = pair(0.6);
    const { count, turns } = countVoices([
      ...voice(a, 0, 8),
      ...voice(b, 10, 8),
      ...voice(a, 20, 8),
      ...voice(b, 30, 8),
    ]);
    expect(count).toBe('2');
    expect(turns.map(({ voice: number }) => number)).toEqual([0, 1, 0, 1]);
    expect(turns.map(({ start }) => start)).toEqual([0, 10, 20, 30]);
  });

  it('parts turns that follow each other without a gap in the middle', () => {
    const [a, b] = pair(0.6);
    const { turns } = countVoices([...voice(a, 0, 8), ...voice(b, 6.4, 8)]);
    expect(turns).toHaveLength(2);
    expect(turns[0]!.end).toBe(turns[1]!.start);
    expect(turns[1]!.start).toBeCloseTo(6.8, 5);
  });

  it('hears more than two', () => {
    const [a, b] = pair(0.6);
    const [c] = pair(0.6);
    expect(countVoices([...voice(a, 0, 8), ...voice(b, 10, 8), ...voice(c, 20, 8)]).count).toBe('more');
  });

  it('leaves open what is neither near nor far', () => {
    const [a, b] = pair(0.25);
    const result = countVoices([...voice(a, 0, 12), ...voice(b, 20, 12)]);
    expect(result).toMatchObject({ count: 'unsure', confidence: 0, turns: [] });
  });

  it('leaves open whether one voice changed once or another took over, unless they are far apart', () => {
    const [a, b] = pair(0.38);
    expect(countVoices([...voice(a, 0, 12), ...voice(b, 20, 12)]).count).toBe('unsure');
    expect(countVoices([...voice(a, 0, 12), ...voice(b, 20, 12), ...voice(a, 40, 12)]).count).toBe('2');
    const [c, d] = pair(0.7);
    expect(countVoices([...voice(c, 0, 12), ...voice(d, 20, 12)]).count).toBe('2');
  });

  /** Voices that are near each other, each stretch of speech a few windows long. */
  const conversation = (a: Float32Array, b: Float32Array) =>
    [a, b, a, b, a, b].flatMap((centre, i) => voice(centre, 6 * i, 4, 0.15));

  it('hears two near voices by their turns, which change only where speech pauses', () => {
    const [a, b] = pair(0.24);
    const { count, turns } = countVoices(conversation(a, b));
    expect(count).toBe('2');
    expect(turns.map(({ voice: number }) => number)).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it('takes no turns from a voice that changes in the middle of speech', () => {
    const [a, b] = pair(0.24);
    const swinging = conversation(a, b).map(({ embedding }, i) => ({
      span: { start: 0.8 * i, end: 0.8 * i + 1.6 },
      embedding,
    }));
    expect(countVoices(swinging).count).toBe('unsure');
  });

  it('takes a short noise for no voice, but a long one for a doubt', () => {
    const one = voice(direction(), 0, 30);
    expect(countVoices([...one, ...voice(direction(), 30, 1)]).count).toBe('1');
    expect(countVoices([...one.slice(0, 8), ...voice(direction(), 30, 1)]).count).toBe('unsure');
  });

  it('copes with an hour', { timeout: 60_000 }, () => {
    const [a, b] = pair(0.6);
    const windows = [...voice(a, 0, 2000), ...voice(b, 2000, 600)];
    const { count, turns } = countVoices(windows);
    expect(count).toBe('2');
    expect(turns).toHaveLength(2);
  });
});
