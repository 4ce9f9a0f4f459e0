import { AppError, toAppError } from '$lib/core/errors.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import { hasRoomFor, estimateRoom } from '$lib/storage/room.ts';
import type { JobRow, SessionRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import type { Job } from './job.ts';
import type { Probes } from './probes.ts';
import { isWorthRetry, watched, type Clock } from './watchdog.ts';

const PATIENCE_SECONDS = 60;

export type IntakeContext = {
  readonly store: Store;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly session: SessionRow;
  readonly probes: Probes;
};

/**
 * What a job's recording is taken in from: the file as it was given, or the place where it lies; `undefined` where it has
 * been taken in already.
 *
 * @throws AppError `file-gone`
 */
export async function fileToTakeIn(job: Job, store: Store): Promise<File | undefined> {
  if (job.file) return job.file;
  const { id, row } = job;
  if (row.source === 'copy') {
    if (row.media) return undefined;
    // What was recorded here is in storage before anything has looked at it.
    const content = await store.recording(id);
    return content && new File([content], row.name, { type: content.type });
  }
  try {
    // Only where the person has not to be asked again: that needs a click, which `retry` has.
    return await row.handle?.getFile();
  } catch (cause) {
    throw new AppError('file-gone', 'the file was moved, or may not be read any more', { cause });
  }
}

/** A file that was left where it lay may only be read again after the person has said so; a click allows to ask. */
export async function allowReading({ source, handle }: JobRow): Promise<void> {
  // Chromium only; elsewhere there are no handles of picked files.
  const asking = handle as { requestPermission?: (wish: { mode: 'read' }) => Promise<string> } | undefined;
  if (source === 'handle') await asking?.requestPermission?.({ mode: 'read' });
}

/** Reads what a file is, holds it against the host's limits, and copies it into storage where there is room. */
export async function takeIn(job: Job, file: File, context: IntakeContext): Promise<void> {
  const { limits } = context.policy;
  if (file.size > limits.bytes) throw new AppError('file-too-large', `${file.size} bytes; ${limits.bytes} are allowed`);
  if (!job.stages.isDone('probe')) await probe(job, file, context);
  const { media } = job.row;
  if (media && media.seconds > limits.seconds) {
    throw new AppError('file-too-long', `${media.seconds} s; ${limits.seconds} s are allowed`);
  }
  await keep(job, file, context);
}

async function probe(job: Job, file: File, context: IntakeContext): Promise<void> {
  job.stages.start('probe');
  job.change({ state: 'running' });
  try {
    const look = () =>
      context.probes.of(file, job.signal, (progress) => {
        job.stages.progress('probe', progress);
        job.moved();
      });
    const { media, plan } = await look().catch((thrown: unknown) => {
      if (job.signal.aborted || !isWorthRetry(toAppError(thrown))) throw thrown;
      return look();
    });
    job.stages.end('probe', 'done');
    const { id, sha256 } = job.row;
    if (sha256 !== undefined && sha256 !== media.sha256) await context.store.removeTracks(id);
    const textKey = await textKeyOf(context.session, job.row);
    job.change({ state: 'pending', media, plan, sha256: media.sha256, textKey });
  } catch (thrown) {
    const error = toAppError(thrown);
    job.stages.end('probe', error.code === 'cancelled' ? 'cancelled' : 'failed', error);
    throw error;
  }
}

/** A failed copy is no reason not to analyse: the file is then used where it lies, and the person is told so. */
async function keep(job: Job, file: File, { store, policy, clock }: IntakeContext): Promise<void> {
  const { row, stages } = job;
  if (row.source === 'copy' || stages.isDone('store')) return;
  const withoutCopy = (error?: AppError) => {
    stages.end('store', 'skipped', error);
    job.change({ source: row.handle ? 'handle' : 'none' });
  };
  if (!policy.keepRecordings || !hasRoomFor(file.size, await estimateRoom())) {
    withoutCopy();
    return;
  }
  stages.start('store');
  job.moved();
  try {
    const content = file.slice(0, file.size, row.media?.mime ?? file.type);
    await watched(
      PATIENCE_SECONDS,
      job.signal,
      (signal, alive) =>
        store.saveRecording(row, content, signal, (done) => {
          alive();
          stages.progress('store', { stage: 'run', done, total: file.size });
          job.moved();
        }),
      clock,
    );
    stages.end('store', 'done');
    job.change({ source: 'copy' });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'cancelled' || error.code === 'file-gone') {
      stages.end('store', error.code === 'cancelled' ? 'cancelled' : 'failed', error);
      throw error;
    }
    withoutCopy(error);
  }
}

/** Hash of everything that the text engine is told beside the sound: its tracks hold for equal keys only. */
export async function textKeyOf(session: SessionRow, { question }: Pick<JobRow, 'question'>): Promise<string> {
  const { language, otherQuestions, vocabulary } = session;
  return sha256Hex(JSON.stringify([language, question, otherQuestions, vocabulary]));
}

export async function sha256Hex(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
