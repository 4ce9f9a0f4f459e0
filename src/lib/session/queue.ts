import type { Analyser } from '$lib/core/analyser.ts';
import { AppError, toAppError } from '$lib/core/errors.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import type { Report } from '$lib/core/report/schema.ts';
import type { Track } from '$lib/core/track.ts';
import { estimateRoom } from '$lib/storage/room.ts';
import type { JobRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import type { RunResult } from './answer-run.ts';
import type { Conductorship } from './conductorship.ts';
import type { StudioOptions } from './contract.ts';
import { lightJobsFor, type Device } from './device.ts';
import { firstFigures } from './first-figures.ts';
import type { WeightHashes } from './freshness.ts';
import { Gate } from './gate.ts';
import { fileToTakeIn, takeIn } from './intake.ts';
import { isActive, Job } from './job.ts';
import { runJob, sessionOf } from './job-run.ts';
import type { HeadStart } from './practice-head-start.ts';
import type { Live } from './memory-budget.ts';
import type { Engines } from './ports.ts';
import type { Probes } from './probes.ts';
import { Reports } from './reports.ts';
import type { Snapshots } from './snapshots.ts';
import { Turns } from './turns.ts';
import type { Clock } from './watchdog.ts';

export type QueueContext = {
  readonly store: Store;
  readonly options: StudioOptions;
  readonly engines: Engines;
  readonly registry: readonly Analyser[];
  readonly device: Device;
  readonly clock: Clock;
  readonly snapshots: Snapshots;
  readonly conductorship: Conductorship;
  readonly probes: Probes;
  readonly hashes: () => Promise<WeightHashes>;
};

/** Workers that have had nothing to do for so long are ended: WASM memory never shrinks otherwise. */
const IDLE_SECONDS = 20;
const WORKERS = ['media', 'samples', 'text', 'frames', 'report'] as const;

/**
 * Recordings on their way. Each is taken in (probed, copied) by the tab that was given it, a few at a time; the heavy
 * engines work on one answer at a time, in the conducting tab. A failing job never stops the others.
 */
export class Queue {
  readonly #context: QueueContext;
  readonly #reports: Reports;
  readonly #jobs = new Map<string, Job>();
  /** Jobs whose recording is at hand, in order. */
  readonly #ready = new Set<Job>();
  readonly #ends = new Map<string, Promise<void>>();
  /** Jobs that this tab took in and left to the conducting one. */
  readonly #handedOver = new Set<string>();
  /** By job: what looked at its recording while it was made. */
  readonly #headStarts = new Map<string, HeadStart>();
  readonly #intake: Turns;
  readonly #gate: Gate;
  #isConductor = false;
  #isRunning = false;
  #isClosed = false;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(context: QueueContext) {
    const { store, options, registry, device } = context;
    const { policy, appVersion } = options;
    this.#context = context;
    const onUnsaved = (error: AppError) => {
      context.snapshots.fail(error);
    };
    this.#reports = new Reports({ store, policy, registry, device: device.name, appVersion, onUnsaved });
    this.#intake = new Turns(lightJobsFor(device));
    this.#gate = new Gate(device, () => {
      this.#next();
    });
  }

  isBusy(sessionId: string): boolean {
    return [...this.#jobs.values()].some((job) => job.sessionId === sessionId);
  }

  fileOf(jobId: string): File | undefined {
    return this.#jobs.get(jobId)?.file;
  }

  jobsOf(sessionId?: string): string[] {
    return [...this.#jobs.values()]
      .filter((job) => sessionId === undefined || job.sessionId === sessionId)
      .map(({ id }) => id);
  }

  /** Takes a job up: new, again, or from another tab or an earlier visit. */
  add(row: JobRow, file?: File): void {
    if (this.#jobs.has(row.id)) return;
    clearTimeout(this.#idle);
    const { clock, snapshots, store, conductorship } = this.#context;
    const job = new Job(
      { ...row, owner: conductorship.tab },
      () => clock.now(),
      (changed, isKept) => {
        snapshots.touch(changed);
        // What is called off because the tab lets go stays in the database as it is, to be gone on with.
        if (!isKept || this.#isClosed) return;
        store.jobs.put(changed.row).catch((thrown: unknown) => {
          snapshots.fail(toAppError(thrown));
        });
      },
    );
    job.file = file;
    this.#jobs.set(job.id, job);
    this.#handedOver.delete(job.id);
    snapshots.follow(job);
    this.#ends.set(
      job.id,
      this.#intake.run(() => this.#takeIn(job), job.signal),
    );
  }

  /** Takes up a job whose recording is in storage: here, or, where another tab conducts, there, which sees its row. */
  take(row: JobRow): void {
    if (this.#isConductor) this.add(row);
    else this.#dropHeadStart(row.id);
  }

  /** A job that will come has been begun while its recording was made. */
  begun(jobId: string, headStart: HeadStart): void {
    this.#headStarts.set(jobId, headStart);
  }

  /**
   * First figures of a job that waits or runs: what tracks of a live microphone give, until those of its recording do.
   * Where it has ended meanwhile nothing is changed.
   */
  async draft(jobId: string, media: MediaFacts, tracks: readonly Track[]): Promise<void> {
    const { store, engines, registry, options } = this.#context;
    const row = this.#jobs.get(jobId)?.row ?? (await store.jobs.get(jobId));
    const session = row && (await store.sessions.get(row.sessionId));
    if (!session || tracks.length === 0) return;
    const result = await firstFigures(row, media, tracks, { engines, registry, policy: options.policy, session });
    const now = this.#jobs.get(jobId)?.row ?? (await store.jobs.get(jobId));
    if (now && isActive(now)) await this.#updateReport(now, result);
  }

  /** Queues an ended job again. What it has made is kept. */
  async again(row: JobRow, file?: File): Promise<void> {
    const { error: _, ...rest } = row;
    // Another file is another recording: it is read from the start.
    const stages = row.stages.map((stage) =>
      stage.status === 'done' && !file ? stage : { id: stage.id, status: 'waiting' as const, seconds: 0 },
    );
    const { store, conductorship } = this.#context;
    const owner = conductorship.tab;
    const fresh: JobRow = { ...rest, owner, stages, state: 'pending', ...(file ? { source: 'none' } : {}) };
    await store.jobs.put(fresh);
    await this.#updateReport(fresh);
    this.add(fresh, file);
  }

  async cancel(jobId: string): Promise<void> {
    const job = this.#jobs.get(jobId);
    if (!job) return;
    job.abort();
    if (this.#ready.delete(job)) await this.#settle(job, new AppError('cancelled'));
    else await this.#ends.get(jobId);
  }

  pause(): void {
    this.#gate.pause();
  }

  resume(): void {
    this.#gate.resume();
  }

  /**
   * While somebody is recorded, what starts gets one core: one engine after the other, one thread. A recorder that loses
   * the processor loses pictures. Where memory doesn't do for both, it waits until the session is over.
   *
   * @param live what the session takes; `undefined`: there is none
   */
  yieldToRecording(live: Live | undefined): void {
    this.#gate.yieldTo(live);
  }

  /** This tab conducts from now on: what other tabs or an earlier visit left is its own. */
  async conduct(): Promise<void> {
    const { store, options, conductorship } = this.#context;
    await store.removal.orphans();
    const { retentionDays } = options.policy;
    if (retentionDays !== undefined) await store.removal.expired(retentionDays, Date.now());
    const { jobs } = await store.listing();
    const left: JobRow[] = [];
    for (const row of jobs.filter(isActive)) {
      const isElsewhere = row.source === 'none' && (await conductorship.isOpen(row.owner));
      if (!isElsewhere) left.push({ ...row, state: 'pending' });
    }
    this.#isConductor = true;
    for (const row of left) this.add(row);
    this.#next();
  }

  /** Takes up what another tab has taken in and can't run itself. */
  adopt(rows: readonly JobRow[]): void {
    if (!this.#isConductor) return;
    for (const row of rows) {
      const isForeign = row.owner !== this.#context.conductorship.tab || this.#handedOver.has(row.id);
      if (isForeign && row.state === 'pending' && row.source !== 'none') this.add(row);
    }
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#isClosed = true;
    this.#isConductor = false;
    for (const job of this.#jobs.values()) job.abort();
  }

  /** Ends every worker, so that its memory is free. */
  endWorkers(): void {
    for (const worker of WORKERS) this.#context.engines.close(worker);
  }

  report(sessionId: string): Promise<Report | undefined> {
    return this.#reports.of(sessionId);
  }

  get reports(): Reports {
    return this.#reports;
  }

  async idle(): Promise<void> {
    await this.#reports.idle();
  }

  async #takeIn(job: Job): Promise<void> {
    try {
      const started = this.#context.clock.now();
      await this.#gate.light(job.signal);
      const { store, options, clock, probes } = this.#context;
      const file = await fileToTakeIn(job, store);
      if (file) {
        const session = await sessionOf(job, store);
        job.file = file;
        await takeIn(job, file, { store, policy: options.policy, clock, session, probes });
      } else if (job.row.source !== 'copy' || !job.row.media) throw new AppError('file-gone', 'its source is gone');
      const seconds = this.#context.clock.now() - started;
      job.change({ state: 'pending', processingSeconds: job.row.processingSeconds + seconds });
      this.#offer(job);
    } catch (thrown) {
      await this.#settle(job, job.signal.aborted ? new AppError('cancelled') : toAppError(thrown));
    }
  }

  /** Ready to run: here, or, when another tab conducts and can reach the recording, there. */
  #offer(job: Job): void {
    if (!this.#isConductor && job.row.source === 'copy') {
      this.#handedOver.add(job.id);
      this.#forget(job);
      return;
    }
    this.#ready.add(job);
    this.#next();
  }

  #next(): void {
    if (this.#isRunning || this.#gate.isPaused || !this.#isConductor) return;
    const [job] = this.#ready;
    if (!job || this.#gate.admission === 'later') return;
    this.#ready.delete(job);
    this.#isRunning = true;
    const end = this.#run(job).finally(() => {
      this.#isRunning = false;
      this.#next();
    });
    this.#ends.set(job.id, end);
  }

  async #run(job: Job): Promise<void> {
    const { store, options, clock, engines, registry, hashes } = this.#context;
    const { policy, assets } = options;
    const headStart = this.#headStarts.get(job.id);
    try {
      const context = { store, engines, registry, policy, assets, clock, hashes, headStart, gate: this.#gate };
      await this.#settle(job, await runJob(job, context));
    } catch (thrown) {
      await this.#settle(job, job.signal.aborted ? new AppError('cancelled') : toAppError(thrown));
    }
  }

  /** Brings a job to its end: the report first, so that whoever sees it done finds the report there. */
  async #settle(job: Job, outcome: RunResult | AppError): Promise<void> {
    if (this.#isClosed) return;
    try {
      if (outcome instanceof AppError) {
        job.fail(outcome);
        await this.#updateReport(job.row);
      } else {
        await this.#updateReport({ ...job.row, state: 'done' }, outcome);
        job.change({ state: 'done' });
      }
    } catch (thrown) {
      job.fail(toAppError(thrown));
    }
    this.#forget(job);
  }

  async #updateReport(row: JobRow, result?: RunResult): Promise<void> {
    const session = await this.#reports.update(row, result);
    if (session) this.#context.snapshots.put(session);
  }

  #forget(job: Job): void {
    this.#ready.delete(job);
    this.#jobs.delete(job.id);
    this.#ends.delete(job.id);
    this.#dropHeadStart(job.id);
    // Where its report could not be written, neither could its row: what is known here holds on.
    if (!this.#reports.isUnsaved(job.sessionId)) this.#context.snapshots.release(job);
    void this.#measureRoom();
    if (this.#jobs.size > 0) return;
    this.#idle = setTimeout(() => {
      this.endWorkers();
    }, IDLE_SECONDS * 1000);
  }

  #dropHeadStart(jobId: string): void {
    this.#headStarts.get(jobId)?.drop();
    this.#headStarts.delete(jobId);
  }

  async #measureRoom(): Promise<void> {
    const room = await estimateRoom();
    if (room) this.#context.snapshots.set({ room });
  }
}
