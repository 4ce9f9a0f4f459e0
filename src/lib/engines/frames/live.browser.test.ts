import { afterAll, expect, it } from 'vitest';
import { faceTrack, type FaceTrack } from '$lib/analysers/face/track.ts';
import speaking from '../../../../tests/fixtures/astronaut_speech.mp4?url';
import { openLiveEye, type LiveFigures } from './live.ts';

const controller = new AbortController();
afterAll(() => {
  controller.abort();
});

const openEye = () => openLiveEye({ assets: new URL('/', location.href).href, signal: controller.signal });
const now = () => performance.now() / 1000;

async function playing(address: string): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  Object.assign(video, { src: address, muted: true, loop: true });
  await video.play();
  return video;
}

it('shows face, gaze and light of a running picture, and closes every picture that it is given', async () => {
  const video = await playing(speaking);
  const eye = openEye();
  const shown: LiveFigures[] = [];
  for (let i = 0; i < 40; i++) {
    const picture = i % 2 === 0 ? await createImageBitmap(video) : new VideoFrame(video);
    shown.push(await eye.look(picture, { at: now() }));
    // What was given is gone from the page.
    expect('width' in picture ? picture.width : picture.codedWidth).toBe(0);
  }
  const last = shown.at(-1)!;
  expect(last).toMatchObject({ presence: 'present', faces: 1, faults: [], gaze: { state: 'toward' } });
  expect(Math.abs(last.face!.yaw)).toBeLessThan(12);
  expect(shown.every(({ at }, i) => i === 0 || at > shown[i - 1]!.at)).toBe(true);

  eye.calibrate({ lens: { yaw: 40, pitch: 0 } });
  const calibrated = await eye.look(new VideoFrame(video), { at: now() });
  expect(calibrated.gaze.isCalibrated).toBe(true);

  eye.close();
  const late = await createImageBitmap(video);
  await expect(eye.look(late, { at: now() })).rejects.toMatchObject({ code: 'cancelled' });
  expect(late.width).toBe(0);
});

it('learns of each step what it is told to, and forgets it then', async () => {
  const video = await playing(speaking);
  const eye = openEye();
  for (const step of ['lens', 'neutral', 'posture'] as const) {
    eye.learn(step);
    for (let i = 0; i < 12; i++) await eye.look(await createImageBitmap(video), { at: now() });
  }
  const { calibration, doubts } = await eye.learnt();
  // The fixture speaks all the time, so its face is never at rest; it looks to the lens and holds its shoulders still.
  expect(doubts.lens).toBeUndefined();
  expect(Math.abs(calibration.lens!.yaw)).toBeLessThan(12);
  expect(calibration.eyeOpen).toBeGreaterThan(0.15);
  expect(calibration.posture!.width).toBeGreaterThan(0.1);
  expect(Math.abs(calibration.posture!.tilt)).toBeLessThan(15);
  expect(await eye.learnt()).toEqual({ calibration: {}, doubts: {} });
  eye.close();
});

it('gathers of an answer a track like that of its recording, on the answer’s own clock', async () => {
  const video = await playing(speaking);
  const eye = openEye();
  for (let i = 0; i < 6; i++) await eye.look(await createImageBitmap(video), { at: now() });
  expect(await eye.gather()).toBeUndefined();
  for (let i = 0; i < 20; i++) {
    await eye.look(await createImageBitmap(video), { at: now(), answerAt: i / 10 });
    // What is seen while the answer pauses is no part of it.
    await eye.look(await createImageBitmap(video), { at: now() });
  }
  const track = (await eye.gather())!;
  expect(track).toMatchObject({ id: 'face', version: faceTrack.version, backend: 'cpu', ratePerSecond: 10 });
  expect(track.models).toHaveProperty('face/face_landmarker.task');
  const data: FaceTrack = faceTrack.schema.parse(track.data);
  expect([...data.at]).toEqual(Array.from({ length: 20 }, (_, i) => i / 10));
  expect(data.face.x.every((x) => x > 0 && x < 1)).toBe(true);
  expect(await eye.gather()).toBeUndefined();
  eye.close();
});
