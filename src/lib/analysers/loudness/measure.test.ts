import { describe, expect, it } from 'vitest';
import type { MeasureInput } from '$lib/core/analyser.ts';
import { madeSound } from '$lib/core/made-media.ts';
import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';
import { Tracks } from '$lib/core/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { advise } from './advise.ts';
import { soundCondition } from './condition.ts';
import { measure } from './measure.ts';
import module from './observe.samples.ts';
import { loudnessTrack } from './track.ts';

/** White noise of a level in dBFS (RMS), always the same. */
function noise(seconds: number, dbfs: number, seed = 1): Float32Array {
  let state = seed;
  const amplitude = 10 ** (dbfs / 20) * Math.sqrt(3);
  return Float32Array.from({ length: Math.round(seconds * SAMPLE_RATE) }, () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return amplitude * (state / 2 ** 31 - 1);
  });
}

/** A voice as far as loudness goes: a 200 Hz tone in the spans, over a room of noise. */
function voice(
  spans: Span[],
  seconds: number,
  dbfs: number | ((at: number) => number),
  roomDbfs: number,
): Float32Array {
  const sound = noise(seconds, roomDbfs);
  for (const { start, end } of spans) {
    for (let i = Math.round(start * SAMPLE_RATE); i < end * SAMPLE_RATE; i++) {
      const at = i / SAMPLE_RATE;
      const level = typeof dbfs === 'number' ? dbfs : dbfs(at);
      sound[i]! += 10 ** (level / 20) * Math.SQRT2 * Math.sin(2 * Math.PI * 200 * at);
    }
  }
  return sound;
}

/** @param channels the recording's own, at 16 kHz; one, where it isn't said */
async function inputOf(sound: Float32Array, spans: Span[], channels = [sound]): Promise<MeasureInput> {
  const observer = await module.open();
  for (let at = 0; at < sound.length; at += 7001) {
    const recorded = { rate: SAMPLE_RATE, channels: channels.map((channel) => channel.subarray(at, at + 7001)) };
    observer.observe(sound.subarray(at, at + 7001), at / SAMPLE_RATE, recorded);
  }
  const seconds = sound.length / SAMPLE_RATE;
  const probabilities = new Float32Array(Math.ceil(seconds / 0.032));
  return {
    tracks: new Tracks([
      {
        id: speechTrack.id,
        version: speechTrack.version,
        models: {},
        backend: '',
        data: { step: 0.032, probabilities, spans },
      },
      { id: loudnessTrack.id, version: loudnessTrack.version, models: {}, backend: '', data: observer.finish() },
    ]),
    media: madeSound(seconds),
    language: undefined,
    question: null,
    lists: undefined,
  };
}

const spans = [1, 7, 13, 19].map((start) => ({ start, end: start + 5 }));
const valuesOf = (input: MeasureInput) =>
  Object.fromEntries(measure(input).measures.map(({ id, value, reason }) => [id, value ?? reason]));

describe('loudness', () => {
  it.each([-12, -20, -30])('finds level and noise of a voice at %i dBFS', async (dbfs) => {
    const values = valuesOf(await inputOf(voice(spans, 25, dbfs, dbfs - 30), spans));
    // K-weighting takes about 0.3 dB from 200 Hz; BS.1770 adds −0.691 dB.
    expect(values['voice.loudnessLufs']).toBeCloseTo(dbfs - 0.9, 0);
    expect(values['voice.snrDb']).toBeCloseTo(30, 0);
    expect(values['voice.energy']).toBeCloseTo(dbfs, 0);
    expect(values['voice.clippingShare']).toBe(0);
    expect(values['voice.trailingOffLu']).toBeCloseTo(0, 0);
    expect(values['voice.loudnessSdLu']).toBeLessThan(1);
  });

  it.each([
    [-45, -80, -1],
    [-23, -60, 0],
    [-8, -50, 1],
  ])('calls %i dBFS over a room at %i dBFS class %i', async (dbfs, room, expected) => {
    expect(valuesOf(await inputOf(voice(spans, 25, dbfs, room), spans))['voice.loudnessClass']).toBe(expected);
  });

  it('withholds the voice in noise and says how noisy it is', async () => {
    const input = await inputOf(voice(spans, 25, -30, -40), spans);
    const values = valuesOf(input);
    expect(values['voice.loudnessLufs']).toBe('too-noisy');
    expect(values['voice.snrDb']).toBeCloseTo(10, 0);
    expect(soundCondition(input.tracks)?.reason).toBe('too-noisy');
  });

  it('withholds the voice when it is overdriven', async () => {
    const sound = voice(spans, 25, 6, -40).map((sample) => Math.max(-1, Math.min(1, sample)));
    const values = valuesOf(await inputOf(sound, spans));
    expect(values['voice.loudnessLufs']).toBe('clipped');
    expect(values['voice.clippingShare']).toBeGreaterThan(0.3);
  });

  it('is that of the mean of two channels, and the recording that of both', async () => {
    const sound = voice(spans, 25, -24, -60);
    const once = valuesOf(await inputOf(sound, spans));
    const twice = valuesOf(await inputOf(sound, spans, [sound, sound]));
    expect(once['recording.loudnessLufs']).toBe(once['voice.loudnessLufs']);
    expect(twice['voice.loudnessLufs']).toBeCloseTo(Number(once['voice.loudnessLufs']), 5);
    expect(Number(twice['recording.loudnessLufs']) - Number(once['recording.loudnessLufs'])).toBeCloseTo(3.01, 2);
  });

  it('sees one overdriven channel of two', async () => {
    const sound = voice(spans, 25, 6, -40).map((sample) => Math.max(-1, Math.min(1, sample)));
    const quiet = sound.map((sample) => sample / 100);
    expect(valuesOf(await inputOf(sound, spans, [quiet, sound]))['voice.clippingShare']).toBeGreaterThan(0.3);
  });

  it('finds nothing to judge without speech', async () => {
    const input = await inputOf(noise(5, -40), []);
    expect(new Set(Object.values(valuesOf(input)))).toEqual(new Set(['no-speech']));
    expect(measure({ ...input, tracks: new Tracks([]) })).toEqual({ measures: [] });
  });

  it('hears phrases that die away', async () => {
    const fading = (at: number) => (spans.some(({ end }) => at > end - 1 && at < end) ? -36 : -24);
    const input = await inputOf(voice(spans, 25, fading, -70), spans);
    const output = measure(input);
    expect(valuesOf(input)['voice.trailingOffLu']).toBeCloseTo(12, 0);
    expect(output.events?.map(({ id }) => id)).toEqual(spans.map(() => 'trailing-off'));
    const findings = advise({ output, values: {}, language: undefined, question: null });
    expect(findings.map(({ code }) => code)).toContain('trailing-off');
  });

  it('hears an automatic gain swell in the pauses', async () => {
    const speech = [0, 5, 10, 15, 20].map((start) => ({ start, end: start + 3 }));
    const sound = voice(speech, 25, -24, -60);
    sound.forEach((sample, i) => {
      const inPause = ((i / SAMPLE_RATE) % 5) - 3;
      if (inPause > 0) sound[i] = sample * 10 ** ((6 * inPause) / 20);
    });
    expect(valuesOf(await inputOf(sound, speech))['voice.loudnessSdLu']).toBe('automatic-gain');
    expect(valuesOf(await inputOf(voice(speech, 25, -24, -60), speech))['voice.loudnessSdLu']).toBeLessThan(1);
  });

  it('moves by the gain, and nothing else does', async () => {
    const sound = voice(spans, 25, (at) => -24 + 4 * Math.sin(at), -70);
    const plain = valuesOf(await inputOf(sound, spans));
    const louder = valuesOf(
      await inputOf(
        sound.map((sample) => 2 * sample),
        spans,
      ),
    );
    const change = (id: string) => Number(louder[id]) - Number(plain[id]);
    expect(change('voice.loudnessLufs')).toBeCloseTo(6.02, 1);
    for (const id of ['voice.loudnessSdLu', 'voice.trailingOffLu', 'voice.snrDb']) expect(change(id)).toBeCloseTo(0, 2);
  });
});
