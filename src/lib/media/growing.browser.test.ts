import { afterAll, expect, test } from 'vitest';
import { streamGrowingPictures, type Grown } from './growing.ts';
import { openMedia } from './media.ts';
import type { Picture } from './picture.ts';
import { streamPictures } from './sources.ts';

const assets = new URL('/', location.href).href;
const media = openMedia();
const { signal } = new AbortController();
afterAll(() => {
  media.close();
});

/** What the recorder hands out of a picture that is never twice the same, with sound beside it. */
async function recordedPieces(mime: string): Promise<Blob[]> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
  const options = { mimeType: mime, videoKeyFrameIntervalDuration: 1000 };
  const recorder = new MediaRecorder(stream, options);
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => {
    if (data.size > 0) pieces.push(data);
  };
  recorder.start(1000);
  await new Promise((resolve) => setTimeout(resolve, 8500));
  const ended = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.stop();
  await ended;
  for (const track of stream.getTracks()) track.stop();
  return pieces;
}

/** Times of the grid with a number of what was shown then: its bytes, folded. */
async function seen(pictures: AsyncIterable<Picture>): Promise<(readonly [at: number, print: number])[]> {
  const all: (readonly [number, number])[] = [];
  for await (const { canvas, at } of pictures) {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    all.push([at, data.reduce((sum, value) => (sum * 31 + value) >>> 0, 7)]);
  }
  return all;
}

test.each(['video/mp4;codecs=avc1.42E01E,opus', 'video/webm;codecs=vp8,opus'])(
  'a recording that grows shows the pictures of the whole: %s',
  async (mime) => {
    const pieces = await recordedPieces(mime);
    const type = mime.split(';')[0]!;
    const whole = await media.call('remux', { file: new Blob(pieces, { type }) }, { signal });
    const { plan } = await media.call('probe', { file: whole, name: 'x', assets }, { signal });
    // The recording as it is on disk, at moments that the recorder knows nothing of: one cuts a piece in two.
    async function* growing(): AsyncGenerator<Grown> {
      for (const count of [3, 4, 6]) {
        const file = new Blob(pieces.slice(0, count), { type });
        yield await Promise.resolve({ file: file.slice(0, file.size - (count === 4 ? 3000 : 0), type) });
      }
      yield { file: whole, plan };
    }
    const options = { ratePerSecond: 10, maxSide: 640, signal };
    const grown = await seen(streamGrowingPictures(growing(), options));
    expect(grown.length).toBeGreaterThan(60);
    expect(grown).toEqual(await seen(streamPictures(whole, plan, { ...options, assets })));
    expect(new Set(grown.map(([, print]) => print)).size).toBeGreaterThan(50);
  },
);
