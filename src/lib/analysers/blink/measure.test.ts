import { describe, expect, it } from 'vitest';
import { faceInput, inputOf, madeFaceTrack } from '../face/made-track.ts';
import { findBlinks } from './blinks.ts';
import { measure } from './measure.ts';

/** Opening of an eye that closes at these times: down in 0.1 s, up in 0.2 s. */
const closing =
  (times: readonly number[], usual = 0.3, depth = 0.8) =>
  (at: number) => {
    const closed = Math.max(0, ...times.map((time) => 1 - (at < time ? (time - at) / 0.1 : (at - time) / 0.2)));
    return { eyeOpen: usual * (1 - depth * Math.min(1, closed)) };
  };
const foundIn = (track: ReturnType<typeof madeFaceTrack>) =>
  findBlinks(track).map(({ start, end }) => (start + end) / 2);

describe('blinks', () => {
  const times = [2, 5.5, 6.1, 9.97, 14.03, 18.5];

  it.each([15, 25, 30])('are found at %i pictures a second, each once', (ratePerSecond) => {
    const found = foundIn(madeFaceTrack(20, closing(times), { ratePerSecond }));
    expect(found).toHaveLength(times.length);
    found.forEach((at, i) => {
      expect(Math.abs(at - times[i]!)).toBeLessThan(0.2);
    });
  });

  it.each([0.15, 0.45])('are read against the own opening of %f', (usual) => {
    expect(foundIn(madeFaceTrack(20, closing(times, usual)))).toHaveLength(times.length);
  });

  it('are no half closings, no looks down and no shut eyes', () => {
    expect(foundIn(madeFaceTrack(20, closing(times, 0.3, 0.3)))).toEqual([]);
    const down = madeFaceTrack(20, (at) => ({ eyeOpen: at > 5 && at < 8 ? 0.12 : 0.3 }));
    expect(foundIn(down)).toEqual([]);
    const drowsy = madeFaceTrack(20, (at) => ({ eyeOpen: 0.2 + 0.1 * Math.cos(at * 1.5) }));
    expect(foundIn(drowsy)).toEqual([]);
  });

  it('are not made of a face that is lost', () => {
    const track = madeFaceTrack(20, (at) => (at > 5 && at < 5.3 ? null : { eyeOpen: 0.3 }));
    expect(foundIn(track)).toEqual([]);
  });

  it('are counted a minute', () => {
    const [rate] = measure(faceInput(madeFaceTrack(60, closing([5, 15, 25, 35, 45, 55])), 60)).measures;
    expect(rate?.value).toBeCloseTo(6, 1);
  });

  it('are unavailable at low rates, in short clips, on photographs', () => {
    const reason = (track: ReturnType<typeof madeFaceTrack>, seconds: number) =>
      measure(faceInput(track, seconds)).measures[0]?.reason;
    expect(
      reason(
        madeFaceTrack(30, () => ({}), { ratePerSecond: 10 }),
        30,
      ),
    ).toBe('rate-too-low');
    expect(
      reason(
        madeFaceTrack(6, () => ({})),
        6,
      ),
    ).toBe('too-short');
    expect(
      reason(
        madeFaceTrack(30, () => ({}), { isStill: true }),
        30,
      ),
    ).toBe('no-liveliness');
    expect(measure(inputOf([], 30))).toEqual({ measures: [] });
  });
});
