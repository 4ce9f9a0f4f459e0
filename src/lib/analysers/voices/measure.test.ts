import { describe, expect, it } from 'vitest';
import type { MeasureInput } from '$lib/core/analyser.ts';
import { Tracks } from '$lib/core/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { measure } from './measure.ts';
import { voicesTrack, type VoicesTrack } from './track.ts';
import { voiceWindows } from './windows.ts';

const inputOf = (data: VoicesTrack, hasSpeech = true) =>
  ({
    tracks: new Tracks([
      { id: voicesTrack.id, version: voicesTrack.version, models: {}, backend: '', data },
      {
        id: speechTrack.id,
        version: speechTrack.version,
        models: {},
        backend: '',
        data: { step: 0.032, probabilities: new Float32Array(1), spans: hasSpeech ? [{ start: 0, end: 9 }] : [] },
      },
    ]),
  }) as MeasureInput;
const turns = [
  { start: 0, end: 4, voice: 0 },
  { start: 5, end: 9, voice: 1 },
];

describe('voices', () => {
  it.each([
    ['1', 1, 0],
    ['2', 2, 2],
    ['more', 3, 2],
  ] as const)('tells %s voices as %i', (count, value, events) => {
    const output = measure(inputOf({ count, confidence: 0.8, seconds: 9, turns }));
    expect(output.measures[0]).toMatchObject({ id: 'conditions.voices', value, confidence: 'estimated' });
    expect(output.conditions?.voices).toEqual({ count, confidence: 0.8, turns });
    expect(output.events).toHaveLength(events);
  });

  it.each([
    [true, 'voices-unsure'],
    [false, 'no-speech'],
  ])('says why it is unsure (speech: %s)', (hasSpeech, reason) => {
    const output = measure(inputOf({ count: 'unsure', confidence: 0, seconds: 0, turns: [] }, hasSpeech));
    expect(output.measures).toMatchObject([{ value: null, reason }]);
    expect(output.conditions?.voices?.count).toBe('unsure');
  });

  it('has nothing without its track', () => {
    expect(measure({ tracks: new Tracks([]) } as MeasureInput)).toEqual({ measures: [] });
  });
});

describe('voiceWindows', () => {
  const loudness = (level: Float32Array<ArrayBuffer>) => ({
    levelStep: 0.01,
    level,
    step: 0.1,
    weighted: new Float32Array(0),
    summed: new Float32Array(0),
    peak: new Float32Array(0),
    clipped: new Float32Array(0),
  });

  it('leaves out what is too short, keeps short spans whole and spreads windows over long ones', () => {
    const spans = [
      { start: 0, end: 0.4 },
      { start: 1, end: 2 },
      { start: 3, end: 7 },
    ];
    const windows = voiceWindows(spans, loudness(new Float32Array(800).fill(0.01)));
    expect(windows[0]).toEqual({ start: 1, end: 2 });
    expect(windows.slice(1).map(({ start }) => start)).toEqual(
      [3, 3.8, 4.6, 5.4].map((start) => expect.closeTo(start, 9) as number),
    );
    expect(windows.at(-1)!.end).toBeCloseTo(7, 9);
  });

  it('leaves out what is far softer than the rest', () => {
    const level = new Float32Array(1000).fill(0.01).fill(0.0001, 500);
    const spans = [
      { start: 0, end: 1.5 },
      { start: 6, end: 7.5 },
    ];
    expect(voiceWindows(spans, loudness(level))).toEqual([spans[0]]);
  });
});
