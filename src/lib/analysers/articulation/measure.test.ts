import { describe, expect, it } from 'vitest';
import type { MeasureInput } from '$lib/core/analyser.ts';
import { madeSound } from '$lib/core/made-media.ts';
import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';
import type { ObserveContext } from '$lib/core/observe.ts';
import { Tracks, type Track } from '$lib/core/track.ts';
import loudness from '$lib/analysers/loudness/observe.samples.ts';
import { pitchTrack } from '$lib/analysers/pitch/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { measure } from './measure.ts';
import { syllableNuclei } from './nuclei.ts';
import module from './observe.samples.ts';

/** A buzz that swells once a syllable, in the spans, over a faint room. */
function syllables(seconds: number, perSecond: number, spans: readonly Span[]): Float32Array {
  let state = 1;
  const isSpoken = (at: number) => spans.some(({ start, end }) => at >= start && at < end);
  return Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, i) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    const at = i / SAMPLE_RATE;
    const noise = 0.0003 * (state / 2 ** 31 - 1);
    if (!isSpoken(at)) return noise;
    const swell = 0.12 + Math.sin(Math.PI * perSecond * at) ** 2;
    let buzz = 0;
    for (let h = 1; h < 15; h++) buzz += Math.sin(2 * Math.PI * 140 * h * at) / h;
    return 0.15 * swell * buzz + noise;
  });
}

async function inputOf(sound: Float32Array, spans: Span[], isVoiced = true): Promise<MeasureInput> {
  const seconds = sound.length / SAMPLE_RATE;
  const inSpeech = (at: number) => spans.some(({ start, end }) => at >= start && at < end);
  const track = ({ id, version }: { id: string; version: number }, data: unknown): Track => ({
    id,
    version,
    models: {},
    backend: '',
    data,
  });
  const probabilities = Float32Array.from({ length: Math.ceil(seconds / 0.032) }, (_, i) =>
    inSpeech(i * 0.032) ? 1 : 0,
  );
  const speech = track(speechTrack, { step: 0.032, probabilities, spans });
  const hertz = Float32Array.from({ length: seconds * 100 }, (_, i) => (isVoiced && inSpeech(i / 100) ? 140 : NaN));
  const [meter, articulation] = [
    await loudness.open(),
    await module.open({ tracks: new Tracks([speech]) } as ObserveContext),
  ];
  for (let at = 0; at < sound.length; at += 6001) {
    const part = sound.subarray(at, at + 6001);
    meter.observe(part, at / SAMPLE_RATE, { rate: SAMPLE_RATE, channels: [part] });
    articulation.observe(sound.subarray(at, at + 6001));
  }
  return {
    tracks: new Tracks([
      speech,
      track(pitchTrack, { step: 0.01, hertz, blockSeconds: 120, ranges: [] }),
      track(loudness.track, meter.finish()),
      track(module.track, articulation.finish()),
    ]),
    media: madeSound(seconds),
    language: undefined,
    question: null,
    lists: undefined,
  };
}

const valueOf = (input: MeasureInput, id: string) => {
  const found = measure(input).measures.find((draft) => draft.id === id);
  return found?.value ?? found?.reason;
};
const spans = [
  { start: 1, end: 6 },
  { start: 7, end: 12 },
];

describe('articulation', () => {
  it.each([3, 4, 5, 6.5])('counts %f syllables a second of speech', async (perSecond) => {
    const input = await inputOf(syllables(13, perSecond, spans), spans);
    expect(Number(valueOf(input, 'speech.articulationRate')) / perSecond).toBeCloseTo(1, 1);
    expect(valueOf(input, 'speech.phonationSeconds')).toBeCloseTo(10, 0);
  });

  it('counts only what is voiced', async () => {
    const input = await inputOf(syllables(13, 4, spans), spans, false);
    expect(valueOf(input, 'speech.syllableCount')).toBe(0);
    expect(measure(input).measures[0]).toMatchObject({ confidence: 'estimated', reason: 'little-voicing' });
  });

  it('is withheld without enough speech', async () => {
    expect(valueOf(await inputOf(syllables(4, 4, []), []), 'speech.articulationRate')).toBe('no-speech');
    const short = [{ start: 1, end: 2 }];
    expect(valueOf(await inputOf(syllables(4, 4, short), short), 'speech.articulationRate')).toBe('too-little-speech');
    const input = await inputOf(syllables(4, 4, short), short);
    expect(measure({ ...input, tracks: new Tracks([]) })).toEqual({ measures: [] });
  });

  it('draws the tempo over time, with holes where nobody speaks', async () => {
    const [series] = measure(await inputOf(syllables(30, 4, spans), spans)).series ?? [];
    expect(series!.values).toHaveLength(30);
    expect(series!.values[5]).toBeCloseTo(4, 0);
    expect(series!.values[25]).toBeNull();
  });
});

describe('syllableNuclei', () => {
  const nuclei = (loudness: number[]) =>
    syllableNuclei({
      loudness: Float32Array.from(loudness),
      step: 0.01,
      hertz: new Float32Array(loudness.length).fill(100),
      pitchStep: 0.01,
    });
  const hill = (height: number) =>
    Array.from({ length: 20 }, (_, i) => 0.2 + height * Math.sin((Math.PI * i) / 20) ** 2);

  it.each([
    ['nothing', [], 0],
    ['silence', new Array<number>(50).fill(NaN), 0],
    ['one swell', hill(1), 1],
    ['two swells', [...hill(1), ...hill(0.8)], 2],
    ['a ripple on a swell', hill(1).map((value, i) => value + (i % 2 ? 0.005 : 0)), 1],
    ['two swells parted by silence', [...hill(1), NaN, NaN, NaN, ...hill(1)], 2],
    ['one far too soft', [...hill(1), ...hill(1).map((value) => value / 5)], 1],
  ])('finds in %s: %#', (_name, loudness, count) => {
    expect(nuclei(loudness)).toHaveLength(count);
  });
});
