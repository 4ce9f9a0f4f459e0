import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import clip from '../../../tests/fixtures/astronaut_speech.mp4?url';
import type { MediaPlan } from './plan.ts';
import { streamPictures } from './sources.ts';

/** Every frame that was decoded, copied or made. */
let frames: VideoFrame[] = [];
const tracked = (frame: VideoFrame) => {
  frames.push(frame);
  return frame;
};
/** Those that nobody has closed: a closed one has no format. */
const openFrames = () => frames.filter(({ format }) => format !== null).length;

beforeEach(() => {
  frames = [];
  const clone = Object.getOwnPropertyDescriptor(VideoFrame.prototype, 'clone')?.value as () => VideoFrame;
  vi.spyOn(VideoFrame.prototype, 'clone').mockImplementation(function (this: VideoFrame) {
    return tracked(clone.call(this));
  });
  vi.stubGlobal(
    'VideoFrame',
    new Proxy(VideoFrame, {
      construct: (target, given: ConstructorParameters<typeof VideoFrame>) => tracked(new target(...given)),
    }),
  );
  vi.stubGlobal(
    'VideoDecoder',
    class extends VideoDecoder {
      constructor({ output, error }: VideoDecoderInit) {
        super({
          error,
          output: (frame) => {
            output(tracked(frame));
          },
        });
      }
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const plan: MediaPlan = {
  ...{ container: 'mp4', mime: 'video/mp4', seconds: 9, origin: 0, playable: true },
  tracks: [{ kind: 'video', codec: 'avc', use: true, route: 'webcodecs', number: 1 }],
};

async function pictures(signal = new AbortController().signal) {
  const file = await (await fetch(clip)).blob();
  const assets = new URL('/', location.href).href;
  return streamPictures(file, plan, { ratePerSecond: 15, maxSide: 320, assets, signal });
}

/** What is decoded ahead is closed a little after who asked for it has gone. */
const allClosed = () =>
  vi.waitFor(() => {
    expect(openFrames()).toBe(0);
  });

it('holds no more frames at the end of a recording than at its start, and none afterwards', async () => {
  const held: number[] = [];
  for await (const { at } of await pictures()) {
    held.push(openFrames());
    expect(at).toBeLessThan(9);
  }
  expect(held).toHaveLength(135);
  expect(frames.length).toBeGreaterThan(200);
  expect(Math.max(...held)).toBeGreaterThan(0);
  const most = (from: number, to: number) => Math.max(...held.slice(from, to));
  // Decoded ahead: a handful, whatever the length.
  expect(most(0, 45)).toBeLessThan(16);
  expect(most(90, 135)).toBeLessThanOrEqual(most(0, 45));
  await allClosed();
});

it('closes what it had decoded when nobody wants more, or the recording is called off', async () => {
  let seen = 0;
  for await (const picture of await pictures()) {
    seen += picture.at >= 0 ? 1 : 0;
    if (seen === 20) break;
  }
  await allClosed();

  const controller = new AbortController();
  const call = async () => {
    for await (const { at } of await pictures(controller.signal)) if (at > 1) controller.abort();
  };
  await expect(call()).rejects.toThrow();
  await allClosed();
});
