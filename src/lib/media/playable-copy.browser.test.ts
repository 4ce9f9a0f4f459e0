import { afterAll, describe, expect, test } from 'vitest';
import { beepOnsets, fixture, pictureNumber } from './clock-fixtures.ts';
import { openMedia } from './media.ts';
import { streamPictures, streamSound } from './sources.ts';

const assets = new URL('/', location.href).href;
const media = openMedia();
const signal = new AbortController().signal;

afterAll(() => {
  media.close();
});

/** Plays in a real element: its length, and the width of its picture (0 without one). */
function play(blob: Blob): Promise<{ seconds: number; width: number }> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('video');
    element.onloadedmetadata = () => {
      resolve({ seconds: element.duration, width: element.videoWidth });
    };
    element.onerror = () => {
      reject(new Error(element.error?.message ?? 'not played'));
    };
    element.src = URL.createObjectURL(blob);
  });
}

describe('a copy for the browser to play', () => {
  test.each([
    ['mpeg4.avi', 160, 2],
    ['hevc.mp4', 160, 3],
    ['broadcast.mpegts', 160, 3],
    ['alac.m4a', 0, 2],
    ['picture_only.mp4', 160, 0],
  ])('%s', async (name, width, beeps) => {
    const file = await fixture(`containers/${name}`);
    const { plan } = await media.call('probe', { file, name, assets }, { signal });
    const steps: number[] = [];
    const onProgress = ({ done }: { done: number }) => steps.push(done);
    const copy = await media.call('playableCopy', { file, plan, assets }, { signal, onProgress });
    const played = await play(copy);
    expect(played.width).toBe(width);
    expect(Math.abs(played.seconds - plan.seconds)).toBeLessThan(0.15);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));

    const { plan: copyPlan } = await media.call('probe', { file: copy, name, assets }, { signal });
    expect(copyPlan.playable).toBe(true);
    if (width > 0) {
      const pictures = streamPictures(copy, copyPlan, { assets, signal, ratePerSecond: 2, maxSide: 640 });
      for await (const { canvas, at } of pictures) expect(Math.abs(pictureNumber(canvas) - at * 20)).toBeLessThan(3);
    }
    if (beeps > 0) {
      const sound: number[] = [];
      for await (const { samples } of streamSound(copy, copyPlan, { assets, signal })) sound.push(...samples);
      const onsets = beepOnsets(Float32Array.from(sound));
      expect(onsets.map(Math.round)).toEqual(Array.from({ length: plan.seconds < 3 ? 2 : 3 }, (_, n) => n));
      for (const onset of onsets) expect(Math.abs(onset - Math.round(onset))).toBeLessThan(0.06);
    }
  });
});
