import { afterAll, describe, expect, test } from 'vitest';
import type { AppError } from '$lib/core/errors.ts';
import { beepOnsets, colourAt, fixture, pictureNumber } from './clock-fixtures.ts';
import { openMedia } from './media.ts';
import type { MediaPlan } from './plan.ts';
import type { Probed } from './probe.ts';
import { openSound, streamPictures, streamSound } from './sources.ts';

const assets = new URL('/', location.href).href;
const media = openMedia();
const signal = new AbortController().signal;

afterAll(() => {
  media.close();
});

function probe(file: File): Promise<Probed> {
  return media.call('probe', { file, name: file.name, assets }, { signal });
}

async function wholeSound(file: Blob, plan: MediaPlan): Promise<Float32Array> {
  const sound = new Float32Array(Math.round(plan.seconds * 16_000));
  let filled = 0;
  for await (const { samples, at } of streamSound(file, plan, { assets, signal })) {
    expect(at).toBeCloseTo(filled / 16_000, 9);
    sound.set(samples, filled);
    filled += samples.length;
  }
  expect(filled).toBe(sound.length);
  return sound;
}

/** Reads the same sound piece by piece, each by a place of its own. */
async function soundInPieces(file: Blob, plan: MediaPlan, seconds: number): Promise<Float32Array> {
  const reader = await openSound(file, plan, { assets, signal });
  const sound = new Float32Array(Math.round(plan.seconds * 16_000));
  try {
    for (let start = 0; start < plan.seconds; start += seconds) {
      const piece = await reader.read(start, Math.min(plan.seconds, start + seconds));
      sound.set(piece, Math.round(start * 16_000));
    }
  } finally {
    reader.close();
  }
  return sound;
}

async function shownNumbers(file: Blob, plan: MediaPlan, ratePerSecond: number): Promise<Map<number, number>> {
  const numbers = new Map<number, number>();
  for await (const { canvas, at } of streamPictures(file, plan, { assets, signal, ratePerSecond, maxSide: 640 })) {
    numbers.set(at, pictureNumber(canvas));
  }
  return numbers;
}

type Expected = {
  /** `kind codec fate`, in any order. */
  tracks: string[];
  seconds?: number;
  container?: string;
  playable?: boolean;
  origin?: number;
  /** When beeps are heard, seconds; the beginning of the first is often lost in the coder's warm-up. */
  beeps?: number[];
  /** Which picture is shown at a time; `undefined` where there is none yet. */
  picture?: (at: number) => number | undefined;
};

/** 20 pictures a second from a time on. */
const steady = (first: number) => (at: number) =>
  at < first - 1e-6 ? undefined : Math.min(59, Math.floor((at - first) * 20 + 1e-3));
const onTime = steady(0);

const AVC = 'video avc webcodecs';
const VP8 = 'video vp8 webcodecs';
const AAC = 'audio aac webcodecs';
const OPUS = 'audio opus webcodecs';

/**
 * What each clip holds, known from how it was made (make.sh) and from the time stamps that ffprobe shows: containers without
 * edit lists keep the coder's delay of a few hundredths of a second, in sound and pictures alike.
 */
const CLIPS: Record<string, Expected> = {
  'clock.mp4': { tracks: [AVC, AAC], beeps: [0, 1, 2], picture: onTime },
  'clock.mov': { container: 'mov', tracks: [AVC, AAC], beeps: [0, 1, 2], picture: onTime },
  'clock.mkv': { container: 'mkv', tracks: [AVC, AAC], beeps: [0.02, 1.02, 2.02], picture: steady(0.021) },
  'clock.webm': { container: 'webm', tracks: [VP8, OPUS], beeps: [0.007, 1.007, 2.007], picture: steady(0.007) },
  'fragmented.mp4': { tracks: [AVC, AAC], seconds: 3.1, beeps: [0.1, 1.1, 2.1], picture: steady(0.1) },
  'no_duration.webm': { container: 'webm', tracks: [VP8, OPUS], beeps: [0.007, 1.007, 2.007], picture: steady(0.007) },
  'vfr.mp4': {
    tracks: [AVC, AAC],
    beeps: [0, 1, 2],
    picture: (at) => (at < 1 ? onTime(at) : at < 2 ? Math.floor(at * 5 + 1e-3) * 4 : Math.floor(at * 2 + 1e-3) * 10),
  },
  'late_sound.mp4': { tracks: [AVC, AAC], beeps: [1, 2], picture: onTime },
  'hole_in_sound.mp4': { tracks: [AVC, AAC], beeps: [0, 1], picture: onTime },
  'hole_in_sound.webm': { container: 'webm', tracks: [VP8, OPUS], beeps: [0.007, 1.007], picture: steady(0.007) },
  'picture_only.mp4': { tracks: [AVC], picture: onTime },
  'mulaw8k.wav': { container: 'wav', tracks: ['audio ulaw webcodecs'], beeps: [0, 1, 2] },
  'surround.m4a': { tracks: [AAC], beeps: [0, 1, 2] },
  'beeps.flac': { container: 'flac', tracks: ['audio flac webcodecs'], beeps: [0, 1, 2] },
  'beeps.mp3': { container: 'mp3', tracks: ['audio mp3 webcodecs'], beeps: [0.024, 1.024, 2.024] },
  'beeps.ogg': { container: 'ogg', tracks: ['audio vorbis webcodecs'], beeps: [0, 1, 2] },
  'beeps.aac': { container: 'aac', tracks: [AAC], beeps: [0.021, 1.021, 2.021] },
  'many_tracks.mkv': {
    container: 'mkv',
    tracks: [AVC, OPUS, 'audio opus second-track'],
    beeps: [0.007, 1.007, 2.007],
    picture: steady(0.007),
  },
  'mpeg4.avi': {
    container: 'avi',
    playable: false,
    tracks: ['video mpeg4 ffmpeg', 'audio mp3 ffmpeg'],
    beeps: [0.024, 1.024, 2.024],
    picture: (at) => (at < 0.1 ? 0 : steady(0.05)(at)),
  },
  'clock.wmv': {
    container: 'asf',
    playable: false,
    tracks: ['video wmv2 ffmpeg', 'audio wmav2 ffmpeg'],
    beeps: [0.08, 1.043, 2.043],
    picture: steady(0.043),
  },
  'hevc.mp4': { playable: false, tracks: ['video hevc ffmpeg', AAC], beeps: [0, 1, 2], picture: onTime },
  'alac.m4a': { playable: false, tracks: ['audio alac ffmpeg'], seconds: 2, beeps: [0, 1] },
  'broadcast.mpegts': {
    container: 'ts',
    playable: false,
    origin: 1001.379,
    tracks: [AVC, AAC],
    beeps: [0.021, 1.021, 2.021],
    picture: steady(0.021),
  },
  'cut.mp4': { tracks: [AVC, AAC], seconds: 1.25, beeps: [0, 1], picture: onTime },
  // mediabunny leaves out the cluster that isn't whole.
  'cut.webm': {
    container: 'webm',
    tracks: [VP8, OPUS],
    seconds: 1.007,
    beeps: [0.007],
    picture: steady(0.007),
  },
  'cut.avi': {
    container: 'avi',
    playable: false,
    seconds: 1.8,
    tracks: ['video mpeg4 ffmpeg', 'audio mp3 ffmpeg'],
    beeps: [0.024, 1.024],
    picture: (at) => (at < 0.1 ? 0 : steady(0.05)(at)),
  },
};

function fates(plan: MediaPlan): string[] {
  return plan.tracks.map((track) => `${track.kind} ${track.codec} ${track.use ? track.route : track.reason}`).sort();
}

describe.each(Object.entries(CLIPS))('%s', (name, expected) => {
  const { container = 'mp4', playable = true, origin = 0, seconds = 3, tracks, beeps, picture } = expected;

  test('is seen as what it is', async () => {
    const file = await fixture(`containers/${name}`);
    const { media: facts, plan } = await probe(file);
    expect({ container: plan.container, playable: plan.playable }).toEqual({ container, playable });
    expect(fates(plan)).toEqual([...tracks].sort());
    expect(plan.origin).toBeCloseTo(origin, 2);
    expect(Math.abs(plan.seconds - seconds)).toBeLessThan(0.11);
    expect(facts).toMatchObject({ name, bytes: file.size, seconds: plan.seconds });
    if (picture) expect(facts.video).toMatchObject({ width: 160, height: 120 });
    else expect(facts.video).toBeNull();
    if (!beeps) expect(facts.audio).toBeNull();
  });

  test.runIf(beeps)('is heard at the right times, as a whole and read in pieces', async () => {
    const file = await fixture(`containers/${name}`);
    const { plan } = await probe(file);
    for (const sound of [await wholeSound(file, plan), await soundInPieces(file, plan, 0.7)]) {
      const onsets = beepOnsets(sound);
      expect(onsets.map(Math.round)).toEqual(beeps?.map(Math.round));
      for (const [n, onset] of onsets.entries()) expect(Math.abs(onset - beeps![n]!)).toBeLessThan(0.02);
    }
  });

  test.runIf(picture)('shows at each time the picture of that time', async () => {
    const file = await fixture(`containers/${name}`);
    const { plan } = await probe(file);
    const shown = await shownNumbers(file, plan, 10);
    expect(shown.size).toBeGreaterThanOrEqual(Math.floor(seconds * 10) - 3);
    for (const [at, number] of shown) expect([at, Math.round(number)]).toEqual([at, picture!(at)]);
  });
});

/** The codes that probing a file ends with. */
async function refusal(file: File): Promise<string> {
  return probe(file).then(
    ({ plan }) => `taken: ${fates(plan).join(', ')}`,
    (error: unknown) => (error as AppError).code,
  );
}

describe('what is refused', () => {
  const text = 'This is a text file that somebody renamed.\n'.repeat(100);
  test.each([
    ['an empty file', [], 'file-empty'],
    ['text with a wrong name', [text], 'file-not-media'],
    [
      'a playlist that names other machines',
      ['#EXTM3U\n#EXTINF:9,\nhttps://elsewhere.example/a.ts\n'],
      'file-not-media',
    ],
    ['noise', [Uint8Array.from({ length: 9000 }, (_, n) => (n * n * 7919) % 251)], 'file-not-media'],
    ['a box of mp4 with nothing in it', ['\0\0\0\x08free'], 'file-damaged'],
    ['the start of an avi', ['RIFF\x20\0\0\0AVI LIST'], 'file-damaged'],
  ] as const)('%s', async (_what, parts, code) => {
    expect(await refusal(new File([...parts], 'recording.mp4'))).toBe(code);
  });

  test('an mp4 whose index is cut off', async () => {
    expect(await refusal(await fixture('containers/cut_without_index.mp4'))).toBe('file-damaged');
  });

  test('what is over the limits of the host, before it is hashed', async () => {
    const file = await fixture('containers/clock.mp4');
    const input = { file, name: file.name, assets };
    let hashed = 0;
    const options = { signal, onProgress: ({ done }: { done: number }) => (hashed = done) };
    const limits = { bytes: 1e9, seconds: 1e9 };
    const tooLarge = media.call('probe', { ...input, limits: { ...limits, bytes: 1000 } }, options);
    await expect(tooLarge).rejects.toMatchObject({ code: 'file-too-large' });
    const tooLong = media.call('probe', { ...input, limits: { ...limits, seconds: 2 } }, options);
    await expect(tooLong).rejects.toMatchObject({ code: 'file-too-long' });
    expect(hashed).toBe(0);
  });
});

test('the hash is that of the bytes', async () => {
  const file = await fixture('containers/clock.webm');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const { media: facts } = await probe(file);
  expect(facts.sha256).toBe([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
});

test('the name says nothing: a webm called mp3 is a webm', async () => {
  const file = await fixture('containers/clock.webm');
  const { plan } = await probe(new File([file], 'music.mp3', { type: 'audio/mpeg' }));
  expect(plan.container).toBe('webm');
});

test('damage in the middle loses no more than its surroundings', async () => {
  const file = await fixture('containers/damaged.mp4');
  const { plan } = await probe(file);
  const shown = await shownNumbers(file, plan, 10);
  // The damage lies in the first and second of the three groups of pictures.
  expect(shown.get(0)).toBeCloseTo(0, 0);
  for (const at of [2, 2.5, 2.9]) expect(shown.get(at)).toBeCloseTo(at * 20, 0);
  const onsets = beepOnsets(await wholeSound(file, plan)).map(Math.round);
  expect(onsets[0]).toBe(0);
  expect(onsets.at(-1)).toBe(2);
});

describe('pictures are upright and in shape', () => {
  test.each([
    ['quarters.mp4', 160, 120],
    ['rotated.mp4', 160, 120],
    ['wide_pixels.mp4', 320, 120],
  ])('%s', async (name, width, height) => {
    const file = await fixture(`containers/${name}`);
    const { media: facts, plan } = await probe(file);
    expect(facts.video).toMatchObject({ width, height, fps: 5 });
    let count = 0;
    for await (const { canvas } of streamPictures(file, plan, { assets, signal, ratePerSecond: 5, maxSide: 640 })) {
      count++;
      expect([canvas.width, canvas.height]).toEqual([width, height]);
      const corners = [
        colourAt(canvas, 0.2, 0.2),
        colourAt(canvas, 0.8, 0.2),
        colourAt(canvas, 0.2, 0.8),
        colourAt(canvas, 0.8, 0.8),
      ];
      const near = corners.map((colour) => colour.map((value) => (value > 100 ? 1 : 0)).join(''));
      expect(near).toEqual(['100', '010', '001', '111']);
    }
    expect(count).toBe(5);
  });

  test('with square pixels where the file says a shape that no camera makes', async () => {
    const bytes = new Uint8Array(await (await fixture('containers/wide_pixels.mp4')).arrayBuffer());
    const box = bytes.findIndex((_, i) => String.fromCharCode(...bytes.subarray(i, i + 4)) === 'pasp');
    new DataView(bytes.buffer).setUint32(box + 4, 3);
    new DataView(bytes.buffer).setUint32(box + 8, 80);
    const file = new File([bytes], 'line.mp4');
    const { media: facts, plan } = await probe(file);
    expect(facts.video).toMatchObject({ width: 160, height: 120 });
    for await (const { canvas } of streamPictures(file, plan, { assets, signal, ratePerSecond: 5, maxSide: 640 }))
      expect([canvas.width, canvas.height]).toEqual([160, 120]);
  });

  test('made small where they are large, never enlarged', async () => {
    const file = await fixture('astronaut_speech.mp4');
    const { plan } = await probe(file);
    for (const [maxSide, size] of [
      [320, '320x240'],
      [64, '64x48'],
      [2000, '640x480'],
    ] as const) {
      for await (const { canvas } of streamPictures(file, plan, { assets, signal, ratePerSecond: 1, maxSide })) {
        expect(`${canvas.width}x${canvas.height}`).toBe(size);
        break;
      }
    }
  });
});

test.each([
  ['surround.m4a', 6],
  ['alac.m4a', 1],
  ['mulaw8k.wav', 1],
])('%s: its sound comes at its own rate too, with its channels', async (name, count) => {
  const file = await fixture(`containers/${name}`);
  const { media: facts, plan } = await probe(file);
  const rate = facts.audio!.sampleRate;
  let length = 0;
  for await (const { recorded } of streamSound(file, plan, { assets, signal })) {
    expect({ rate: recorded.rate, count: recorded.channels.length }).toEqual({ rate, count });
    length += recorded.channels[0]!.length;
  }
  expect(Math.abs(length / rate - plan.seconds)).toBeLessThan(0.001);
});

describe('stopping', () => {
  test.each(['clock.mp4', 'mpeg4.avi'])('%s: the signal ends sound, pictures and reading', async (name) => {
    const file = await fixture(`containers/${name}`);
    const { plan } = await probe(file);
    const stop = new AbortController();
    const options = { assets, signal: stop.signal };
    const reader = await openSound(file, plan, options);
    const pictures = streamPictures(file, plan, { ...options, ratePerSecond: 20, maxSide: 160 });
    const sound = streamSound(file, plan, options);
    await pictures.next();
    await sound.next();
    stop.abort();
    await expect(pictures.next()).rejects.toMatchObject({ name: 'AbortError' });
    await expect(reader.read(0, 1)).rejects.toMatchObject({ name: 'AbortError' });
    reader.close();
    await sound.return();
  });

  test('probing can be cancelled', async () => {
    const stop = new AbortController();
    const call = media.call(
      'probe',
      { file: await fixture('astronaut_speech.mp4'), name: '', assets },
      { signal: stop.signal },
    );
    stop.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  });
});

test('a file that has gone says so', async () => {
  const gone = await fixture('containers/clock.mp4');
  // A file that was deleted after it was chosen fails just so; a test can't delete one that the page holds.
  gone.slice = () => {
    const piece = new Blob();
    piece.arrayBuffer = () => Promise.reject(new DOMException('moved', 'NotReadableError'));
    return piece;
  };
  const { probe: probeHere } = await import('./probe.ts');
  await expect(probeHere(gone, 'gone.mp4', { assets, signal, onBytes: () => undefined })).rejects.toMatchObject({
    code: 'file-gone',
  });
});
