import { expect, test } from 'vitest';
import clip from '../../../tests/fixtures/astronaut_speech.mp4?url';
import type { MediaPlan } from './plan.ts';
import { openSound, streamPictures, streamSound } from './sources.ts';

const plan: MediaPlan = {
  container: 'mp4',
  mime: 'video/mp4',
  playable: true,
  seconds: 9,
  origin: 0,
  tracks: [
    { kind: 'video', codec: 'avc', use: true, route: 'webcodecs', number: 1 },
    { kind: 'audio', codec: 'aac', use: true, route: 'webcodecs', number: 1 },
  ],
};
const options = () => ({ assets: new URL('/', location.href).href, signal: new AbortController().signal });

test('decodes', async () => {
  const file = await (await fetch(clip)).blob();
  const sound: number[] = [];
  let count = 0;
  for await (const { samples, at } of streamSound(file, plan, options())) {
    expect(at).toBe(count / 16000);
    count += samples.length;
    sound.push(...samples);
  }
  expect(count).toBe(144_000);
  const reader = await openSound(file, plan, options());
  const part = await reader.read(3, 5);
  let d = 0;
  for (let n = 0; n < part.length; n++) d = Math.max(d, Math.abs(part[n]! - sound[n + 48000]!));
  let pictures = 0;
  let size = '';
  for await (const { canvas, at } of streamPictures(file, plan, { ...options(), ratePerSecond: 10, maxSide: 320 })) {
    expect(at).toBe(pictures / 10);
    pictures++;
    size = `${canvas.width}x${canvas.height}`;
  }
  expect(pictures).toBe(90);
  expect(size).toBe('320x240');
  expect(d).toBeLessThan(1e-3);
});
