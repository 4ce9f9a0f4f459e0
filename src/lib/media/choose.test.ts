import { describe, expect, test } from 'vitest';
import { candidates, nothingUsable, placeOf, planTracks } from './choose.ts';
import type { FoundTrack } from './found.ts';

function track(kind: FoundTrack['kind'], more: Partial<FoundTrack> = {}): FoundTrack {
  const base = { codec: 'x', number: 1, isEmpty: false, isCover: false, isDecodable: true, start: 0, end: 10 };
  return { kind, ...base, video: null, audio: null, ...more };
}

const picture = track('video');
const sound = track('audio');
const second = track('audio', { number: 2 });
const empty = track('audio', { number: 3, isEmpty: true });
const cover = track('video', { number: 2, isCover: true });
const words = track('other');

test('covers and empty tracks are not tried', () => {
  const all = [cover, picture, empty, sound, second, words];
  expect(candidates(all, 'video')).toEqual([picture]);
  expect(candidates(all, 'audio')).toEqual([sound, second]);
});

test('each track is used, or has the reason why not', () => {
  const planned = planTracks([picture, sound, second, empty, cover, words], [{ track: second, route: 'ffmpeg' }]);
  expect(planned.map((one) => (one.use ? `${one.route} ${one.number}` : one.reason))).toEqual([
    'codec-unsupported',
    'second-track',
    'ffmpeg 2',
    'empty',
    'cover-picture',
    'not-sound-or-picture',
  ]);
});

describe('a file of which nothing can be used says why', () => {
  test.each<[string, FoundTrack[], string]>([
    ['no tracks', [], 'file-damaged'],
    ['only empty ones', [empty], 'file-damaged'],
    ['nobody decodes it', [sound, words], 'codec-unsupported'],
    ['words alone', [words], 'file-no-usable-track'],
    ['a cover alone', [cover], 'file-no-usable-track'],
  ])('%s', (_name, tracks, code) => {
    expect(nothingUsable(tracks).code).toBe(code);
  });
});

describe('the place of a recording on the clock of its file', () => {
  const chosen = (...spans: [start: number, end: number][]) =>
    spans.map(([start, end]) => ({ track: track('audio', { start, end }), route: 'webcodecs' as const }));

  test.each<[string, [number, number][], number, number]>([
    ['from the start', [[0, 10]], 0, 10],
    [
      'the longer track counts',
      [
        [0, 10],
        [0, 12],
      ],
      0,
      12,
    ],
    ['a late start is part of it', [[1.5, 10]], 0, 10],
    ['a coder that begins before the start', [[-0.02, 10]], 0, 10],
    [
      'the clock of a broadcast is left behind',
      [
        [1001.4, 1004.4],
        [1001.5, 1004.3],
      ],
      1001.4,
      3,
    ],
  ])('%s', (_name, spans, origin, seconds) => {
    const place = placeOf(chosen(...spans));
    expect(place.origin).toBe(origin);
    expect(place.seconds).toBeCloseTo(seconds, 9);
  });
});
