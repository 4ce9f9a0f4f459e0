import { AppError } from '$lib/core/errors.ts';
import * as z from '$lib/core/zod.ts';
import { parseReport } from '../report-gate.ts';
import { jobRowSchema, sessionRowSchema, trackRowSchema, type JobRow, type SessionRow } from '../rows.ts';
import type { Store } from '../store.ts';
import { isKnownTake, TAKE_ENTRY, takeEntries, takeFileSchema, takeTake, type TakeFile } from './takes.ts';
import { readTar, writeTar, type Entry } from './tar.ts';
import { parse, stringify } from './values.ts';

/**
 * Everything of a person in one tar file: first `backup.json`, then for each session `ID/session.json` with its jobs,
 * `ID/report.json`, and for each answer `ID/tracks/ANSWER/TRACK.json` and `ID/recordings/ANSWER`; last the recordings that
 * were cut off, `takes/ID.json` and `takes/ID.recording`.
 */
const VERSION = 1;
const HEAD = 'backup.json';

const headSchema = z
  .object({
    type: z.literal('viva/backup'),
    version: z.number().int().min(1),
    created: z.string(),
    preferences: z.record(z.string(), z.string()),
  })
  .loose();
const sessionFileSchema = z.object({
  session: sessionRowSchema,
  jobs: z.array(jobRowSchema),
  recordings: z.array(z.object({ id: z.string(), mime: z.string(), created: z.string() })),
});
type SessionFile = z.infer<typeof sessionFileSchema>;

export type Restored = {
  /** Sessions that were brought back. */
  readonly sessions: number;
  /** Sessions that were here already, and stayed as they are. */
  readonly known: number;
  readonly preferences: Readonly<Record<string, string>>;
};

const json = (value: unknown) => new Blob([stringify(value)], { type: 'application/json' });

/** The bytes of a backup, front to back; one report or block of a recording is in memory at a time. */
export function writeBackup(
  store: Store,
  { created, preferences }: { readonly created: string; readonly preferences: Readonly<Record<string, string>> },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = writeTar(entriesOf(store, { type: 'viva/backup', version: VERSION, created, preferences }));
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

async function* entriesOf(store: Store, head: z.infer<typeof headSchema>): AsyncGenerator<Entry> {
  yield { name: HEAD, content: json(head) };
  const { sessions, jobs } = await store.listing();
  for (const session of sessions) yield* sessionEntries(store, session, jobs);
  yield* takeEntries(store);
}

async function* sessionEntries(store: Store, session: SessionRow, all: readonly JobRow[]): AsyncGenerator<Entry> {
  const { id } = session;
  const jobs = all.filter(({ sessionId }) => sessionId === id);
  const recordings: { id: string; mime: string; created: string; content: Blob }[] = [];
  for (const job of jobs) {
    const row = await store.media.get(job.id);
    // One recording that can't be read does not keep the rest from being saved.
    const content = row && (await store.recording(job.id).catch(() => undefined));
    if (row && content) recordings.push({ id: job.id, mime: row.mime, created: row.created, content });
  }
  const file: SessionFile = {
    session,
    jobs: jobs.map(withoutHandle),
    recordings: recordings.map(({ content: _, ...rest }) => rest),
  };
  yield { name: `${id}/session.json`, content: json(file) };
  const report = await store.report(id).catch(() => undefined);
  if (report) yield { name: `${id}/report.json`, content: json(report) };
  for (const job of jobs) {
    for (const track of await store.tracks(job.id)) {
      yield { name: `${id}/tracks/${job.id}/${track.id}.json`, content: json({ answerId: job.id, ...track }) };
    }
  }
  for (const recording of recordings) yield { name: `${id}/recordings/${recording.id}`, content: recording.content };
}

/** A handle of a file is good for this browser only. */
function withoutHandle({ handle: _, ...job }: JobRow): JobRow {
  return job;
}

/** A file of the app's own names; ids are such that they can be part of a name. */
const ENTRY = /^([\w-]+)\/(?:(session|report)\.json|tracks\/([\w-]+)\/([\w-]+)\.json|recordings\/([\w-]+))$/;

/** A session being brought back; `undefined` where it is here already. */
type Open = { readonly file: SessionFile; readonly ids: ReadonlySet<string> } | undefined;

/**
 * Brings back what a backup holds. What is here already stays as it is. Rejects with `backup-invalid` where the file is
 * none, and with `backup-newer`; sessions before the place where it broke are back then.
 */
export async function restoreBackup(store: Store, file: Blob, signal: AbortSignal): Promise<Restored> {
  let head: z.infer<typeof headSchema> | undefined;
  const state: Restoring = { sessions: 0, known: 0 };
  for await (const entry of readTar(file)) {
    signal.throwIfAborted();
    if (!head) head = await readHead(entry.name, entry.content);
    else if (TAKE_ENTRY.test(entry.name)) await restoreTake(store, entry, state);
    else await restoreOfSession(store, entry, { state, signal });
  }
  if (!head) throw new AppError('backup-invalid', 'it is empty');
  const { sessions, known } = state;
  return { sessions, known, preferences: head.preferences };
}

/** How far a backup has come back: its entries lean on the one before them. */
type Restoring = { sessions: number; known: number; open?: Open; take?: TakeFile };

async function restoreTake(store: Store, { name, content }: Entry, state: Restoring): Promise<void> {
  const [, id = '', kind] = TAKE_ENTRY.exec(name) ?? [];
  if (kind === 'json') state.take = await parseEntry(takeFileSchema, name, content);
  else if (state.take?.take.id === id && !(await isKnownTake(store, id))) await takeTake(store, state.take, content);
}

async function restoreOfSession(
  store: Store,
  { name, content }: Entry,
  { state, signal }: { readonly state: Restoring; readonly signal: AbortSignal },
): Promise<void> {
  const [, sessionId, kind, , trackId, recordingId] = ENTRY.exec(name) ?? [];
  if (sessionId === undefined) return;
  if (kind === 'session') {
    state.open = await openSession(store, sessionId, await parseEntry(sessionFileSchema, name, content));
    if (state.open) state.sessions += 1;
    else state.known += 1;
    return;
  }
  const { open } = state;
  if (open?.file.session.id !== sessionId) return;
  if (kind === 'report') await takeReport(store, open.file.session, name, content);
  else if (trackId !== undefined) await takeTrack(store, open.ids, name, content);
  else if (recordingId !== undefined) await takeRecording(store, open, recordingId, content, signal);
}

async function readHead(name: string, content: Blob): Promise<z.infer<typeof headSchema>> {
  if (name !== HEAD) throw new AppError('backup-invalid', `it begins with ${name}`);
  const head = await parseEntry(headSchema, name, content);
  if (head.version > VERSION) throw new AppError('backup-newer', `version ${head.version}`);
  return head;
}

async function parseEntry<Value>(schema: z.ZodType<Value>, name: string, content: Blob): Promise<Value> {
  try {
    return schema.parse(parse(await content.text()));
  } catch (cause) {
    throw new AppError('backup-invalid', name, { cause });
  }
}

async function openSession(store: Store, id: string, file: SessionFile): Promise<Open> {
  if (file.session.id !== id || file.jobs.some(({ sessionId }) => sessionId !== id)) {
    throw new AppError('backup-invalid', `${id}: jobs of another session`);
  }
  if (await store.sessions.get(id)) return undefined;
  const saved = new Set(file.recordings.map((recording) => recording.id));
  await store.addSession(
    file.session,
    file.jobs.map((job) => revived(job, saved.has(job.id))),
  );
  return { file, ids: new Set(file.jobs.map((job) => job.id)) };
}

/** A job as it can go on here: what was under way can be started again, where its recording came along. */
function revived(job: JobRow, hasRecording: boolean): JobRow {
  const { owner: _, ...rest } = withoutHandle(job);
  const source = hasRecording ? 'copy' : 'none';
  if (job.state === 'done' || job.state === 'failed' || job.state === 'cancelled') return { ...rest, source };
  if (hasRecording) return { ...rest, source, state: 'cancelled' };
  return { ...rest, source, state: 'failed', error: { code: 'file-gone', message: 'not in the backup' } };
}

async function takeReport(store: Store, session: SessionRow, name: string, content: Blob): Promise<void> {
  try {
    await store.saveReport(session, await parseReport(parse(await content.text())));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('backup-invalid', name, { cause });
  }
}

async function takeTrack(store: Store, ids: ReadonlySet<string>, name: string, content: Blob): Promise<void> {
  const { answerId, ...track } = await parseEntry(trackRowSchema, name, content);
  if (ids.has(answerId)) await store.saveTrack(answerId, track);
}

async function takeRecording(
  store: Store,
  { file, ids }: NonNullable<Open>,
  id: string,
  content: Blob,
  signal: AbortSignal,
): Promise<void> {
  const row = file.recordings.find((recording) => recording.id === id);
  if (!row || !ids.has(id)) return;
  await store.saveRecording({ id, sessionId: file.session.id }, content.slice(0, content.size, row.mime), signal);
  const media = await store.media.get(id);
  // As old as it was: a retention of some days goes on where it stood.
  if (media) await store.media.put({ ...media, created: row.created });
}
