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
  await expect.poll(() => offered.every(({ width }) => width === 0), { timeout: 20_000 }).toBe(true);

  const frame = new VideoFrame(video);
  eye.calibrate({ lens: { yaw: 40, pitch: 0 } });
  eye.offer(frame, performance.now() / 1000);
  await expect.poll(() => shown.at(-1)!.gaze.isCalibrated, { timeout: 20_000 }).toBe(true);
  expect(frame.format).toBeNull();

  for (const step of ['lens', 'neutral', 'posture'] as const) {
    eye.learn(step);
    for (let i = 0; i < 12; i++) {
      const count = shown.length;
      eye.offer(await createImageBitmap(video), performance.now() / 1000);
      await expect.poll(() => shown.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(count);
    }
  }
  const { calibration, doubts } = await eye.learnt();
  expect(failed).toEqual([]);
  // The fixture speaks all the time, so its face is never at rest; it looks to the lens and holds its shoulders still.
  expect(doubts.lens).toBeUndefined();
  expect(Math.abs(calibration.lens!.yaw)).toBeLessThan(12);
  expect(calibration.eyeOpen).toBeGreaterThan(0.15);
  expect(calibration.posture!.width).toBeGreaterThan(0.1);
  expect(Math.abs(calibration.posture!.tilt)).toBeLessThan(15);

  eye.close();
  const late = await createImageBitmap(video);
  eye.offer(late, performance.now() / 1000);
  expect(late.width).toBe(0);
});
