import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '$lib/core/errors.ts';
import { policySchema } from '$lib/core/policy/schema.ts';
import { Journals } from '$lib/storage/journals.ts';
import type { DeviceChoice, PracticePhase, PracticeSetup } from './practice-contract.ts';
import { forgetStorage } from '$lib/storage/forget-storage.ts';
import { Studio } from './studio.ts';

const names = new Set<string>();
const studios: Studio[] = [];

const question = (id: string) => ({ id, text: `Question ${id}?` });
const setup: PracticeSetup = {
  ...{ title: 'Trial', language: 'en', locale: 'en', questions: [question('one'), question('two')] },
  ...{ otherQuestions: [], vocabulary: [], thinkingSeconds: 0, answerSeconds: 60, hasCaptions: false, hasCues: false },
};

/** Real camera (the browser's fake one), storage and media worker; no analysers, which have tests of their own. */
async function openStudio(name = `practice-${crypto.randomUUID()}`, policy: object = {}): Promise<Studio> {
  names.add(name);
  const options = {
    policy: policySchema.parse({ type: 'viva/policy', version: 1, id: 'test', ...policy }),
    assets: 'http://localhost/nowhere/',
    appVersion: '1',
  };
  const studio = new Studio(options, { registry: [], name });
  studios.push(studio);
  await studio.open();
  return studio;
}

async function begin(
  { practice }: Studio,
  choice: DeviceChoice = { hasCamera: true },
  more: Partial<PracticeSetup> = {},
) {
  await practice.open(choice);
  await practice.begin({ ...setup, ...more });
}

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000));
const inPhase = ({ practice }: Studio, phase: PracticePhase) =>
  vi.waitFor(
    () => {
      expect(practice.state.phase).toBe(phase);
    },
    { timeout: 20_000 },
  );

/** Plays the recording to an end that is sought first: it has a length and an index. */
async function playedSeconds(recording: Blob): Promise<number> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(recording);
  try {
    await new Promise((resolve, reject) => {
      video.onloadedmetadata = resolve;
      video.onerror = () => {
        reject(new Error(video.error?.message));
      };
    });
    const { duration } = video;
    video.currentTime = duration / 2;
    await new Promise((resolve) => (video.onseeked = resolve));
    expect(video.currentTime).toBeCloseTo(duration / 2, 1);
    return duration;
  } finally {
    URL.revokeObjectURL(video.src);
  }
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const studio of studios.splice(0)) {
    await studio.practice.close();
    studio.close();
  }
  for (const name of names) {
    await forgetStorage(name);
  }
  names.clear();
});

describe('a practice session', () => {
  it('asks for the devices once, records each answer, and hands it to the queue as a recording that can be played', async () => {
    const asked = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
    const studio = await openStudio();
    await begin(studio);
    expect(studio.practice.state.device).toMatchObject({ hasCamera: true });
    await seconds(3);
    await studio.practice.stop();
    expect(studio.practice.state.phase).toBe('between');
    await studio.practice.next();
    await seconds(2);
    await studio.practice.finish();
    const { takes, sessionId, phase } = studio.practice.state;
    expect(phase).toBe('finished');
    expect(asked).toHaveBeenCalledTimes(1);
    expect(takes.map(({ place }) => place)).toEqual([0, 1]);
    const first = await studio.media(takes[0]!.answerId);
    expect(await playedSeconds(first!)).toBeGreaterThan(2.5);
    await studio.settled(sessionId!);
    const report = await studio.report(sessionId!);
    expect(report?.session).toMatchObject({ kind: 'practice', title: 'Trial' });
    expect(report?.answers.map((answer) => answer.question?.id)).toEqual(['one', 'two']);
  });

  it('leaves out pauses', async () => {
    const studio = await openStudio();
    await begin(studio);
    await seconds(2);
    studio.practice.pause();
    await seconds(3);
    studio.practice.resume();
    await seconds(2);
    await studio.practice.stop();
    const [take] = studio.practice.state.takes;
    expect(take!.seconds).toBeLessThan(5);
    const recorded = await playedSeconds((await studio.media(take!.answerId))!);
    expect(recorded).toBeGreaterThan(3);
    expect(recorded).toBeLessThan(5);
  });

  it('ends the answer and keeps it when a device is unplugged', async () => {
    const studio = await openStudio();
    await begin(studio);
    await seconds(3);
    const track = studio.practice.state.device!.stream.getVideoTracks()[0]!;
    track.stop();
    // `stop` of a page's own tells nobody; the system's does.
    track.dispatchEvent(new Event('ended'));
    await inPhase(studio, 'between');
    const { error, takes } = studio.practice.state;
    expect(error?.code).toBe('device-unplugged');
    expect(await playedSeconds((await studio.media(takes[0]!.answerId))!)).toBeGreaterThan(1.5);
    await studio.practice.open({ hasCamera: true });
    await studio.practice.next();
    expect(studio.practice.state.phase).toBe('recording');
  });

  it('ends the answer and keeps what is on disk when the disk is full', async () => {
    const append = Object.getOwnPropertyDescriptor(Journals.prototype, 'append')!.value as Journals['append'];
    vi.spyOn(Journals.prototype, 'append').mockImplementation(function (this: Journals, id, index, piece, endMs) {
      if (index >= 2) return Promise.reject(new AppError('storage-full'));
      return append.call(this, id, index, piece, endMs);
    });
    const studio = await openStudio();
    await begin(studio);
    await inPhase(studio, 'between');
    const { error, takes } = studio.practice.state;
    expect(error?.code).toBe('storage-full');
    expect(await playedSeconds((await studio.media(takes[0]!.answerId))!)).toBeGreaterThan(2);
  });

  it('tells why there are no devices', async () => {
    const studio = await openStudio();
    const refuse = (name: string, message = '') =>
      vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValueOnce(new DOMException(message, name));
    for (const [name, message, code] of [
      ['NotAllowedError', 'Permission denied', 'camera-denied'],
      ['NotReadableError', 'Could not start video source', 'camera-in-use'],
      ['NotReadableError', 'Could not start audio source', 'microphone-in-use'],
      ['NotFoundError', 'Requested device not found', 'camera-missing'],
    ] as const) {
      refuse(name, message);
      await expect(studio.practice.open({ hasCamera: true })).rejects.toMatchObject({ code });
      expect(studio.practice.state).toMatchObject({ phase: 'failed', error: { code } });
    }
    vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockResolvedValueOnce([]);
    refuse('NotFoundError');
    await expect(studio.practice.open({ hasCamera: true })).rejects.toMatchObject({ code: 'microphone-missing' });
  });

  it('is had by one tab at a time', async () => {
    const name = `practice-${crypto.randomUUID()}`;
    const [first, second] = [await openStudio(name), await openStudio(name)];
    await first.practice.open({ hasCamera: false });
    await expect(second.practice.open({ hasCamera: false })).rejects.toMatchObject({ code: 'practice-elsewhere' });
    expect(second.practice.state.isElsewhere).toBe(true);
    await first.practice.close();
    await vi.waitFor(() => {
      expect(second.practice.state.isElsewhere).toBe(false);
    });
    await second.practice.open({ hasCamera: false });
    expect(second.practice.state.phase).toBe('ready');
  });

  it('keeps nothing on disk where the policy keeps no recordings', async () => {
    const studio = await openStudio(undefined, { keepRecordings: false });
    await begin(studio, { hasCamera: false });
    await seconds(2.5);
    await studio.practice.finish();
    const { sessionId, takes } = studio.practice.state;
    expect(takes).toHaveLength(1);
    await studio.settled(sessionId!);
    expect(await studio.report(sessionId!)).toBeDefined();
    expect(await studio.media(takes[0]!.answerId)).toBeUndefined();
    expect(await studio.practice.recoveries()).toEqual([]);
  });

  it('offers what a closed tab left, and makes answers of it', async () => {
    const name = `practice-${crypto.randomUUID()}`;
    const lost = await openStudio(name);
    await begin(lost);
    await seconds(6);
    // The tab is gone in the middle of a recording: its locks are, and nobody writes any more.
    studios.splice(0);
    lost.close();
    const studio = await openStudio(name);
    const [recovery] = await studio.practice.recoveries();
    expect(recovery).toMatchObject({ title: 'Trial', answers: 1 });
    const sessionId = await studio.practice.recover(recovery!.sessionId);
    await studio.settled(sessionId);
    const report = await studio.report(sessionId);
    const answer = report!.answers[0]!;
    expect(await playedSeconds((await studio.media(answer.id))!)).toBeGreaterThan(2);
    expect(await studio.practice.recoveries()).toEqual([]);
    await lost.practice.close().catch(() => undefined);
  });
});
