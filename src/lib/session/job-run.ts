import { AppError } from '$lib/core/errors.ts';
import type { SessionRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import { AnswerRun, type RunContext, type RunResult } from './answer-run.ts';
import type { Gate } from './gate.ts';
import type { Job } from './job.ts';

export type JobRunContext = Omit<RunContext, 'device' | 'session' | 'mayStart'> & { readonly gate: Gate };

/** Makes the answer of a job whose recording is at hand. Its row tells the seconds that this took, waiting left out. */
export async function runJob(job: Job, { gate, ...context }: JobRunContext): Promise<RunResult> {
  const { store, clock } = context;
  const started = clock.now();
  let waited = 0;
  const mayStart = async (signal: AbortSignal) => {
    const before = clock.now();
    await gate.heavy(signal);
    waited += clock.now() - before;
  };
  try {
    const { media } = job.row;
    const session = await sessionOf(job, store);
    const file = await fileToRead(job, store);
    if (!file || !media) throw new AppError('file-gone', 'its source is gone');
    return await new AnswerRun(job, file, media, { ...context, device: gate.device, session, mayStart }).run();
  } finally {
    job.change({ processingSeconds: job.row.processingSeconds + clock.now() - started - waited });
  }
}

/** @throws AppError `cancelled` where it was deleted meanwhile */
export async function sessionOf(job: Job, store: Store): Promise<SessionRow> {
  const session = await store.sessions.get(job.sessionId);
  if (!session) throw new AppError('cancelled', 'its session was deleted');
  return session;
}

/** The copy, which can't be moved or deleted meanwhile; where it can't be read, the file as it was given. */
async function fileToRead(job: Job, store: Store): Promise<Blob | undefined> {
  if (job.row.source !== 'copy') return job.file;
  try {
    return await store.recording(job.id);
  } catch (thrown) {
    if (job.file) return job.file;
    throw thrown;
  }
}
