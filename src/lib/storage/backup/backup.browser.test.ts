import Dexie from 'dexie';
import { afterEach, describe, expect, it } from 'vitest';
import { buildReport } from '$lib/core/report/build.ts';
import type { Track } from '$lib/core/track.ts';
import type { JobRow, SessionRow } from '../rows.ts';
import { Store } from '../store.ts';
import { restoreBackup, writeBackup } from './backup.ts';

const never = new AbortController().signal;
const stores: Store[] = [];
const CREATED = '2026-10-02T08:00:00.000Z';

async function openStore(): Promise<Store> {
  const store = await Store.open(`backup-${crypto.randomUUID()}`);
  stores.push(store);
  return store;
}

afterEach(async () => {
  for (const store of stores.splice(0)) {
    await store.removal.all();
    const { name } = store;
    store.close();
    await Dexie.delete(name);
  }
});

const session = (id: string): SessionRow => ({
  ...{ id, created: CREATED, kind: 'practice', title: `Session ${id}`, locale: 'en', language: 'auto' },
  ...{ otherQuestions: [], vocabulary: [], answers: 2, seconds: 60, status: 'completed', overall: 71 },
});

const job = (id: string, sessionId: string, more: Partial<JobRow> = {}): JobRow => ({
  ...{ id, sessionId, place: 0, name: `${id}.webm`, bytes: 10, question: null, state: 'done', stages: [] },
  ...{ source: 'copy', processingSeconds: 3 },
  ...more,
});

const reportOf = (row: SessionRow) =>
  buildReport({
    ...{ app: { name: 'Viva', version: '0' }, created: row.created, locale: 'en', policy: { id: 'default', off: [] } },
    session: { id: row.id, kind: 'practice', title: row.title, processingSeconds: 0 },
    ...{ plan: { analysers: [], threads: 1, backend: '', device: '' }, answers: [] },
  });

const CALIBRATION = { lens: { yaw: 2, pitch: -6.5, error: 1.5 }, neutral: { mouthSmile: 0.04 }, eyeOpen: 0.3 };

const track: Track = {
  ...{ id: 'pitch', version: 2, models: {}, backend: 'js' },
  data: { hz: Float32Array.from([110, 112.5, 0]), step: 0.01 },
};

/** More than two blocks of the envelope, and not a multiple of anything. */
const RECORDING = new Blob([new Uint8Array(2_500_123).map((_, index) => index % 251)], { type: 'video/webm' });

async function filled(): Promise<Store> {
  const store = await openStore();
  await store.addSession(session('one'), [
    job('a', 'one'),
    job('b', 'one', { place: 1, state: 'running', source: 'none' }),
  ]);
  await store.saveReport(session('one'), reportOf(session('one')));
  await store.saveTrack('a', track);
  await store.saveRecording({ id: 'a', sessionId: 'one' }, RECORDING, never);
  await store.addSession({ ...session('two'), calibration: CALIBRATION }, []);
  return store;
}

const backupOf = (store: Store) =>
  new Response(writeBackup(store, { created: CREATED, preferences: { theme: 'dark' } })).blob();

describe('a backup', () => {
  it('brings everything back, byte for byte', async () => {
    const from = await filled();
    const file = await backupOf(from);
    const to = await openStore();
    const restored = await restoreBackup(to, file, never);
    expect(restored).toEqual({ sessions: 2, known: 0, preferences: { theme: 'dark' } });

    const { sessions, jobs } = await to.listing();
    expect(sessions.map(({ id, title }) => [id, title]).sort()).toEqual([
      ['one', 'Session one'],
      ['two', 'Session two'],
    ]);
    expect(sessions.find(({ id }) => id === 'two')?.calibration).toEqual(CALIBRATION);
    expect(sessions.find(({ id }) => id === 'one')?.calibration).toBeUndefined();
    expect(await to.report('one')).toEqual(await from.report('one'));
    expect(await to.tracks('a')).toEqual([track]);
    expect((await to.digests()).map(({ id }) => id)).toEqual(['one']);
    const recording = await to.recording('a');
    expect(recording?.type).toBe('video/webm');
    expect(new Uint8Array(await recording!.arrayBuffer())).toEqual(new Uint8Array(await RECORDING.arrayBuffer()));
    // What was under way and has no recording can't go on, and says why.
    expect(jobs.map(({ id, state, error }) => [id, state, error?.code])).toEqual([
      ['a', 'done', undefined],
      ['b', 'failed', 'file-gone'],
    ]);
  });

  it('leaves what is here already as it is', async () => {
    const from = await filled();
    const file = await backupOf(from);
    await from.saveReport({ ...session('one'), title: 'Renamed since' }, reportOf(session('one')));
    expect(await restoreBackup(from, file, never)).toMatchObject({ sessions: 0, known: 2 });
    expect((await from.sessions.get('one'))?.title).toBe('Renamed since');
  });

  it('brings back recordings that were cut off, once', async () => {
    const from = await openStore();
    const take = {
      id: 'cut',
      sessionId: 'three',
      session: session('three'),
      place: 0,
      name: 'cut.webm',
      question: null,
    };
    await from.journals.begin('cut', 'video/webm');
    for (const [index, end] of [1000, 2500].entries()) {
      await from.journals.append('cut', index, RECORDING.slice(index * 1_000_000, (index + 1) * 1_000_000), end);
    }
    await from.takes.put({ ...take, mime: 'video/webm', created: CREATED, owner: 'a tab' });
    const file = await backupOf(from);

    const to = await openStore();
    await restoreBackup(to, file, never);
    expect(await to.takes.get('cut')).toMatchObject({ ...take, owner: 'backup' });
    const { content, seconds } = await to.journals.read('cut');
    expect(seconds).toBe(2.5);
    expect(new Uint8Array(await content.arrayBuffer())).toEqual(
      new Uint8Array(await RECORDING.slice(0, 2_000_000).arrayBuffer()),
    );
    // It has become an answer meanwhile: it is not offered again.
    await to.removal.take('cut');
    await to.addSession(session('three'), [job('cut', 'three')]);
    await restoreBackup(to, file, never);
    expect(await to.takes.get('cut')).toBeUndefined();
  });

  it('keeps the age of a recording, so that a retention goes on', async () => {
    const from = await filled();
    const row = await from.media.get('a');
    await from.media.put({ ...row!, created: CREATED });
    const to = await openStore();
    await restoreBackup(to, await backupOf(from), never);
    expect((await to.media.get('a'))?.created).toBe(CREATED);
  });

  it.each<[string, (file: Blob) => Blob, string]>([
    ['cut off', (file) => file.slice(0, file.size / 2), 'backup-invalid'],
    ['something else', () => new Blob(['{"type":"viva/report"}'.repeat(100)]), 'backup-invalid'],
  ])('says so where it is %s', async (_name, spoil, code) => {
    const file = await backupOf(await filled());
    await expect(restoreBackup(await openStore(), spoil(file), never)).rejects.toMatchObject({ code });
  });
});
