import { describe, expect, it } from 'vitest';
import type { MeasureInput } from '$lib/core/analyser.ts';
import { madeSound } from '$lib/core/made-media.ts';
import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';
import type { ObserveContext, SampleObserver } from '$lib/core/observe.ts';
import { Tracks } from '$lib/core/track.ts';
import loudness from '$lib/analysers/loudness/observe.samples.ts';
import type { LoudnessTrack } from '$lib/analysers/loudness/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { advise } from './advise.ts';
import { cleanContour } from './contour.ts';
import { measure } from './measure.ts';
import module from './observe.samples.ts';
import { pitchTrack, type PitchTrack } from './track.ts';
import { frameOffset } from './two-pass.ts';

/** A buzz of 12 falling harmonics whose pitch is a function of time, over a faint room. */
function buzz(seconds: number, hertz: (at: number) => number, room = 0.0005): Float32Array {
  let phase = 0;
  let state = 1;
  return Float32Array.from({ length: Math.round(seconds * SAMPLE_RATE) }, (_, i) => {
    const f = hertz(i / SAMPLE_RATE);
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    const noise = room * (state / 2 ** 31 - 1);
    if (f <= 0) return noise;
    phase += (2 * Math.PI * f) / SAMPLE_RATE;
    let sum = 0;
    for (let h = 1; h <= 12 && h * f < 7500; h++) sum += Math.sin(h * phase) / h;
    return 0.2 * sum + noise;
  });
}

async function inputOf(sound: Float32Array, spans: Span[]): Promise<MeasureInput> {
  const seconds = sound.length / SAMPLE_RATE;
  const data = { step: 0.032, probabilities: new Float32Array(1), spans };
  const made = [{ id: speechTrack.id, version: speechTrack.version, models: {}, backend: '', data }];
  const signal = { aborted: false, throwIfAborted: () => undefined };
  const context = { tracks: new Tracks(made), media: { seconds }, signal };
  const observers: [SampleObserver<LoudnessTrack>, SampleObserver<PitchTrack>] = [
    await loudness.open(),
    await module.open(context as unknown as ObserveContext),
  ];
  for (let at = 0; at < sound.length; at += 9973) {
    const part = sound.subarray(at, at + 9973);
    const recorded = { rate: SAMPLE_RATE, channels: [part] };
    for (const observer of observers) void observer.observe(part, at / SAMPLE_RATE, recorded);
  }
  const tracks = [
    ...made,
    { id: 'loudness', version: loudness.track.version, models: {}, backend: '', data: await observers[0].finish() },
    { id: 'pitch', version: pitchTrack.version, models: {}, backend: '', data: await observers[1].finish() },
  ];
  return {
    tracks: new Tracks(tracks),
    media: madeSound(seconds),
    language: undefined,
    question: null,
    lists: undefined,
  };
}

const valuesOf = (input: MeasureInput) =>
  Object.fromEntries(measure(input).measures.map(({ id, value, reason }) => [id, value ?? reason]));

describe('pitch', () => {
  it.each([70, 100, 150, 220, 350, 480])('finds a steady %i Hz', async (hertz) => {
    const spans = [{ start: 0.5, end: 4.5 }];
    const input = await inputOf(
      buzz(5, (at) => (at > 0.5 && at < 4.5 ? hertz : 0)),
      spans,
    );
    const values = valuesOf(input);
    expect(Number(values['voice.pitchMedianHz']) / hertz).toBeCloseTo(1, 2);
    expect(values['voice.pitchSdSemitones']).toBeLessThan(0.1);
  });

  it('follows a glide of an octave', async () => {
    const pitchAt = (at: number) => 110 * 2 ** ((at - 1) / 4);
    const input = await inputOf(
      buzz(6, (at) => (at > 1 && at < 5 ? pitchAt(at) : 0)),
      [{ start: 1, end: 5 }],
    );
    const { hertz, step } = input.tracks.get(pitchTrack)!;
    for (let i = 120; i < 480; i++) expect(Math.abs(hertz[i]! / pitchAt((i + 0.5) * step) - 1)).toBeLessThan(0.01);
    // A line through 12 semitones has 12/√12 as its standard deviation.
    expect(valuesOf(input)['voice.pitchSdSemitones']).toBeCloseTo(12 / Math.sqrt(12), 1);
  });

  it('measures vibrato as variation, per 10 s too', async () => {
    const spans = [{ start: 0.5, end: 20.5 }];
    const sound = buzz(21, (at) => (at > 0.5 && at < 20.5 ? 150 * 2 ** ((3 * Math.sin(2 * Math.PI * at)) / 12) : 0));
    const values = valuesOf(await inputOf(sound, spans));
    expect(values['voice.pitchSdSemitones']).toBeCloseTo(3 / Math.SQRT2, 1);
    expect(values['voice.pvq']).toBeCloseTo(0.122, 2);
  });

  it('hears only where somebody speaks', async () => {
    const input = await inputOf(
      buzz(4, (at) => (at < 2 ? 120 : 240)),
      [{ start: 0, end: 2 }],
    );
    const { hertz } = input.tracks.get(pitchTrack)!;
    expect(hertz.subarray(201).every(Number.isNaN)).toBe(true);
    expect(hertz[100]).toBeCloseTo(120, 0);
  });

  it('goes on smoothly from one block of two minutes to the next', { timeout: 30_000 }, async () => {
    const isVoiced = (at: number) => at > 117 && at < 123;
    const sound = buzz(125, (at) => (isVoiced(at) ? 140 : 0));
    const { hertz, ranges } = (await inputOf(sound, [{ start: 117, end: 123 }])).tracks.get(pitchTrack)!;
    expect(ranges.length).toBe(2);
    expect(hertz.length).toBe(12_500);
    for (let i = 11_710; i < 12_290; i++) expect(Math.abs(hertz[i]! - 140)).toBeLessThan(1);
  });

  it('finds no pitch in noise', async () => {
    const values = valuesOf(
      await inputOf(
        buzz(4, () => 0, 0.3),
        [{ start: 1, end: 3 }],
      ),
    );
    expect(Object.values(values).every((value) => typeof value === 'string')).toBe(true);
  });

  it('withholds in a noisy room, and without speech', async () => {
    const spans = [{ start: 1, end: 4 }];
    const noisy = buzz(5, (at) => (at > 1 && at < 4 ? 150 : 0), 0.2);
    expect(new Set(Object.values(valuesOf(await inputOf(noisy, spans))))).toEqual(new Set(['too-noisy']));
    expect(
      new Set(
        Object.values(
          valuesOf(
            await inputOf(
              buzz(2, () => 0),
              [],
            ),
          ),
        ),
      ),
    ).toEqual(new Set(['no-speech']));
    expect(
      measure({
        ...(await inputOf(
          buzz(1, () => 0),
          [],
        )),
        tracks: new Tracks([]),
      }),
    ).toEqual({ measures: [] });
  });

  it('calls a little voicing an estimate', async () => {
    const input = await inputOf(
      buzz(3, (at) => (at > 1 && at < 2 ? 150 : 0)),
      [{ start: 1, end: 2 }],
    );
    expect(measure(input).measures.find(({ id }) => id === 'voice.pitchMedianHz')).toMatchObject({
      confidence: 'estimated',
      reason: 'too-little-speech',
    });
  });

  it.each([
    [0.5, ['narrow']],
    [2.5 * Math.SQRT2, []],
    [5 * Math.SQRT2, ['lively']],
  ])('advises on a swing of %f semitones with %j', { timeout: 30_000 }, async (swing, codes) => {
    // A rise and fall each second, voiced in many runs.
    const sound = buzz(40, (at) => (at % 0.5 < 0.4 ? 150 * 2 ** ((swing * Math.sin(7 * at)) / 12) : 0));
    const output = measure(
      await inputOf(
        sound,
        Array.from({ length: 80 }, (_, i) => ({ start: i / 2, end: i / 2 + 0.4 })),
      ),
    );
    const values = Object.fromEntries(output.measures.map(({ id, value }) => [id, value ?? NaN]));
    expect(advise({ output, values, language: undefined, question: null }).map(({ code }) => code)).toEqual(codes);
  });
});

describe('frames', () => {
  it.each([
    // Three periods of 110 Hz are 0.027 s: 98 frames fit, the first at 0.015 s of 1 s, at 0.0145 s of 0.999 s.
    [1, 110, 0.005],
    [0.999, 110, 0.0045],
    [0.025, 110, 0.0025],
  ])('of %f s down to %i Hz lie as Praat lays them', (seconds, floor, offset) => {
    expect(frameOffset(seconds, { floor, ceiling: 600 })).toBeCloseTo(offset, 9);
  });
});

describe('cleanContour', () => {
  const contour = (...parts: [hertz: number, frames: number][]) =>
    Float32Array.from(parts.flatMap(([hertz, frames]) => Array.from({ length: frames }, () => hertz)));

  it.each([
    [
      'keeps a run of 40 ms',
      [
        [NaN, 5],
        [100, 4],
        [NaN, 5],
      ],
      4,
    ],
    [
      'drops a run of 30 ms',
      [
        [NaN, 5],
        [100, 3],
        [NaN, 5],
      ],
      0,
    ],
    [
      'drops a short octave leap',
      [
        [100, 30],
        [NaN, 2],
        [205, 8],
        [NaN, 2],
        [100, 30],
      ],
      60,
    ],
    [
      'keeps a long one',
      [
        [100, 30],
        [NaN, 2],
        [205, 20],
        [NaN, 2],
        [100, 30],
      ],
      80,
    ],
    [
      'keeps a short run that is near',
      [
        [100, 30],
        [NaN, 2],
        [130, 8],
        [NaN, 2],
        [100, 30],
      ],
      68,
    ],
  ] as [string, [number, number][], number][])('%s', (_name, parts, kept) => {
    expect([...cleanContour(contour(...parts), 0.01)].filter((hertz) => !Number.isNaN(hertz)).length).toBe(kept);
  });
});
