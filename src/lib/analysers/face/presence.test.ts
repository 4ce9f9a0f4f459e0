import { describe, expect, it } from 'vitest';
import { madePictures } from '$lib/core/made-media.ts';
import { Tracks } from '$lib/core/track.ts';
import { measure } from './measure.ts';
import { madePoseTrack, NOBODY } from '../pose/made-track.ts';
import { crowdRuns, presenceRuns, withoutFace } from './presence.ts';
import { EXPRESSIONS, FACE_COLUMNS, faceTrack, SCAN_COLUMNS, type FaceTrack } from './track.ts';

const RATE = 15;

/** A recording in which `countAt` says how many faces there are by second. */
function recording(
  seconds: number,
  countAt: (at: number) => number,
  scan: Partial<Record<string, number>> = {},
): FaceTrack {
  const at = Float64Array.from({ length: Math.round(seconds * RATE) }, (_, i) => i / RATE);
  const scanAt = Float64Array.from({ length: Math.ceil(seconds / 0.4) }, (_, i) => i * 0.4);
  const defaults: Record<string, number> = { light: 0.5, contrast: 0.2, doubtful: 0 };
  return {
    at,
    face: Object.fromEntries(
      FACE_COLUMNS.map((name) => [name, Float32Array.from(at, (time) => (countAt(time) > 0 ? 0.3 : Number.NaN))]),
    ) as FaceTrack['face'],
    expressions: Object.fromEntries(
      EXPRESSIONS.map((name) => [name, new Float32Array(at.length)]),
    ) as FaceTrack['expressions'],
    scan: {
      at: scanAt,
      values: Object.fromEntries(
        SCAN_COLUMNS.map((name) => [
          name,
          Float32Array.from(scanAt, (time) => (name === 'count' ? countAt(time) : (scan[name] ?? defaults[name] ?? 0))),
        ]),
      ) as FaceTrack['scan']['values'],
    },
    aspect: 4 / 3,
  };
}

const run = (track: FaceTrack, seconds: number) =>
  measure({
    tracks: new Tracks([{ id: 'face', version: faceTrack.version, models: {}, backend: 'cpu', data: track }]),
    media: madePictures(seconds, 25),
    language: undefined,
    question: null,
    lists: undefined,
  });
const valueOf = (output: ReturnType<typeof run>, id: string) => output.measures.find((one) => one.id === id);

describe('presence', () => {
  it('finds the time without a face within half a second', () => {
    const output = run(
      recording(60, (at) => (at >= 25 && at < 39 ? 0 : 1)),
      60,
    );
    const [gap, ...more] = output.conditions?.noFace ?? [];
    expect(more).toEqual([]);
    expect(Math.abs(gap!.start - 25)).toBeLessThan(0.5);
    expect(Math.abs(gap!.end - 39)).toBeLessThan(0.5);
    expect(valueOf(output, 'face.presentShare')?.value).toBeCloseTo(46 / 60, 1);
    expect(valueOf(output, 'face.maxCount')?.value).toBe(1);
  });

  it('makes no absence of a lost picture or a hand across the face', () => {
    const track = recording(20, (at) => (at >= 5 && at < 5.3 ? 0 : 1));
    expect(presenceRuns(track, 20).map(({ state }) => state)).toEqual(['present']);
  });

  it('is unknown, not absent, while the shoulders stay where they were: covered or turned away', () => {
    const track = recording(30, (at) => (at >= 10 && at < 20 ? 0 : 1));
    const states = (placesAt: Parameters<typeof madePoseTrack>[1]) =>
      presenceRuns(track, 30, madePoseTrack(30, placesAt)).map(({ state }) => state);
    const away = (at: number) => at >= 10 && at < 20;
    expect(states(() => ({}))).toEqual(['present', 'unknown', 'present']);
    expect(states((at) => (away(at) ? NOBODY : {}))).toEqual(['present', 'absent', 'present']);
    // Somebody else, smaller and elsewhere: in the background, or a body that the model sees in a coat.
    expect(states((at) => (away(at) ? { leftShoulder: [0.9, 0.3], rightShoulder: [0.75, 0.3] } : {}))).toEqual([
      'present',
      'absent',
      'present',
    ]);
    expect(
      presenceRuns(
        recording(30, () => 0),
        30,
        madePoseTrack(30, () => ({})),
      ),
    ).toMatchObject([{ state: 'absent' }]);
  });

  it('finds the time with a second face, and says how many', () => {
    const track = recording(60, (at) => (at >= 21 && at < 42 ? 2 : 1));
    const [crowd, ...more] = crowdRuns(track, 60);
    expect(more).toEqual([]);
    expect(crowd?.count).toBe(2);
    expect(Math.abs(crowd!.start - 21)).toBeLessThan(0.5);
    expect(Math.abs(crowd!.end - 42)).toBeLessThan(0.5);
    expect(valueOf(run(track, 60), 'face.maxCount')?.value).toBe(2);
  });

  it('claims nothing of a dim picture, but calls a covered lens what it is', () => {
    const dim = recording(10, () => 0, { light: 0.05, contrast: 0.04 });
    expect(withoutFace(dim.scan, 0)).toBe('unknown');
    const output = run(dim, 10);
    expect(output.conditions?.noFace).toEqual([]);
    expect(valueOf(output, 'face.presentShare')).toMatchObject({ value: null, reason: 'too-dark' });
    const black = run(
      recording(10, () => 0, { light: 0.01, contrast: 0.001 }),
      10,
    );
    expect(valueOf(black, 'face.presentShare')?.value).toBe(0);
    expect(black.conditions?.noFace).toHaveLength(1);
  });

  it('gives nothing without a track and reasons without pictures', () => {
    expect(
      measure({
        tracks: new Tracks([]),
        media: madePictures(0),
        language: undefined,
        question: null,
        lists: undefined,
      }),
    ).toEqual({
      measures: [],
    });
    const empty = run(
      recording(0, () => 0),
      0,
    );
    expect(empty.measures.map(({ value, reason }) => [value, reason])).toEqual([
      [null, 'no-video'],
      [null, 'no-video'],
    ]);
  });
});
