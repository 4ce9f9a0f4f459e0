import { describe, expect, it } from 'vitest';
import type { MeasureInput } from '$lib/core/analyser.ts';
import type { Span } from '$lib/core/media.ts';
import { Tracks, type Track } from '$lib/core/track.ts';
import { loudnessTrack } from '$lib/analysers/loudness/track.ts';
import { pitchTrack } from '$lib/analysers/pitch/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { advise } from './advise.ts';
import { endingsOf, sentenceEnds } from './endings.ts';
import { measure } from './measure.ts';

const STEP = 0.01;

/** Sentences of 2 s, parted by 1 s, at 150 Hz; the last 0.15 s of each moves by the given semitones. */
function inputOf(moves: number[], noise = 1e-8): MeasureInput {
  const spans: Span[] = moves.map((_, i) => ({ start: 1 + 3 * i, end: 3 + 3 * i }));
  const frames = 100 * (moves.length * 3 + 2);
  const at = (i: number) => spans.findIndex(({ start, end }) => (i + 0.5) * STEP >= start && (i + 0.5) * STEP < end);
  const hertz = Float32Array.from({ length: frames }, (_, i) => {
    const sentence = at(i);
    if (sentence < 0) return NaN;
    return (i + 0.5) * STEP > spans[sentence]!.end - 0.15 ? 150 * 2 ** (moves[sentence]! / 12) : 150;
  });
  const level = Float32Array.from({ length: frames }, (_, i) => (at(i) < 0 ? noise : 0.01));
  const tenths = new Float32Array(frames / 10);
  const track = ({ id, version }: { id: string; version: number }, data: unknown): Track => ({
    id,
    version,
    models: {},
    backend: '',
    data,
  });
  const tracks = new Tracks([
    track(speechTrack, { step: 0.032, probabilities: new Float32Array(1), spans }),
    track(pitchTrack, { step: STEP, hertz, blockSeconds: 120, ranges: [] }),
    track(loudnessTrack, {
      levelStep: STEP,
      level,
      step: 0.1,
      weighted: tenths,
      summed: tenths,
      peak: tenths,
      clipped: tenths,
    }),
  ]);
  return { tracks } as MeasureInput;
}

const valuesOf = (input: MeasureInput) =>
  Object.fromEntries(measure(input).measures.map(({ id, value, reason }) => [id, value ?? reason]));

describe('tone', () => {
  it.each([
    [[3, 3, -3, 0], 0.5, 0.25],
    [[-4, -4, -4], 0, 1],
    [[1, -1, 0.5, 0], 0, 0],
  ])('of ends that move by %j semitones %f rise and %f fall', (moves, rising, falling) => {
    const values = valuesOf(inputOf(moves));
    expect(values['tone.risingEndShare']).toBe(rising);
    expect(values['tone.fallingEndShare']).toBe(falling);
  });

  it('marks the ends that are heard to move', () => {
    const { events = [] } = measure(inputOf([3, -3, 0, 0]));
    expect(events.map(({ id }) => id)).toEqual(['rising-end', 'falling-end']);
    expect(events[0]!.end).toBeCloseTo(3, 1);
  });

  it('tells how far the pitch goes within a phrase', () => {
    expect(valuesOf(inputOf([0, 0, 0]))['tone.dynamics']).toBeCloseTo(0, 5);
    // 0.15 s of 2 s is less than a tenth, so it doesn't count; a glide over the whole phrase does, by eight tenths.
    expect(valuesOf(inputOf([6, 6, 6]))['tone.dynamics']).toBeCloseTo(0, 5);
    const input = inputOf([0, 0, 0]);
    const pitch = input.tracks.get(pitchTrack)!;
    pitch.hertz.forEach((hertz, i) => (pitch.hertz[i] = hertz * 2 ** ((((i * STEP - 1) % 3) * 5) / 12)));
    expect(valuesOf(input)['tone.dynamics']).toBeCloseTo(8, 1);
  });

  it('withholds with too little, without speech and in noise', () => {
    expect(valuesOf(inputOf([3, 3]))['tone.risingEndShare']).toBe('too-little-speech');
    expect(new Set(Object.values(valuesOf(inputOf([]))))).toEqual(new Set(['no-speech']));
    expect(new Set(Object.values(valuesOf(inputOf([3, 3, 3], 0.001))))).toEqual(new Set(['too-noisy']));
    expect(measure({ tracks: new Tracks([]) } as MeasureInput)).toEqual({ measures: [] });
  });

  it.each([
    [[3, 3, 3, 3, 0], ['rising-ends']],
    [[3, 3, 3, 0, 0], []],
    [[-3, -3, -3, -3], []],
  ])('advises on %j with %j', (moves, codes) => {
    const output = measure(inputOf(moves));
    const values = Object.fromEntries(output.measures.map(({ id, value }) => [id, value ?? NaN]));
    expect(advise({ output, values, language: 'en', question: null }).map(({ code }) => code)).toEqual(codes);
  });
});

describe('sentenceEnds', () => {
  const speech = [
    { start: 0, end: 2 },
    { start: 2.3, end: 4 },
    { start: 5, end: 6 },
  ];

  it('are those of the words, at the end of the sound nearby', () => {
    const words = [
      { text: 'Yes,', start: 0, end: 1 },
      { text: 'really?', start: 1, end: 1.8 },
      { text: 'No.', start: 3, end: 3.2 },
    ];
    expect(sentenceEnds(words, speech)).toEqual([
      { at: 2, isQuestion: true },
      { at: 3.2, isQuestion: false },
    ]);
  });

  it('are those of phrases without words', () => {
    expect(sentenceEnds([], speech).map(({ at }) => at)).toEqual([4, 6]);
  });

  it('say nothing where there is no pitch, or an octave error', () => {
    const ends = [{ at: 1, isQuestion: false }];
    expect(endingsOf(ends, new Float32Array(200).fill(NaN), STEP)).toEqual([]);
    expect(endingsOf(ends, new Float32Array(200).fill(100).fill(205, 88), STEP)).toEqual([]);
    expect(endingsOf([{ at: 0.1, isQuestion: false }], new Float32Array(200).fill(100), STEP)).toEqual([]);
  });
});
