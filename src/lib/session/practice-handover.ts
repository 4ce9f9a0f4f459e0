import { toAppError } from '$lib/core/errors.ts';
import type { JobRow, SessionRow, TakeRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import type { Engines } from './ports.ts';
import type { Queue } from './queue.ts';
import { STAGE_IDS } from './stages.ts';
import { watched, type Clock } from './watchdog.ts';

/** Copying coded media takes milliseconds; a worker that hangs must not hold up the next question. */
const PATIENCE_SECONDS = 30;

export type HandoverContext = {
  readonly store: Store;
  readonly queue: Queue;
  readonly engines: Engines;
  readonly clock: Clock;
  /** Told of the session's line in the list. */
  readonly onSession: (session: SessionRow) => void;
};

/** A new job over the recording of a take. */
function jobOf(take: TakeRow, bytes: number): JobRow {
  const { id, sessionId, place, name, question, owner, isUncalibrated } = take;
  return {
    ...{ id, sessionId, place, name, bytes, question, owner },
    ...{ state: 'pending', source: 'none', processingSeconds: 0 },
    ...(isUncalibrated ? { isUncalibrated } : {}),
    stages: STAGE_IDS.map((stage) => ({ id: stage, status: 'waiting', seconds: 0 })),
  };
}

/** The recording with its length and an index; as it was written where that can't be made, because that plays, too. */
async function finished(content: Blob, { engines, clock }: HandoverContext): Promise<Blob> {
  const call = (signal: AbortSignal) => engines.remux(content, signal);
  try {
    return await watched(PATIENCE_SECONDS, new AbortController().signal, call, clock);
  } catch {
    return content;
  }
}

/**
 * Makes a recorded take an answer that waits to be analysed, its recording in storage. Nothing is lost on the way: until
 * its rows are written the take stays what it was, and can be recovered.
 *
 * @throws `file-gone`, `row-damaged` where there is no recording of it; errors of storage
 */
export async function handOver(take: TakeRow, context: HandoverContext): Promise<void> {
  const { store, queue, onSession } = context;
  const { content } = await store.journals.read(take.id);
  const whole = await finished(content, context);
  const stored = (bytes: number): JobRow => {
    const job = jobOf(take, bytes);
    const stages = job.stages.map((stage) => (stage.id === 'store' ? { ...stage, status: 'done' as const } : stage));
    return { ...job, source: 'copy', stages };
  };
  let job = stored(whole.size);
  try {
    onSession(await store.keepTake(take, job, whole));
  } catch (thrown) {
    if (toAppError(thrown).code !== 'storage-full') throw thrown;
    // No room for it twice: then it stays as it was written.
    job = stored(content.size);
    onSession(await store.keepTake(take, job, undefined));
  }
  queue.take(job);
}

/** The same for a recording that is in memory only, and goes when it has been analysed. */
export async function handOverUnkept(take: TakeRow, content: Blob, context: HandoverContext): Promise<void> {
  const { store, queue, onSession } = context;
  const whole = await finished(content, context);
  const job = jobOf(take, whole.size);
  const known = await store.sessions.get(take.sessionId);
  const session: SessionRow = { ...(known ?? take.session), answers: (known?.answers ?? 0) + 1, status: 'running' };
  await store.addSession(session, [job]);
  onSession(session);
  queue.add(job, new File([whole], take.name, { type: whole.type }));
}
