import { expect, it } from 'vitest';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { ObserveContext } from '$lib/core/observe.ts';
import { Tracks, type Track } from '$lib/core/track.ts';
import { pitchTrack } from '$lib/analysers/pitch/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import module from './observe.samples.ts';

/** A buzz through two resonances, as a vowel is; `formants` by time. */
function vowels(seconds: number, formants: (at: number) => readonly [number, number]): Float32Array {
  const memory = [0, 0, 0, 0];
  return Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, i) => {
    const at = i / SAMPLE_RATE;
    let x = i % 160 === 0 ? 1 : 0;
    formants(at).forEach((hertz, k) => {
      const r = Math.exp((-Math.PI * 90) / SAMPLE_RATE);
      const y = x + 2 * r * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE) * memory[2 * k]! - r * r * memory[2 * k + 1]!;
      memory[2 * k + 1] = memory[2 * k]!;
      memory[2 * k] = y;
      x = y * 0.1;
    });
    return x;
  });
}

async function heard(sound: Float32Array, speech: { start: number; end: number }[]) {
  const frames = Math.floor((sound.length / SAMPLE_RATE) * 100);
  const isSpeech = (i: number) => speech.some(({ start, end }) => i / 100 >= start && i / 100 < end);
  const track = ({ id, version }: { id: string; version: number }, data: unknown): Track => ({
    id,
    version,
    models: {},
    backend: '',
    data,
  });
  const tracks = new Tracks([
    track(speechTrack, { step: 0.032, probabilities: new Float32Array(1), spans: speech }),
    track(pitchTrack, {
      step: 0.01,
      hertz: Float32Array.from({ length: frames }, (_, i) => (isSpeech(i) ? 100 : NaN)),
      blockSeconds: 120,
      ranges: [],
    }),
  ]);
  const observer = await module.open({ tracks } as unknown as ObserveContext);
  for (let at = 0; at < sound.length; at += 5000) observer.observe(sound.subarray(at, at + 5000));
  return observer.finish().spans;
}

it('hears a held vowel amid moving ones, and nothing where nobody speaks', async () => {
  const held = (at: number) => at > 1.5 && at < 2;
  // Moving: two formants that wander as in running speech.
  const sound = vowels(3, (at) =>
    held(at) ? [550, 1300] : [500 + 300 * Math.sin(25 * at), 1500 + 700 * Math.sin(21 * at + 1)],
  );
  const likely = (await heard(sound, [{ start: 0, end: 3 }])).filter(({ score }) => score >= 0.5);
  expect(likely).toHaveLength(1);
  expect(likely[0]!.start).toBeLessThan(1.6);
  expect(likely[0]!.end).toBeGreaterThan(1.9);
  expect(await heard(sound, [])).toEqual([]);
});
