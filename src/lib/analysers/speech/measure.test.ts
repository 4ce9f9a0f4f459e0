import { describe, expect, it } from 'vitest';
import type { MeasureInput } from '$lib/core/analyser.ts';
import { madeSound } from '$lib/core/made-media.ts';
import type { Span } from '$lib/core/media.ts';
import { Tracks } from '$lib/core/track.ts';
import { advise } from './advise.ts';
import { measure } from './measure.ts';
import { speechTrack } from './track.ts';

function inputOf(spans: Span[], seconds: number): MeasureInput {
  const step = 0.032;
  const data = { step, probabilities: new Float32Array(Math.ceil(seconds / step)).fill(0.9), spans };
  return {
    tracks: new Tracks([{ id: speechTrack.id, version: speechTrack.version, models: {}, backend: 'wasm', data }]),
    media: madeSound(seconds),
    language: 'en',
    question: null,
    lists: undefined,
  };
}

const valuesOf = (input: MeasureInput) =>
  Object.fromEntries(measure(input).measures.map(({ id, value, reason }) => [id, value ?? reason]));

describe('speech', () => {
  it('measures share, silence and latency', () => {
    const values = valuesOf(
      inputOf(
        [
          { start: 1, end: 4 },
          { start: 5, end: 7 },
        ],
        10,
      ),
    );
    expect(values['speech.share']).toBeCloseTo(0.5);
    expect(values['silence.totalSeconds']).toBeCloseTo(5);
    expect(values['speech.responseLatencySeconds']).toBe(1);
  });

  it('finds silence in silence, and no latency', () => {
    expect(valuesOf(inputOf([], 10))).toEqual({
      'speech.share': 0,
      'silence.totalSeconds': 10,
      'speech.responseLatencySeconds': 'no-speech',
    });
  });

  it('says too short rather than a share of nothing', () => {
    expect(Object.values(valuesOf(inputOf([], 0.3)))).toEqual(['too-short', 'too-short', 'too-short']);
  });

  it('has nothing without its track', () => {
    expect(measure({ ...inputOf([], 3), tracks: new Tracks([]) })).toEqual({ measures: [] });
  });

  it.each([
    [[{ start: 0.5, end: 9 }], []],
    [[{ start: 2.5, end: 10 }], ['late-start']],
    [[{ start: 0.5, end: 3 }], ['mostly-silence']],
    [[], []],
  ])('advises on %j with %j', (spans, codes) => {
    const input = inputOf(spans, 10);
    const output = measure(input);
    const values = Object.fromEntries(
      output.measures.filter(({ value }) => value !== null).map(({ id, value }) => [id, value ?? 0]),
    );
    expect(advise({ output, values, language: 'en', question: null }).map(({ code }) => code)).toEqual(codes);
  });
});
