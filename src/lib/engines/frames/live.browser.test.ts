import { afterAll, expect, it } from 'vitest';
import speaking from '../../../../tests/fixtures/astronaut_speech.mp4?url';
import { openLiveEye, type LiveFigures } from './live.ts';

const controller = new AbortController();
afterAll(() => {
  controller.abort();
});

async function playing(address: string): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  Object.assign(video, { src: address, muted: true, loop: true });
  await video.play();
  return video;
}

it('shows face, gaze and light of a running picture, and drops what it has no time for', async () => {
  const video = await playing(speaking);
  const offered: ImageBitmap[] = [];
  const shown: LiveFigures[] = [];
  const failed: unknown[] = [];
  const eye = openLiveEye({
    assets: new URL('/', location.href).href,
    signal: controller.signal,
    onFigures: (figures) => shown.push(figures),
    onError: (error) => failed.push(error),
  });
  const started = performance.now();
  while (shown.length < 40 && performance.now() - started < 60_000) {
    const bitmap = await createImageBitmap(video);
    offered.push(bitmap);
    eye.offer(bitmap, performance.now() / 1000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(failed).toEqual([]);
  const last = shown.at(-1)!;
  expect(last).toMatchObject({ presence: 'present', faces: 1, faults: [], gaze: { state: 'toward' } });
  expect(Math.abs(last.face!.yaw)).toBeLessThan(12);
  expect(shown.every(({ at }, i) => i === 0 || at > shown[i - 1]!.at)).toBe(true);
  expect(shown.length).toBeLessThan(offered.length);
  // What was offered is gone from the page: transferred or closed.
  await expect.poll(() => offered.every(({ width }) => width === 0)).toBe(true);

  const frame = new VideoFrame(video);
  const before = shown.length;
  eye.calibrate({ lens: { yaw: 40, pitch: 0 } });
  eye.offer(frame, performance.now() / 1000);
  await expect.poll(() => shown.length, { timeout: 10_000 }).toBeGreaterThan(before);
  expect(shown.at(-1)!.gaze.isCalibrated).toBe(true);
  expect(frame.format).toBeNull();

  eye.close();
  const late = await createImageBitmap(video);
  eye.offer(late, performance.now() / 1000);
  expect(late.width).toBe(0);
});
