import Dexie from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildReport } from '$lib/core/report/build.ts';
import type { Track } from '$lib/core/track.ts';
import { Database } from './db.ts';
import { recordingFolder } from './folder.ts';
import { hasRoomFor } from './room.ts';
import type { JobRow, SessionRow } from './rows.ts';
import { HEAD } from './migrations.ts';
import { Store, type Listing } from './store.ts';

const never = new AbortController().signal;
let names: string[] = [];
const stores: Store[] = [];

function freshName(): string {
  const name = `test-${crypto.randomUUID()}`;
  names.push(name);
  return name;
}

async function openStore(name = freshName(), onDamaged?: (message: string) => void): Promise<Store> {
  const store = await Store.open(name, onDamaged);
  stores.push(store);
  return store;
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const store of stores.splice(0)) {
    for (const id of await store.recordings.ids()) await store.recordings.delete(id);
    store.close();
  }
  for (const name of names) await Dexie.delete(name);
  names = [];
});

function session(id: string, more: Partial<SessionRow> = {}): SessionRow {
  return {
    ...{ id, created: '2026-11-21T08:00:00.000Z', kind: 'import', title: id, locale: 'en', language: 'auto' },
    ...{ otherQuestions: [], vocabulary: [], answers: 1, seconds: 0, status: 'running', overall: null },
    ...more,
  };
}

function job(id: string, sessionId: string, more: Partial<JobRow> = {}): JobRow {
  return {
    ...{ id, sessionId, place: 0, name: `${id}.mp4`, bytes: 10, question: null, state: 'pending', stages: [] },
    ...{ source: 'none', processingSeconds: 0 },
    ...more,
  };
}

function reportOf(row: SessionRow) {
  return buildReport({
    ...{ app: { name: 'Viva', version: '0' }, created: row.created, locale: 'en', policy: { id: 'default', off: [] } },
    session: { id: row.id, kind: 'import', title: row.title, processingSeconds: 0 },
    ...{ plan: { analysers: [], threads: 1, backend: '', device: '' }, answers: [] },
  });
}

const track: Track = {
  ...{ id: 'speech', version: 1, models: { 'vad/model.onnx': 'ab' }, backend: 'wasm' },
  data: { at: Float64Array.of(0, 1, Number.NaN) },
};

/** Content whose every byte tells its place. */
function recording(bytes: number, type = 'video/mp4'): Blob {
  return new Blob([Uint8Array.from({ length: bytes }, (_, index) => (index * 31 + (index >> 8)) % 256)], { type });
}

async function hashOf(content: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await content.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16)).join(' ');
}

describe('recordings', () => {
  it.each([0, 1000, 1_048_576, 2_500_000])('of %i bytes come back as they were', async (bytes) => {
    const store = await openStore();
    const content = recording(bytes);
    await store.addSession(session('s'), [job('a', 's')]);
    const steps: number[] = [];
    await store.saveRecording(job('a', 's'), content, never, (done) => steps.push(done));
    const back = await store.recording('a');
    expect(back?.type).toBe('video/mp4');
    expect(await hashOf(back!)).toBe(await hashOf(content));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1) ?? 0).toBe(bytes);
  });

  it('are read in part without reading the rest', async () => {
    const store = await openStore();
    const content = recording(3_000_000);
    await store.saveRecording(job('a', 's'), content, never);
    const back = await store.recording('a');
    const [from, to] = [1_048_570, 1_048_590];
    expect(new Uint8Array(await back!.slice(from, to).arrayBuffer())).toEqual(
      new Uint8Array(await content.slice(from, to).arrayBuffer()),
    );
  });

  it('leave nothing behind when the copy is called off', async () => {
    const store = await openStore();
    const controller = new AbortController();
    const writing = store.saveRecording(job('a', 's'), recording(20_000_000), controller.signal, () => {
      controller.abort();
    });
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    expect(await store.recordings.ids()).toEqual([]);
    expect(await store.recording('a')).toBeUndefined();
  });

  it('can be written again after that', async () => {
    const store = await openStore();
    await store.saveRecording(job('a', 's'), recording(3_000_000), never);
    await store.saveRecording(job('a', 's'), recording(10), never);
    expect((await store.recording('a'))?.size).toBe(10);
  });

  it('that vanished, or whose file was spoilt, say so', async () => {
    const name = freshName();
    const store = await openStore(name);
    await store.saveRecording(job('a', 's'), recording(100), never);
    await store.saveRecording(job('b', 's'), recording(100), never);
    const folder = await recordingFolder(name);
    await folder.removeEntry('a');
    const writable = await (await folder.getFileHandle('b')).createWritable();
    await writable.write('spoilt');
    await writable.close();
    await expect(store.recording('a')).rejects.toMatchObject({ code: 'file-gone' });
    await expect(store.recording('b')).rejects.toMatchObject({ code: 'row-damaged' });
  });

  it('are refused in words where the browser has no private files', async () => {
    const store = await openStore();
    vi.spyOn(navigator.storage, 'getDirectory').mockRejectedValue(new DOMException('private', 'SecurityError'));
    await expect(recordingFolder('viva')).rejects.toMatchObject({ code: 'storage-unavailable' });
    expect(await store.recordings.ids()).toEqual([]);
    await store.recordings.delete('a');
  });
});

describe('rows', () => {
  it('come back with typed arrays and with fields that this version does not know', async () => {
    const store = await openStore();
    await store.addSession(session('s', { mood: 'calm' }), [job('a', 's', { later: 1 })]);
    await store.saveTrack('a', track);
    expect(await store.tracks('a')).toEqual([track]);
    const { sessions, jobs } = await store.listing();
    expect(sessions[0]).toMatchObject({ id: 's', mood: 'calm' });
    expect(jobs[0]).toMatchObject({ id: 'a', later: 1 });
  });

  it('that are damaged hide no others, and say so when they are asked for', async () => {
    const name = freshName();
    const damaged: string[] = [];
    const store = await openStore(name, (message) => damaged.push(message));
    await store.addSession(session('good'), []);
    const raw = new Database(name);
    await raw.open();
    await raw.sessions.put({ id: 'bad', created: 5 } as unknown as SessionRow);
    raw.close();
    expect((await store.listing()).sessions.map(({ id }) => id)).toEqual(['good']);
    expect(damaged).toHaveLength(1);
    await expect(store.sessions.get('bad')).rejects.toMatchObject({ code: 'row-damaged' });
  });

  it('are told to who watches, newest session first', async () => {
    const store = await openStore();
    const seen: Listing[] = [];
    const stop = store.watch(
      (listing) => seen.push(listing),
      (error) => {
        throw error;
      },
    );
    await store.addSession(session('old', { created: '2026-01-01T00:00:00.000Z' }), []);
    await store.addSession(session('new', { created: '2026-02-01T00:00:00.000Z' }), []);
    await vi.waitFor(() => {
      expect(seen.at(-1)?.sessions.map(({ id }) => id)).toEqual(['new', 'old']);
    });
    await store.jobs.put(job('a', 'new'));
    await store.jobs.put(job('a', 'new', { state: 'done' }));
    await vi.waitFor(() => {
      expect(seen.at(-1)?.jobs[0]?.state).toBe('done');
    });
    stop();
  });
});

describe('deleting', () => {
  async function filled(): Promise<Store> {
    const store = await openStore();
    for (const id of ['s', 't']) {
      await store.addSession(session(id), [job(`${id}-a`, id)]);
      await store.saveRecording(job(`${id}-a`, id), recording(100), never);
      await store.saveTrack(`${id}-a`, track);
      await store.saveReport(session(id), reportOf(session(id)));
    }
    return store;
  }

  it('a session takes its rows, tracks, report and recordings, and nothing else', async () => {
    const store = await filled();
    await store.removal.session('s');
    expect(await store.report('s')).toBeUndefined();
    expect(await store.tracks('s-a')).toEqual([]);
    expect(await store.recording('s-a')).toBeUndefined();
    expect(await store.recordings.ids()).toEqual(['t-a']);
    expect((await store.listing()).sessions.map(({ id }) => id)).toEqual(['t']);
    expect(await store.report('t')).toBeDefined();
    expect(await store.tracks('t-a')).toHaveLength(1);
  });

  it('everything takes everything', async () => {
    const store = await filled();
    await store.removal.all();
    expect(await store.listing()).toEqual({ sessions: [], jobs: [] });
    expect(await store.recordings.ids()).toEqual([]);
    expect(await store.tracks('t-a')).toEqual([]);
  });

  it('orphans of a crash takes files without a job and rows without a session', async () => {
    const store = await filled();
    await store.recordings.write('half', recording(10), never);
    await store.jobs.put(job('lost', 'no-session'));
    await store.saveTrack('lost', track);
    await store.removal.orphans();
    expect((await store.recordings.ids()).sort()).toEqual(['s-a', 't-a']);
    expect(await store.jobs.get('lost')).toBeUndefined();
    expect(await store.tracks('lost')).toEqual([]);
    expect(await store.tracks('s-a')).toHaveLength(1);
  });

  it('expired recordings leaves their reports, and practice alone', async () => {
    const store = await filled();
    await store.addSession(session('p', { kind: 'practice' }), [job('p-a', 'p')]);
    await store.saveRecording(job('p-a', 'p'), recording(5), never);
    expect(await store.removal.expired(7, Date.now() + 6 * 86_400_000)).toBe(0);
    expect(await store.removal.expired(7, Date.now() + 8 * 86_400_000)).toBe(2);
    expect(await store.recordings.ids()).toEqual(['p-a']);
    expect(await store.report('s')).toBeDefined();
  });
});

describe('trouble', () => {
  it('a full disk has its code, and an answer that can be acted on', async () => {
    const store = await openStore();
    const full = new DOMException('full', 'QuotaExceededError');
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw full;
    });
    await expect(store.saveTrack('a', track)).rejects.toMatchObject({ code: 'storage-full' });
  });

  it('no room is seen before a copy is tried', () => {
    expect(hasRoomFor(50_000_000, { usage: 0, quota: 50_000_000 })).toBe(false);
    expect(hasRoomFor(50_000_000, { usage: 0, quota: 500_000_000 })).toBe(true);
    expect(hasRoomFor(50_000_000, undefined)).toBe(true);
  });

  it('another tab that needs a newer database gets it, and this one says why it stops', async () => {
    const name = freshName();
    const store = await openStore(name);
    const newer = new Database(name, [{ version: HEAD + 1, name: 'later', stores: { sessions: 'id, created' } }]);
    await newer.openOrExplain(HEAD + 1);
    await expect(store.sessions.get('s')).rejects.toMatchObject({ code: 'storage-blocked' });
    newer.close();
  });

  it('a database of a newer app is left alone', async () => {
    const name = freshName();
    const newer = new Database(name, [{ version: 9, name: 'later', stores: { sessions: 'id, created' } }]);
    await newer.openOrExplain(9);
    newer.close();
    await expect(Store.open(name)).rejects.toMatchObject({ code: 'storage-newer' });
  });

  it('a connection that the browser dropped is opened again', async () => {
    const name = freshName();
    const store = await openStore(name);
    await store.addSession(session('s'), []);
    const descriptor = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction');
    const begin = descriptor?.value as IDBDatabase['transaction'];
    let isFirst = true;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
      if (isFirst) {
        isFirst = false;
        throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
      }
      return begin.apply(this, given);
    });
    expect(await store.sessions.get('s')).toMatchObject({ id: 's' });
  });
});

describe('digests', () => {
  it('come with reports, are made where they are missing, and go with their session', async () => {
    const store = await openStore();
    await store.saveReport(session('own'), reportOf(session('own')));
    expect((await store.digests()).map(({ id, title }) => [id, title])).toEqual([['own', 'own']]);
    // As it was before there were digests.
    const db = new Database(store.name);
    await db.open();
    await db.digests.clear();
    expect((await store.digests()).map(({ id }) => id)).toEqual(['own']);
    expect(await db.digests.count()).toBe(1);
    await store.removal.session('own');
    expect(await db.digests.count()).toBe(0);
    db.close();
  });

  it('hold nothing of a handed-over report', async () => {
    const store = await openStore();
    await store.saveReport(session('theirs', { isForeign: true }), reportOf(session('theirs')));
    expect(await store.digests()).toEqual([]);
  });
});
