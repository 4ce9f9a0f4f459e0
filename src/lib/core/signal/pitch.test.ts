import { describe, expect, it } from 'vitest';
import { PitchCandidates, pitchPath, silentPitchFrame, type PitchFrame } from './pitch.ts';

const rate = 16_000;
const range = { floor: 75, ceiling: 500 };
const sine = (hertz: number, amplitude = 0.5) =>
  Float32Array.from({ length: 4000 }, (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / rate));
const best = ({ hertz, strength }: PitchFrame) =>
  hertz[strength.reduce((top, value, i) => (value > strength[top]! + 0.01 ? i : top), 0)];

describe('PitchCandidates', () => {
  it.each([80, 123.4, 200, 333.3, 480])('finds %f Hz among the candidates, nearly at strength 1', (hertz) => {
    const [frame] = new PitchCandidates(rate, range).pair(sine(hertz), 2000, 2000, 0.5);
    const nearest = frame.hertz.reduce((a, b) => (Math.abs(b - hertz) < Math.abs(a - hertz) ? b : a));
    expect(nearest / hertz).toBeCloseTo(1, 3);
    expect(frame.strength[frame.hertz.indexOf(nearest)]).toBeGreaterThan(0.97);
  });

  it('gives each of a pair what it would have alone', () => {
    const sound = Float32Array.from([...sine(150), ...sine(310)]);
    const finder = new PitchCandidates(rate, range);
    const [a, b] = finder.pair(sound, 2000, 6000, 0.5);
    expect(best(a)! / finder.pair(sound, 2000, 2000, 0.5)[0].hertz[0]!).toBeCloseTo(1, 6);
    expect(b.hertz).toHaveLength(finder.pair(sound, 6000, 6000, 0.5)[1].hertz.length);
    expect(b.hertz.some((hertz) => Math.abs(hertz - 310) < 1)).toBe(true);
  });

  it('has nothing in silence, and next to nothing at the edge of the sound', () => {
    const finder = new PitchCandidates(rate, range);
    expect(finder.pair(new Float32Array(4000), 2000, 1000, 0)).toEqual([silentPitchFrame, silentPitchFrame]);
    expect(() => finder.pair(sine(100), 0, 3999, 0.5)).not.toThrow();
  });

  it('thinks little of what is soft beside the loudest', () => {
    const finder = new PitchCandidates(rate, range);
    expect(finder.pair(sine(150, 0.001), 2000, 2000, 1)[0]).toBe(silentPitchFrame);
    expect(finder.pair(sine(150, 0.5), 2000, 2000, 0.5)[0].unvoiced).toBe(0.45);
  });
});

describe('pitchPath', () => {
  const frame = (...candidates: [hertz: number, strength: number][]): PitchFrame => ({
    hertz: candidates.map(([hertz]) => hertz),
    strength: candidates.map(([, strength]) => strength),
    unvoiced: 0.45,
  });

  it('has nothing of nothing', () => {
    expect([...pitchPath([], range, 0.01)]).toEqual([]);
  });

  it('keeps off an octave that is stronger for one frame', () => {
    const steady = frame([100, 0.9], [200, 0.8]);
    const odd = frame([100, 0.85], [200, 0.95]);
    expect([...pitchPath([steady, steady, odd, steady, steady], range, 0.01)]).toEqual([100, 100, 100, 100, 100]);
  });

  it('is unvoiced where no candidate is strong', () => {
    const path = pitchPath([frame([100, 0.9]), frame([100, 0.9]), frame([100, 0.1]), frame([100, 0.1])], range, 0.01);
    expect([...path]).toEqual([100, 100, NaN, NaN]);
  });

  it('takes the higher of equals, by the octave cost', () => {
    expect([...pitchPath([frame([100, 0.9], [200, 0.9])], range, 0.01)]).toEqual([200]);
  });
});
