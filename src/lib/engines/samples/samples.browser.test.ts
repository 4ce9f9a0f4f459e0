import { afterAll, expect, it } from 'vitest';
import { madeWav } from '$lib/core/made-media.ts';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import { Tracks } from '$lib/core/track.ts';
import { pitchTrack } from '$lib/analysers/pitch/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { voicesTrack } from '$lib/analysers/voices/track.ts';
import type { ObserveStep } from '$lib/engines/jobs.ts';
import { soundInput } from '$lib/engines/made-input.ts';
import speechFile from '../../../../tests/fixtures/speech.wav?url';
import { openSamples } from './samples.ts';

const samples = openSamples();
afterAll(() => {
  samples.close();
});

/** A WAV file of given samples, −1…1. */
const soundOf = (sound: Float32Array) =>
  new Blob([madeWav(Int16Array.from(sound, (sample) => Math.max(-1, Math.min(1, sample)) * 32_767))]);

async function observe(file: Blob, seconds: number, ids: readonly string[], steps: ObserveStep[] = []) {
  const { signal } = new AbortController();
  const { tracks, failed } = await samples.call('observe', soundInput(file, seconds, ids), {
    signal,
    onProgress: (step) => steps.push(step),
  });
  return { tracks: new Tracks(tracks), failed };
}

it('hears where somebody speaks, and tells the session as soon as it knows', async () => {
  const steps: ObserveStep[] = [];
  const file = await (await fetch(speechFile)).blob();
  const { tracks, failed } = await observe(file, 7.1, ['speech'], steps);
  expect(failed).toEqual([]);
  const track = tracks.get(speechTrack)!;
  expect(track.probabilities.length).toBe(Math.ceil((7.1 * SAMPLE_RATE) / 512));
  // The manifest of our media has 6.53 s of speech in this clip (sense_0870), by another build of the detector.
  expect(track.spans.reduce((sum, { start, end }) => sum + end - start, 0)).toBeCloseTo(6.53, 0);
  expect(steps.some((step) => step.kind === 'track' && step.track.id === 'speech')).toBe(true);
  expect(tracks.track('speech')?.models).toHaveProperty('vad/silero_vad_v5_16k.onnx');
});

it('runs every observer of sound in one job, each after those that it needs', async () => {
  const ids = ['voices', 'filled-pauses', 'articulation', 'pitch', 'loudness', 'speech'];
  const steps: ObserveStep[] = [];
  const file = await (await fetch(speechFile)).blob();
  const { tracks, failed } = await observe(file, 7.1, ids, steps);
  expect(failed).toEqual([]);
  expect(
    tracks
      .all()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...ids].sort());
  const pitches = [...tracks.get(pitchTrack)!.hertz].filter((hertz) => hertz > 0).sort((a, b) => a - b);
  // Praat finds 100.6 Hz (two passes, raw autocorrelation).
  expect(Math.abs(pitches[pitches.length >> 1]! - 100.6)).toBeLessThan(1.5);
  expect(tracks.get(voicesTrack)?.count).toBe('1');
  const done = steps.flatMap((step) => (step.kind === 'progress' ? [step.progress] : []));
  const runs = done.filter(({ stage }) => stage === 'run').map((progress) => progress.done);
  expect(runs).toEqual([...runs].sort((a, b) => a - b));
});

it('hears no speech in silence, noise, hum and a key that is struck', async () => {
  const length = 4 * SAMPLE_RATE;
  let state = 1;
  const noise = () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 31 - 1;
  };
  const sounds = {
    silence: new Float32Array(length),
    noise: Float32Array.from({ length }, () => 0.1 * noise()),
    hum: Float32Array.from({ length }, (_, i) => 0.2 * Math.sin((2 * Math.PI * 50 * i) / SAMPLE_RATE)),
    keys: Float32Array.from({ length }, (_, i) => 0.5 * noise() * Math.exp(-(i % 4000) / 60)),
  };
  for (const [name, sound] of Object.entries(sounds)) {
    const { tracks } = await observe(soundOf(sound), 4, ['speech']);
    expect(tracks.get(speechTrack)?.spans, name).toEqual([]);
  }
});

it('goes on without an observer that it does not have', async () => {
  const { tracks, failed } = await observe(soundOf(new Float32Array(SAMPLE_RATE)), 1, ['nobody', 'speech']);
  expect(failed.map(({ id }) => id)).toEqual(['nobody']);
  expect(tracks.get(speechTrack)).toBeDefined();
});

it('stops when it is told to', async () => {
  const controller = new AbortController();
  const long = soundOf(new Float32Array(300 * SAMPLE_RATE));
  const call = samples.call('observe', soundInput(long, 300, ['speech']), { signal: controller.signal });
  setTimeout(() => {
    controller.abort();
  }, 300);
  await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  const { tracks } = await observe(soundOf(new Float32Array(SAMPLE_RATE)), 1, ['speech']);
  expect(tracks.get(speechTrack)).toBeDefined();
});
