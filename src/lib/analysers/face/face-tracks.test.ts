import { describe, expect, it } from 'vitest';
import { FaceTracks } from './face-tracks.ts';
import type { Sighting } from './tiles.ts';

const face = (x: number, more: Partial<Sighting> = {}): Sighting => ({
  x,
  y: 0.2,
  width: 0.2,
  height: 0.3,
  score: 0.9,
  isConfirmed: true,
  ...more,
});

/** Scans 0.4 s apart; tiles at every third. */
function watch(scans: readonly (readonly Sighting[])[]) {
  const tracks = new FaceTracks();
  const times = scans.map((_, i) => i * 0.4);
  scans.forEach((sightings, i) => {
    tracks.update(times[i]!, sightings, ({ isSmall }) => !isSmall || i % 3 === 0);
  });
  return { tracks, counts: tracks.countAt(times) };
}

describe('FaceTracks', () => {
  it('counts nothing in nothing', () => {
    expect(watch([[], [], []]).counts).toEqual([0, 0, 0]);
    expect(new FaceTracks().countAt([])).toEqual([]);
  });

  it('follows a face that moves as one', () => {
    const { tracks, counts } = watch(Array.from({ length: 8 }, (_, i) => [face(0.05 * i)]));
    expect(tracks.live).toHaveLength(1);
    expect(counts).toEqual(Array<number>(8).fill(1));
  });

  it('sees a second face come and go', () => {
    const one = face(0.1);
    const two = face(0.6);
    const { counts } = watch([[one], [one], [one, two], [one, two], [one, two], [one], [one], [one]]);
    expect(counts).toEqual([1, 1, 2, 2, 2, 1, 1, 1]);
  });

  it('forgets what is long gone, and keeps what is still there', () => {
    const { tracks } = watch([[face(0.1), face(0.6)], [face(0.1), face(0.6)], [face(0.1)], [face(0.1)], [face(0.1)]]);
    tracks.forget(1.2);
    expect(tracks.live).toHaveLength(1);
    expect(tracks.countAt([0, 1.3, 1.6])).toEqual([0, 1, 1]);
    tracks.update(2, [face(0.1)], () => true);
    expect(tracks.countAt([2])).toEqual([1]);
  });

  it('lets a small face begin half way between the looks of the tiles', () => {
    const tracks = new FaceTracks();
    const small = face(0.6, { isSmall: true });
    [0, 0.4, 0.8, 1.2, 1.6].forEach((at, i) => {
      const hasTiles = i % 2 === 0;
      tracks.update(at, at >= 1.6 && hasTiles ? [small] : [], ({ isSmall }) => !isSmall || hasTiles, hasTiles);
    });
    expect(tracks.countAt([0.8, 1.2, 1.6])).toEqual([0, 1, 1]);
  });

  it('survives one missed look', () => {
    const { counts } = watch([[face(0.1)], [], [face(0.1)], [face(0.1)]]);
    expect(counts).toEqual([1, 1, 1, 1]);
  });

  it('counts no candidate that landmarks never confirmed, nor one that was seen once and then missed', () => {
    const poster = face(0.6, { isConfirmed: false });
    expect(watch([[poster], [poster], [poster]]).counts).toEqual([0, 0, 0]);
    expect(watch([[], [face(0.3)], [], [], []]).counts).toEqual([0, 0, 0, 0, 0]);
  });

  it('waits with candidates that only tiles can see, and forgets them when they are missed', () => {
    const candidate = face(0.3, { isSmall: true, isConfirmed: false });
    const { tracks } = watch([[candidate], [], [], [candidate]]);
    expect(tracks.live.map(({ seen }) => seen.length)).toEqual([2]);
    expect(watch([[candidate], [], [], [], [], [], [candidate]]).tracks.live.map(({ seen }) => seen.length)).toEqual([
      1,
    ]);
  });
});
