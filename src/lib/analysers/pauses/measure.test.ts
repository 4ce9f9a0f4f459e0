import { describe, expect, it } from 'vitest';
import type { MeasureInput } from '$lib/core/analyser.ts';
import { madeSound } from '$lib/core/made-media.ts';
import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';
import { Tracks, type Track } from '$lib/core/track.ts';
import loudness from '$lib/analysers/loudness/observe.samples.ts';
import { speechSpans } from '$lib/analysers/speech/speech-spans.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import { advise } from './advise.ts';
import { placeOf, type TimedWord } from './clauses.ts';
import { measure } from './measure.ts';

const STEP = 0.032;

/** Sound with a tone in the talk and noise around it; the detector is late by two frames at both ends, as Silero is. */
async function inputOf(
  talk: Span[],
  seconds: number,
  { room = 0.001, words }: { room?: number; words?: TimedWord[] } = {},
): Promise<MeasureInput> {
  let state = 1;
  const isTalk = (at: number) => talk.some(({ start, end }) => at >= start && at < end);
  const sound = Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, i) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    const at = i / SAMPLE_RATE;
    return room * (state / 2 ** 31 - 1) + (isTalk(at) ? 0.3 * Math.sin(2 * Math.PI * 150 * at) : 0);
  });
  const observer = await loudness.open();
  observer.observe(sound, 0, { rate: SAMPLE_RATE, channels: [sound] });
  const probabilities = Float32Array.from({ length: Math.ceil(seconds / STEP) }, (_, i) =>
    isTalk((i - 2) * STEP) ? 0.97 : 0.03,
  );
  const track = ({ id, version }: { id: string; version: number }, data: unknown): Track => ({
    id,
    version,
    models: {},
    backend: '',
    data,
  });
  const transcript = words && {
    words: words.map((word) => ({ ...word, confidence: 1 })),
    segments: [],
    language: 'en',
    languageConfidence: 1,
    translations: [],
    dropped: [],
    heardFillers: [],
  };
  return {
    tracks: new Tracks([
      track(speechTrack, { step: STEP, probabilities, spans: speechSpans(probabilities, STEP, seconds) }),
      track(loudness.track, observer.finish()),
      ...(transcript ? [track(transcriptTrack, transcript)] : []),
    ]),
    media: madeSound(seconds),
    language: 'en',
    question: null,
    lists: undefined,
  };
}

/** Talk of two seconds each, parted by pauses of the given lengths, after one second of silence. */
function talkWith(...pauses: number[]): { talk: Span[]; gaps: Span[]; seconds: number } {
  const talk: Span[] = [{ start: 1, end: 3 }];
  const gaps: Span[] = [];
  for (const pause of pauses) {
    const { end } = talk.at(-1)!;
    gaps.push({ start: end, end: end + pause });
    talk.push({ start: end + pause, end: end + pause + 2 });
  }
  return { talk, gaps, seconds: Math.ceil(talk.at(-1)!.end + 1) };
}

const valuesOf = (input: MeasureInput) =>
  Object.fromEntries(measure(input).measures.map(({ id, value, reason }) => [id, value ?? reason]));

describe('pauses', () => {
  it.each([0.001, 0.01])('finds pauses of known length to 0.03 s (room %f)', async (room) => {
    const { talk, gaps, seconds } = talkWith(0.3, 0.6, 1.2, 0.4, 3);
    const { events = [] } = measure(await inputOf(talk, seconds, { room }));
    expect(events).toHaveLength(gaps.length);
    events.forEach(({ start, end }, i) => {
      expect(Math.abs(start - gaps[i]!.start)).toBeLessThan(0.03);
      expect(Math.abs(end - gaps[i]!.end)).toBeLessThan(0.03);
    });
  });

  it('counts, and leaves out what is too short and what is at the ends', async () => {
    const { talk, seconds } = talkWith(0.15, 0.5, 0.7, 1.5);
    const values = valuesOf(await inputOf(talk, seconds));
    expect(values['pause.count']).toBe(3);
    expect(values['pause.longCount']).toBe(1);
    expect(values['pause.medianSeconds']).toBeCloseTo(0.7, 1);
    expect(values['pause.longestSeconds']).toBeCloseTo(1.5, 1);
    expect(values['pause.insideClauseCount']).toBe('no-transcript');
  });

  it('has no length without a pause', async () => {
    const { talk, seconds } = talkWith();
    const values = valuesOf(await inputOf(talk, seconds));
    expect(values['pause.count']).toBe(0);
    expect(values['pause.medianSeconds']).toBe('no-pauses');
    expect(values['pause.longestSeconds']).toBe('no-pauses');
  });

  it('finds none without speech', async () => {
    expect(new Set(Object.values(valuesOf(await inputOf([], 3))))).toEqual(new Set(['no-speech']));
    expect(measure({ ...(await inputOf([], 3)), tracks: new Tracks([]) })).toEqual({ measures: [] });
  });

  it('only estimates in noise', async () => {
    const { talk, seconds } = talkWith(0.6);
    const [count] = measure(await inputOf(talk, seconds, { room: 0.1 })).measures;
    expect(count).toMatchObject({ confidence: 'estimated', reason: 'too-noisy' });
  });

  it.each([
    ['well,', 3, 'between', []],
    ['well', 3, 'inside', ['stuck']],
    ['well', 1, 'inside', []],
  ])('after “%s” a pause of %f s is %s a clause', async (text, pause, place, codes) => {
    const { talk, seconds } = talkWith(pause);
    const words = [
      { text, start: 1, end: 3 },
      { text: 'then', start: 3 + pause, end: 5 + pause },
    ];
    const input = await inputOf(talk, seconds, { words });
    const output = measure(input);
    expect(output.events?.[0]?.detail).toBe(place);
    expect(valuesOf(input)['pause.insideClauseCount']).toBe(place === 'inside' ? 1 : 0);
    expect(advise({ output, values: {}, language: 'en', question: null }).map(({ code }) => code)).toEqual(codes);
  });

  it('praises pauses between clauses', async () => {
    const { talk, gaps, seconds } = talkWith(0.6, 0.6, 0.6);
    const words = talk.map(({ start, end }, i) => ({ text: `clause ${i}.`, start, end }));
    expect(gaps).toHaveLength(3);
    const output = measure(await inputOf(talk, seconds, { words }));
    expect(advise({ output, values: {}, language: 'en', question: null }).map(({ code }) => code)).toEqual(['natural']);
  });
});

it.each([
  ['so', 'inside'],
  ['so.', 'between'],
  ['“so.”', 'between'],
  ['begitu,', 'between'],
  ['1.5', 'inside'],
  ['。', 'between'],
])('a pause after %s is %s', (text, place) => {
  const words = [
    { text, start: 0, end: 1.2 },
    { text: 'next', start: 1.4, end: 2 },
  ];
  expect(placeOf({ start: 1, end: 1.5 }, words)).toBe(place);
});

it('has no place before the first and after the last word', () => {
  const words = [{ text: 'word', start: 1, end: 2 }];
  expect(placeOf({ start: 0, end: 1 }, words)).toBeUndefined();
  expect(placeOf({ start: 2, end: 3 }, words)).toBeUndefined();
  expect(placeOf({ start: 2, end: 3 }, [])).toBeUndefined();
});
